// What is seen: the button, the panel, and where its parts stand.

/** The whole widget as the visitor sees it. */
class View {
  constructor(root, options, actions) {
    this.t = textsOf(options.locale, options.own);
    // Who brings texts brings them in the page's language.
    this.language = Object.keys(options.own).length ? options.page : options.locale === "zh" ? "zh-CN" : "en";
    this.options = options;
    this.actions = actions;
    this.messages = new Messages(this.t, this.language, (id) => actions.retry(id));
    this.composer = new Composer(this.t, { say: (text) => actions.say(text), typing: () => actions.typing() });
    this.survey = new Survey(this.t, { rate: (score, comment) => actions.rate(score, comment), changing: (change) => this.changing(false, change) });
    this.drafts = new Map();
    this.expanded = false;
    this.atEnd = true;
    this.unread = 0;
    this.build(root);
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
    const leaves = (node) => node && !this.menu.contains(node) && !this.menuButton.contains(node) && this.showMenu(false);
    this.menu.addEventListener("focusout", (event) => leaves(event.relatedTarget));
    this.root.addEventListener("pointerdown", (event) => leaves(event.target));
    return this.menu;
  }

  buildMiddle() {
    this.hello = this.buildHello();
    this.draftArea = el("div", { class: "tail", "aria-hidden": "true" });
    this.replies = el("div", { class: "replies", "data-part": "quick-replies" });
    this.received = el("p", { class: "line received", "data-part": "received", role: "status" });
    this.scroller = el("div", { class: "scroller", "data-part": "scroller", tabindex: "-1" }, this.hello, this.messages.node, this.draftArea, this.received, this.replies, this.survey.node);
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
    this.again = el("button", { class: "primary", type: "button", "data-part": "new", hidden: true, onclick: () => this.actions.fresh() });
    this.again.textContent = this.t.fresh;
    return el("footer", {}, this.composer.node, this.again);
  }

  // ---- opening and closing

  /** Without `focus`, nothing the visitor does elsewhere on the page is interrupted. */
  expand(focus = true) {
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
    this.composer.grow();
    if (!focus) return;
    if (this.composer.node.hidden) this.again.focus({ preventScroll: true });
    else this.composer.focus();
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

  // ---- messages

  eventCame(seq, event) {
    const talk = this.actions.talk();
    const t = this.t;
    this.changing(event.type.endsWith("_said") && event.type !== "customer_said", () => {
      const handlers = {
        customer_said: () => this.messages.customer(event),
        bot_said: () => this.botSaid(event),
        escalated: () => this.messages.line(t.escalated, event.at),
        agent_joined: () => this.messages.line(event.agent ? fill(t.joined, { name: event.agent }) : t.joinedUnnamed, event.at),
        agent_said: () => this.agentSaid(event),
        agent_left: () => this.messages.line(event.to === "queue" ? t.leftToQueue : t.leftToBot, event.at),
        queue_left: () => this.messages.line(t.queueLeft, event.at),
        conversation_closed: () => this.closed(event),
      };
      if (DRAFT_ENDS.has(event.type)) this.dropDrafts();
      handlers[event.type]?.();
      if (!this.quiet) this.renderTail(talk);
    });
    this.count(seq, event);
    this.statusChanged();
  }

  botSaid(event) {
    this.endDraft(event.turn);
    this.stopTyping();
    this.messages.other("bot", event.text, event.at, this.t.assistant);
  }

  agentSaid(event) {
    this.stopTyping();
    this.messages.other("agent", event.text, event.at, event.agent || this.t.support);
  }

  closed(event) {
    const texts = { visitor: this.t.closedVisitor, agent: this.t.closedAgent, bot: this.t.closedBot };
    this.messages.line(texts[event.by] ?? this.t.ended, event.at);
  }

  unsent(item) {
    if (!this.messages.unsent(item)) return;
    this.refresh();
    this.toEnd();
  }

  delivery(id, state, code) {
    this.messages.delivery(id, state, code);
  }

  itemRefused(item, code) {
    this.messages.line(this.t.errors[code] ?? this.t.failed);
    this.survey.reset();
    this.refresh();
  }

  cleared(forgotten) {
    this.messages.clear();
    this.survey.reset();
    this.dropDrafts();
    this.setUnread(0);
    this.quiet = false;
    if (forgotten) this.messages.line(this.t.forgotten);
    this.refresh();
    if (this.expanded) this.composer.focus();
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
        this.messages.node.setAttribute("aria-busy", "true");
      }
      draft.bubble.append(text);
    });
  }

  endDraft(turn) {
    this.drafts.get(turn)?.node.remove();
    this.drafts.delete(turn);
    if (!this.drafts.size) this.messages.node.removeAttribute("aria-busy");
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
    const unsent = this.messages.pending.size > 0;
    const empty = !talk.spoken && !unsent && talk.owner !== "closed";
    this.hello.hidden = !(empty && !this.messages.known.size);
    const texts = empty ? (talk.replies.length ? talk.replies : this.options.suggestions) : unsent ? [] : talk.replies;
    this.renderReplies(texts, empty);
    this.renderReceived(talk);
    this.renderSurvey(talk);
    this.composer.node.hidden = talk.owner === "closed";
    this.again.hidden = talk.owner !== "closed";
    this.endButton.hidden = talk.owner === "closed";
    this.endButton.disabled = !talk.spoken;
    this.freshButton.hidden = talk.owner !== "closed";
  }

  /** What is written in the queue has no answer of the bot's each time: who wrote it sees that it is there all the same. */
  renderReceived(talk) {
    const silent = talk.owner === "queue" && talk.unanswered && !this.messages.pending.size && !this.drafts.size && !this.typingNode;
    const since = (this.silence ??= { seq: 0, at: 0 });
    if (since.seq !== talk.unanswered) Object.assign(since, { seq: talk.unanswered, at: Date.now() });
    const left = since.at + SILENCE - Date.now();
    clearTimeout(this.silenceTimer);
    if (silent && left > 0) this.silenceTimer = setTimeout(() => this.refresh(), left);
    const text = silent && left <= 0 ? this.t.received : "";
    if (this.received.textContent !== text) this.received.textContent = text;
  }

  renderReplies(texts, empty) {
    const key = JSON.stringify([texts, empty]);
    if (key === this.repliesShown) return;
    this.repliesShown = key;
    this.replies.hidden = !texts.length;
    this.replies.classList.toggle("hello-replies", empty);
    this.replies.replaceChildren(...texts.map((text) => {
      const button = el("button", { class: "reply", type: "button", "data-part": "quick-reply", dir: "auto", onclick: () => {
        this.composer.focus();
        this.actions.say(text);
      } });
      button.textContent = text;
      return button;
    }));
  }

  renderSurvey(talk) {
    const wanted = talk.asked || (talk.owner === "closed" && talk.spoken);
    const had = this.survey.node.contains(this.root.getRootNode().activeElement);
    this.survey.show(!wanted ? "none" : talk.score ? "thanks" : "ask");
    if (had && !this.root.getRootNode().activeElement) (this.again.hidden ? this.composer : this.again).focus({ preventScroll: true });
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
    this.messages.node.setAttribute("aria-live", on ? "off" : "polite");
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
