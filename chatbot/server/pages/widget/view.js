// What is seen: the button, the panel, the messages.

/** Everything the visitor sees; texts reach the page only as text nodes. */
class View {
  constructor(root, options, actions) {
    this.t = textsOf(options.locale, options.own);
    // Who brings texts brings them in the page's language.
    this.language = Object.keys(options.own).length ? options.page : options.locale === "zh" ? "zh-CN" : "en";
    this.options = options;
    this.actions = actions;
    this.messages = new Map();
    this.pending = new Map();
    this.drafts = new Map();
    this.expanded = false;
    this.atEnd = true;
    this.unread = 0;
    this.build(root);
    this.time = new Intl.DateTimeFormat(this.language, { hour: "numeric", minute: "2-digit" });
    this.day = new Intl.DateTimeFormat(this.language, { weekday: "short", day: "numeric", month: "long" });
  }

  // ---- building

  build(root) {
    const side = this.options.position === "left" ? "left" : "right";
    this.root = el("div", { class: `root ${side}`, lang: this.language, dir: "ltr" });
    this.root.classList.toggle("light", this.options.theme === "light");
    this.root.append(this.buildPanel(), this.buildLauncher());
    this.root.addEventListener("keydown", (event) => this.escape(event));
    root.append(this.root);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroller);
  }

  buildLauncher() {
    this.badge = el("span", { class: "badge", "data-part": "badge", hidden: true });
    this.launcher = el("button", { class: "launcher", type: "button", "data-part": "launcher", "aria-haspopup": "dialog", "aria-expanded": "false",
      "aria-label": this.t.open, onclick: () => (this.expanded ? this.collapse() : this.expand()) }, icon("chat"), icon("down"), this.badge);
    return this.launcher;
  }

  buildPanel() {
    this.panel = el("div", { class: "panel", "data-part": "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
      this.buildHeader(), this.buildMiddle(), this.buildFooter());
    return this.panel;
  }

  buildHeader() {
    const title = el("h1", { class: "title", id: "title", dir: "auto" });
    title.textContent = this.options.title || this.t.title;
    this.statusText = el("span", { dir: "auto" });
    this.status = el("div", { class: "status", "data-part": "status", role: "status" }, this.statusText);
    this.menuButton = el("button", { class: "tool", type: "button", "data-part": "menu", "aria-label": this.t.menu, "aria-haspopup": "menu", "aria-expanded": "false",
      onclick: () => this.showMenu(this.menu.hidden) }, icon("dots"));
    const minimise = el("button", { class: "tool", type: "button", "data-part": "close", "aria-label": this.t.minimise, onclick: () => this.collapse() }, icon("close"));
    return el("header", {}, el("div", { class: "face" }, icon("spark")), el("div", { class: "names" }, title, this.status), this.menuButton, minimise, this.buildMenu());
  }

  buildMenu() {
    this.endButton = el("button", { type: "button", role: "menuitem", "data-part": "end", onclick: () => this.chosen(this.actions.end) });
    this.endButton.textContent = this.t.end;
    this.freshButton = el("button", { type: "button", role: "menuitem", "data-part": "fresh", onclick: () => this.chosen(this.actions.fresh) });
    this.freshButton.textContent = this.t.fresh;
    this.menu = el("div", { class: "menu-list", role: "menu", "aria-label": this.t.menu, hidden: true }, this.endButton, this.freshButton);
    this.menu.addEventListener("keydown", (event) => this.walkMenu(event));
    this.root.addEventListener("pointerdown", (event) => {
      if (!this.menu.hidden && !this.menu.contains(event.target) && !this.menuButton.contains(event.target)) this.showMenu(false);
    });
    return this.menu;
  }

  buildMiddle() {
    this.log = el("div", { class: "log", "data-part": "log", role: "log", "aria-live": "polite", "aria-label": this.t.log });
    this.hello = this.buildHello();
    this.draftArea = el("div", { class: "tail", "aria-hidden": "true" });
    this.replies = el("div", { class: "replies", "data-part": "quick-replies" });
    this.received = el("p", { class: "line received", "data-part": "received", role: "status" });
    this.survey = el("div", { class: "tail" });
    this.scroller = el("div", { class: "scroller", "data-part": "scroller", tabindex: "-1" }, this.hello, this.log, this.draftArea, this.received, this.replies, this.survey);
    this.pill = el("button", { class: "pill", type: "button", "data-part": "pill", hidden: true, onclick: () => this.toEnd() }, icon("down"));
    this.pill.append(this.t.newMessages);
    return el("div", { class: "middle" }, this.scroller, this.pill);
  }

  buildHello() {
    const title = el("h2");
    title.textContent = this.t.welcomeTitle;
    const text = el("p");
    text.textContent = this.t.welcomeText;
    return el("div", { class: "hello", "data-part": "welcome" }, el("div", { class: "face" }, icon("spark")), title, text);
  }

  buildFooter() {
    this.input = el("textarea", { "data-part": "input", rows: "1", "aria-label": this.t.inputLabel, placeholder: this.t.input, dir: "auto", enterkeyhint: "send",
      oninput: () => this.inputChanged(), onkeydown: (event) => this.inputKey(event) });
    this.sendButton = el("button", { class: "go", type: "button", "data-part": "send", "aria-label": this.t.send, disabled: true, onclick: () => this.submit() }, icon("send"));
    this.counter = el("div", { class: "counter", "data-part": "counter", role: "status", hidden: true });
    this.composer = el("div", {}, el("div", { class: "box" }, this.input, this.sendButton), this.counter);
    this.again = el("button", { class: "primary", type: "button", "data-part": "new", hidden: true, onclick: () => this.actions.fresh() });
    this.again.textContent = this.t.fresh;
    return el("footer", {}, this.composer, this.again);
  }

  // ---- opening and closing

  expand() {
    if (this.expanded) return;
    this.expanded = true;
    this.panel.hidden = false;
    this.root.classList.add("open");
    this.launcher.setAttribute("aria-expanded", "true");
    this.launcher.setAttribute("aria-label", this.t.close);
    this.setUnread(0);
    this.actions.opened();
    this.refresh();
    this.toEnd();
    (this.composer.hidden ? this.again : this.input).focus({ preventScroll: true });
  }

  collapse() {
    if (!this.expanded) return;
    this.expanded = false;
    this.showMenu(false);
    this.panel.hidden = true;
    this.root.classList.remove("open");
    this.launcher.setAttribute("aria-expanded", "false");
    this.launcher.setAttribute("aria-label", this.t.open);
    this.launcher.focus({ preventScroll: true });
  }

  escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (!this.menu.hidden) this.showMenu(false, true);
    else this.collapse();
  }

  showMenu(shown, focusBack = false) {
    this.menu.hidden = !shown;
    this.menuButton.setAttribute("aria-expanded", String(shown));
    if (shown) [this.endButton, this.freshButton].find((b) => !b.disabled && !b.hidden)?.focus();
    else if (focusBack) this.menuButton.focus();
  }

  walkMenu(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const items = [this.endButton, this.freshButton].filter((b) => !b.disabled && !b.hidden);
    const at = items.indexOf(this.root.getRootNode().activeElement);
    items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length]?.focus();
  }

  chosen(action) {
    this.showMenu(false, true);
    action();
  }

  fitKeyboard() {
    const view = window.visualViewport;
    if (!view) return;
    // On phones the keyboard covers the page instead of shrinking it.
    this.root.style.setProperty("--view-height", `${view.height}px`);
    this.root.style.setProperty("--view-top", `${view.offsetTop}px`);
  }

  // ---- composer

  inputChanged() {
    const over = charactersIn(this.input.value) - MAX_TEXT;
    this.sendButton.disabled = !this.input.value.trim() || over > 0;
    this.counter.hidden = over <= COUNTER_FROM - MAX_TEXT;
    this.counter.classList.toggle("over", over > 0);
    this.counter.textContent = fill(over > 0 ? this.t.over : this.t.left, { n: Math.abs(over) });
    this.grow();
    if (this.input.value.trim()) this.actions.typing();
  }

  grow() {
    this.input.style.height = "36px";
    this.input.style.height = `${Math.min(126, Math.max(36, this.input.scrollHeight))}px`;
  }

  inputKey(event) {
    // While an input method is composing, Enter chooses a word (229 is how Safari says so).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  submit() {
    const text = this.input.value.trim();
    if (!text || charactersIn(text) > MAX_TEXT) return;
    this.input.value = "";
    this.inputChanged();
    this.input.focus({ preventScroll: true });
    this.actions.say(text);
  }

  // ---- messages

  message({ role, text, at, who, announce }) {
    const bubble = el("div", { class: "bubble", "data-part": "text", dir: "auto" }, linked(text, this.t.openLink));
    const name = el("div", { class: role === "customer" ? "who hush" : "who", dir: "auto" });
    name.textContent = who;
    const time = el("time", { datetime: at });
    time.textContent = this.time.format(new Date(at));
    const node = el("div", { class: `msg ${role}`, "data-role": role }, name, bubble, el("div", { class: "meta" }, time));
    node.author = `${role}:${who}`;
    node.moment = Date.parse(at);
    if (announce === false) node.setAttribute("aria-live", "off");
    return node;
  }

  place(node) {
    const before = [...this.pending.values()][0] ?? null;
    if (before === node) this.pending.delete(node.dataset.id);
    const first = [...this.pending.values()][0] ?? null;
    if (node.nextSibling !== first || node.parentNode !== this.log) this.log.insertBefore(node, first);
    this.group(node);
    if (first) this.group(first);
  }

  group(node) {
    const previous = node.previousElementSibling;
    const grouped = !!previous?.author && previous.author === node.author && node.moment - previous.moment < GROUP_WITHIN;
    node.classList.toggle("grouped", grouped);
    if (previous?.author) previous.classList.toggle("followed", grouped);
  }

  line(text, at, kind = "") {
    const node = el("div", { class: `line ${kind}`, "data-role": "system", dir: "auto" });
    node.textContent = text;
    if (at) node.title = this.time.format(new Date(at));
    this.place(node);
  }

  newDay(at) {
    const date = new Date(at);
    const key = date.toDateString();
    if (key === this.dayShown || Number.isNaN(date.getTime())) return;
    const today = new Date();
    const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
    const names = { [today.toDateString()]: this.t.today, [yesterday.toDateString()]: this.t.yesterday };
    const node = el("div", { class: "line day" });
    node.textContent = names[key] ?? this.day.format(date);
    this.dayShown = key;
    this.place(node);
  }

  eventCame(seq, event) {
    const talk = this.actions.talk();
    const t = this.t;
    this.changing(event.type.endsWith("_said") && event.type !== "customer_said", () => {
      const handlers = {
        customer_said: () => this.customerSaid(event),
        bot_said: () => this.botSaid(event),
        escalated: () => this.line(t.escalated, event.at),
        agent_joined: () => this.line(event.agent ? fill(t.joined, { name: event.agent }) : t.joinedUnnamed, event.at),
        agent_said: () => this.agentSaid(event),
        agent_left: () => this.line(event.to === "queue" ? t.leftToQueue : t.leftToBot, event.at),
        queue_left: () => this.line(t.queueLeft, event.at),
        conversation_closed: () => this.closed(event),
      };
      handlers[event.type]?.();
      if (!this.quiet) this.renderTail(talk);
    });
    this.count(seq, event);
    this.statusChanged();
  }

  customerSaid(event) {
    this.newDay(event.at);
    const node = this.pending.get(event.id) ?? this.unsentNode(event.id, event.text, event.at);
    this.pending.delete(event.id);
    // What was stored is shown, which may be less than what was typed: card numbers are not kept.
    const bubble = node.querySelector("[data-part=text]");
    if (bubble.textContent !== event.text) bubble.replaceChildren(linked(event.text, this.t.openLink));
    node.moment = Date.parse(event.at) || node.moment;
    this.place(node);
    this.setState(node, "kept");
    this.messages.set(event.id, node);
  }

  botSaid(event) {
    this.newDay(event.at);
    this.endDraft(event.turn);
    this.stopTyping();
    this.place(this.message({ role: "bot", text: event.text, at: event.at, who: this.t.assistant }));
  }

  agentSaid(event) {
    this.newDay(event.at);
    this.stopTyping();
    this.place(this.message({ role: "agent", text: event.text, at: event.at, who: event.agent || this.t.support }));
  }

  closed(event) {
    this.stopTyping();
    this.dropDrafts();
    const texts = { visitor: this.t.closedVisitor, agent: this.t.closedAgent, bot: this.t.closedBot };
    this.line(texts[event.by] ?? this.t.ended, event.at);
  }

  unsentNode(id, text, at = new Date().toISOString()) {
    const node = this.message({ role: "customer", text, at, who: this.t.you, announce: false });
    node.dataset.id = id;
    const state = el("span", { class: "state", "data-part": "state" });
    node.querySelector(".meta").append(state);
    return node;
  }

  unsent(item) {
    if (this.pending.has(item.id)) return;
    const node = this.unsentNode(item.id, item.text);
    this.log.append(node);
    this.pending.set(item.id, node);
    this.messages.set(item.id, node);
    this.group(node);
    this.setState(node, item.failed ? "failed" : "sending");
    this.refresh();
    this.toEnd();
  }

  delivery(id, state, code) {
    const node = this.messages.get(id);
    if (node) this.setState(node, state, code);
  }

  setState(node, state, code) {
    const signs = { sending: "◌", kept: "✓", failed: "!" };
    node.classList.remove("sending", "kept", "failed");
    node.classList.add(state);
    node.dataset.state = state;
    const sign = node.querySelector(".state");
    sign.textContent = signs[state];
    sign.title = this.t[state];
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", this.t[state]);
    node.querySelectorAll(".why, .retry").forEach((old) => old.remove());
    if (state === "failed") this.offerRetry(node, code);
  }

  offerRetry(node, code) {
    const why = el("span", { class: "why", role: "alert" });
    why.textContent = this.t.errors[code] ?? this.t.failed;
    const retry = el("button", { class: "retry", type: "button", "data-part": "retry", onclick: () => this.actions.retry(node.dataset.id) });
    retry.textContent = this.t.retry;
    node.querySelector(".meta").append(why, code === "closed" ? "" : retry);
  }

  itemRefused(item, code) {
    this.line(this.t.errors[code] ?? this.t.failed);
    delete this.survey.dataset.shown;
    this.rating = null;
    this.refresh();
  }

  cleared(forgotten) {
    this.log.replaceChildren();
    this.messages.clear();
    this.pending.clear();
    this.dayShown = null;
    this.rating = null;
    this.dropDrafts();
    this.setUnread(0);
    this.quiet = false;
    if (forgotten) this.line(this.t.forgotten);
    this.refresh();
    if (this.expanded) this.input.focus({ preventScroll: true });
  }

  // ---- drafts and typing

  draftGrows(turn, text) {
    this.changing(false, () => {
      this.stopTyping();
      let draft = this.drafts.get(turn);
      if (!draft) {
        const bubble = el("div", { class: "bubble", dir: "auto" });
        const name = el("div", { class: "who" });
        name.textContent = this.t.assistant;
        draft = { bubble, node: el("div", { class: "msg bot draft", "data-part": "draft" }, name, bubble) };
        this.drafts.set(turn, draft);
        this.draftArea.append(draft.node);
        this.log.setAttribute("aria-busy", "true");
      }
      draft.bubble.append(text);
    });
  }

  endDraft(turn) {
    this.drafts.get(turn)?.node.remove();
    this.drafts.delete(turn);
    if (!this.drafts.size) this.log.removeAttribute("aria-busy");
  }

  dropDrafts() {
    for (const turn of [...this.drafts.keys()]) this.endDraft(turn);
    this.stopTyping();
  }

  typing(who, agent) {
    if (who === "visitor" || this.drafts.size || this.actions.talk().owner === "closed") return;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.stopTyping(), who === "bot" ? 45_000 : 7_000);
    if (this.typingNode) return;
    this.changing(false, () => {
      this.typingNode = el("div", { class: "typing", "data-part": "typing" }, el("i"), el("i"), el("i"));
      this.draftArea.append(this.typingNode);
    });
    // The status is read out: that the assistant writes after every question is not worth it.
    this.typingName = who === "agent" ? agent || this.t.support : null;
    this.statusChanged();
  }

  stopTyping() {
    clearTimeout(this.typingTimer);
    this.typingNode?.remove();
    this.typingNode = null;
    if (!this.typingName) return;
    this.typingName = null;
    this.statusChanged();
  }

  // ---- what follows the log: quick replies and the survey

  refresh() {
    this.changing(false, () => this.renderTail(this.actions.talk()));
    this.statusChanged();
  }

  renderTail(talk) {
    const unsent = this.pending.size > 0;
    const empty = !talk.spoken && !unsent && talk.owner !== "closed";
    this.hello.hidden = !(empty && !this.messages.size);
    const texts = empty ? (talk.replies.length ? talk.replies : this.suggestions()) : unsent ? [] : talk.replies;
    this.renderReplies(texts, empty);
    this.renderReceived(talk);
    this.renderSurvey(talk);
    this.composer.hidden = talk.owner === "closed";
    this.again.hidden = talk.owner !== "closed";
    this.endButton.hidden = talk.owner === "closed";
    this.endButton.disabled = !talk.spoken;
    this.freshButton.hidden = talk.owner !== "closed";
  }

  /** What is written in the queue has no answer of the bot's each time: who wrote it sees that it is there all the same. */
  renderReceived(talk) {
    const silent = talk.owner === "queue" && talk.unanswered && !this.pending.size && !this.drafts.size && !this.typingNode;
    const since = (this.silence ??= { seq: 0, at: 0 });
    if (since.seq !== talk.unanswered) Object.assign(since, { seq: talk.unanswered, at: Date.now() });
    const left = since.at + SILENCE - Date.now();
    clearTimeout(this.silenceTimer);
    if (silent && left > 0) this.silenceTimer = setTimeout(() => this.refresh(), left);
    const text = silent && left <= 0 ? this.t.received : "";
    if (this.received.textContent !== text) this.received.textContent = text;
  }

  suggestions() {
    return this.options.suggestions;
  }

  renderReplies(texts, empty) {
    const key = JSON.stringify([texts, empty]);
    if (key === this.repliesShown) return;
    this.repliesShown = key;
    this.replies.hidden = !texts.length;
    this.replies.classList.toggle("hello-replies", empty);
    this.replies.replaceChildren(...texts.map((text) => {
      const button = el("button", { class: "reply", type: "button", "data-part": "quick-reply", dir: "auto", onclick: () => {
        this.input.focus({ preventScroll: true });
        this.actions.say(text);
      } });
      button.textContent = text;
      return button;
    }));
  }

  renderSurvey(talk) {
    const wanted = talk.asked || (talk.owner === "closed" && talk.spoken);
    const key = !wanted ? "none" : talk.score ? "thanks" : "ask";
    if (key === this.survey.dataset.shown) return;
    this.survey.dataset.shown = key;
    if (key === "none") this.survey.replaceChildren();
    else this.survey.replaceChildren(key === "thanks" ? this.buildThanks() : this.buildSurvey());
  }

  buildThanks() {
    const text = el("span");
    text.textContent = this.t.thanks;
    return el("div", { class: "survey thanks", "data-part": "thanks", role: "status" }, icon("star"), text);
  }

  buildSurvey() {
    const title = el("h3", { id: "survey-title" });
    title.textContent = this.t.surveyTitle;
    const hint = el("p");
    hint.textContent = this.t.surveyHint;
    const name = el("div", { class: "score-name", "aria-live": "polite" });
    const comment = el("textarea", { "data-part": "survey-comment", maxlength: "2000", "aria-label": this.t.comment, placeholder: this.t.comment, dir: "auto", hidden: true });
    const send = el("button", { class: "primary", type: "button", "data-part": "survey-send", disabled: true, hidden: true });
    send.textContent = this.t.surveySend;
    const stars = el("div", { class: "stars", role: "radiogroup", "aria-labelledby": "survey-title" });
    const choose = (score, focus) => {
      this.rating = score;
      this.paintStars(stars, score, focus);
      name.textContent = this.t.scores[score - 1];
      this.changing(false, () => {
        comment.hidden = send.hidden = false;
        send.disabled = false;
      });
    };
    for (let score = 1; score <= 5; score += 1) stars.append(this.buildStar(score, choose));
    send.addEventListener("click", () => {
      send.disabled = true;
      send.textContent = this.t.surveyBusy;
      this.actions.rate(this.rating, comment.value.trim());
    });
    return el("div", { class: "survey", "data-part": "survey" }, title, hint, stars, name, comment, send);
  }

  buildStar(score, choose) {
    const star = el("button", { class: "star", type: "button", role: "radio", "data-score": score, "aria-checked": "false", tabindex: score === 1 ? "0" : "-1",
      "aria-label": `${score} – ${this.t.scores[score - 1]}`, onclick: () => choose(score, false) }, icon("star"));
    star.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      choose(Math.min(5, Math.max(1, score + step)), true);
    });
    return star;
  }

  paintStars(stars, score, focus) {
    for (const star of stars.children) {
      const value = Number(star.dataset.score);
      star.classList.toggle("on", value <= score);
      star.setAttribute("aria-checked", String(value === score));
      star.tabIndex = value === score ? 0 : -1;
      if (focus && value === score) star.focus();
    }
  }

  // ---- status, unread, scrolling

  statusChanged() {
    const talk = this.actions.talk();
    const state = this.actions.connection();
    const closed = talk?.owner === "closed";
    const online = closed ? this.t.ended : this.typingName ? fill(this.t.typing, { name: this.typingName })
      : talk?.owner === "agent" ? fill(this.t.withYou, { name: talk.agent || this.t.support })
      : talk?.owner === "queue" ? this.t.waiting : this.t.online;
    const text = { connecting: this.t.connecting, offline: this.t.offline, refused: this.t.refused, online, idle: closed ? this.t.ended : this.t.idle }[state];
    this.status.className = `status ${closed && state === "online" ? "idle" : state}`;
    this.status.dataset.state = state;
    if (this.statusText.textContent !== text) this.statusText.textContent = text;
  }

  /** History is shown at once and in silence; only what comes after it is announced. */
  replaying(on) {
    this.log.setAttribute("aria-live", on ? "off" : "polite");
    const was = this.quiet;
    this.quiet = on;
    if (on && !was) this.followed = this.atEnd;
    if (!was || on) return;
    this.refresh();
    if (this.followed) this.toEnd();
    else this.pill.hidden = false;
  }

  count(seq, event) {
    if (this.expanded && !document.hidden) return this.actions.seen();
    const said = event.type === "bot_said" || event.type === "agent_said";
    if (said && !this.expanded && seq > this.actions.lastSeen()) this.setUnread(this.unread + 1);
    return undefined;
  }

  setUnread(count) {
    this.unread = count;
    this.badge.hidden = count === 0;
    this.badge.textContent = count > 99 ? "99+" : String(count);
    if (!this.expanded) this.launcher.setAttribute("aria-label", count ? `${this.t.open} – ${fill(this.t.unread, { n: count })}` : this.t.open);
  }

  changing(isNews, change) {
    const stay = this.atEnd;
    change();
    // A long history would be laid out again for every message of it.
    if (this.quiet) return;
    if (stay) this.toEnd();
    else if (isNews) this.pill.hidden = false;
  }

  scrolled() {
    const box = this.scroller;
    this.atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
    if (this.atEnd) this.pill.hidden = true;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.atEnd = true;
    this.pill.hidden = true;
  }
}
