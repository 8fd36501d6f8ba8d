// The middle column: one conversation as it happens, and the box to answer in.
import { el, icon, linked } from "./ui.js";
import { DRAFT_ENDS } from "./desk_case.js";
import { clock, codeName, t } from "./desk_strings.js";
import { ownerName, visitorName } from "./desk_queue.js";

const MAX_TEXT = 4_000;
const SETTLING = 500; // milliseconds

export class LogView {
  constructor(node, actions) {
    this.node = node;
    this.actions = actions;
    this.atEnd = true;
    this.build();
  }

  build() {
    this.name = el("h2", { class: "talk-name", dir: "auto" });
    this.state = el("p", { class: "talk-state", role: "status" });
    // Resolve comes to where Claim was: the second half of a double click must not end the conversation.
    let claimed = -SETTLING;
    this.claim = this.button("claim", "primary", () => { claimed = performance.now(); this.actions.claim(); });
    this.toBot = this.button("release-bot", "", () => this.actions.release("bot"));
    this.toQueue = this.button("release-queue", "", () => this.actions.release("queue"));
    this.resolve = this.button("resolve", "primary", () => { if (performance.now() - claimed > SETTLING) this.actions.resolve(); });
    this.details = this.button("show-details", "details-toggle", () => this.actions.showDetails());
    this.back = el("button", { class: "tool back", type: "button", onclick: () => this.actions.back() }, icon("back"));
    const title = el("div", { class: "talk-title" }, this.name, this.state);
    const buttons = el("div", { class: "talk-actions" }, this.claim, this.toBot, this.toQueue, this.resolve);
    const head = el("header", { class: "talk-head" }, this.back, title, buttons, this.details);
    this.log = el("div", { class: "log", "data-part": "log", role: "log", "aria-live": "polite" });
    this.draftArea = el("div", { class: "drafts", "aria-hidden": "true" });
    this.typingLine = el("p", { class: "typing", role: "status" });
    this.scroller = el("div", { class: "scroller", tabindex: "-1" }, this.log, this.draftArea, this.typingLine);
    this.pill = el("button", { class: "pill", type: "button", hidden: true, onclick: () => this.toEnd() });
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroller);
    this.talk = el("div", { class: "talk", hidden: true }, head, el("div", { class: "talk-middle" }, this.scroller, this.pill), this.buildComposer());
    this.nothing = el("div", { class: "nothing" }, icon("inbox"), el("h2"), el("p"));
    this.node.append(this.talk, this.nothing);
    this.relabel();
  }

  button(part, kind, onclick) {
    return el("button", { class: `button ${kind}`, type: "button", "data-part": part, onclick });
  }

  buildComposer() {
    this.answerTab = el("button", { class: "tab", type: "button", "data-part": "answer-mode", onclick: () => this.setNote(false, true) });
    this.noteTab = el("button", { class: "tab", type: "button", "data-part": "note", onclick: () => this.setNote(!this.current?.asNote, true) });
    this.input = el("textarea", { "data-part": "answer", rows: "2", dir: "auto", oninput: () => this.typed(), onkeydown: (event) => this.key(event) });
    this.sendButton = el("button", { class: "button primary", type: "button", "data-part": "send", disabled: true, onclick: () => this.submit() });
    this.counter = el("span", { class: "counter", role: "status" });
    this.composer = el("div", { class: "composer", hidden: true },
      el("div", { class: "tabs", role: "group" }, this.answerTab, this.noteTab, this.counter), el("div", { class: "box" }, this.input, this.sendButton));
    return this.composer;
  }

  relabel() {
    const labels = [
      [this.claim, "claim"], [this.toBot, "toBot"], [this.toQueue, "toQueue"], [this.resolve, "resolve"], [this.details, "details"],
      [this.answerTab, "answer"], [this.noteTab, "note"], [this.sendButton, "send"],
    ];
    for (const [node, key] of labels) node.textContent = t(key);
    this.back.setAttribute("aria-label", t("back"));
    this.log.setAttribute("aria-label", t("log"));
    this.pill.replaceChildren(icon("down"), t("newMessages"));
    this.nothing.querySelector("h2").textContent = t("choose");
    this.nothing.querySelector("p").textContent = t("chooseText");
    if (this.current) this.show(this.current);
  }

  // ---- one conversation

  show(current) {
    if (this.current && this.current !== current) this.current.written = this.input.value;
    const changed = this.current !== current;
    this.current = current;
    this.talk.hidden = !current;
    this.nothing.hidden = !!current;
    if (!current) return;
    this.log.setAttribute("aria-live", "off");
    this.log.replaceChildren(...current.entries.map((entry) => this.entryNode(entry)).filter(Boolean), ...[...current.unsent.values()].map((item) => this.unsentNode(item)));
    this.draftArea.replaceChildren();
    for (const [turn, text] of current.drafts) this.draftNode(turn).append(text);
    this.setTyping(false);
    if (changed) this.input.value = current.written;
    this.refresh();
    this.setNote(current.asNote, false);
    this.toEnd();
  }

  refresh() {
    const { current } = this;
    if (!current) return;
    this.name.textContent = visitorName(current.id, current.customer ?? current.row?.customer);
    const me = this.actions.me();
    const isMine = current.owner === "agent" && current.agent === me;
    const texts = { bot: t("ownerBot"), queue: t("ownerQueue"), closed: t("ownerClosed"), agent: isMine ? t("ownerMine") : t("ownerOther", { name: current.agent }) };
    const state = current.last ? texts[current.owner] ?? ownerName(current, me) : t("loading");
    if (this.state.textContent !== state) this.state.textContent = state;
    this.state.className = `talk-state ${current.last ? `owner-${current.owner}` : ""}`;
    this.claim.hidden = current.last === 0 || (current.owner !== "queue" && current.owner !== "bot");
    for (const node of [this.toBot, this.toQueue, this.resolve]) node.hidden = !isMine;
    this.mine = isMine;
    this.answerTab.hidden = !isMine;
    const hidden = this.composer.hidden;
    this.composer.hidden = current.last === 0;
    this.showMode();
    // As high as its text is known only while it is on the page.
    if (hidden) this.typed(true);
  }

  append(entries) {
    if (!this.current) return;
    const wasLive = this.atEnd;
    for (const entry of entries) this.appendEntry(entry);
    if (wasLive) this.toEnd();
    else if (entries.some(({ event }) => event.type.endsWith("_said"))) this.pill.hidden = false;
  }

  /** Announced from now on; the history before was shown in silence. */
  live() {
    this.log.setAttribute("aria-live", "polite");
  }

  appendEntry(entry) {
    const { event } = entry;
    if (event.type === "bot_said") this.endDraft(event.turn);
    if (DRAFT_ENDS.has(event.type)) this.draftArea.replaceChildren();
    if (event.type === "customer_said") this.setTyping(false);
    this.log.querySelector(`[data-unsent="${CSS.escape(event.id ?? "")}"]`)?.remove();
    const node = this.entryNode(entry);
    if (node) this.log.insertBefore(node, this.log.querySelector("[data-unsent]"));
  }

  entryNode({ event }) {
    const verdict = (code) => t(`verdicts.${code}`) ?? code;
    const makers = {
      conversation_started: () => this.line(t("started", { locale: event.locale }), event.at),
      customer_identified: () => this.line(t("identified", { name: event.name || event.customer }), event.at),
      customer_said: () => this.message("customer", t("customer"), event),
      bot_said: () => this.message("bot", t("bot"), event),
      agent_said: () => this.message("agent", event.agent === this.actions.me() ? t("you") : event.agent, event),
      note_added: () => this.message("note", t("noteBy", { name: event.agent }), event),
      escalated: () => this.line(`${t("escalated")}${(event.reasons ?? []).map((r) => ` · ${codeName(r.code)}`).join("")}`, event.at, "strong"),
      agent_joined: () => this.line(t("joined", { name: event.agent }), event.at),
      agent_left: () => this.line(t(event.to === "queue" ? "leftToQueue" : "leftToBot", { name: event.agent }), event.at),
      queue_left: () => this.line(t("queueLeft"), event.at),
      survey_asked: () => this.line(t("asked"), event.at),
      survey_answered: () => this.line(`${t("rated", { score: event.score })}${event.comment ? ` – “${event.comment}”` : ""}`, event.at, "strong"),
      judged: () => this.line(t("judged", { name: event.agent, verdict: verdict(event.verdict) }), event.at),
      conversation_closed: () => this.line(t("closedBy", { by: t(`by.${event.by}`) ?? event.by }), event.at, "strong"),
    };
    return makers[event.type]?.() ?? null;
  }

  line(text, at, kind = "") {
    return el("p", { class: `line ${kind}`, "data-role": "system", dir: "auto", title: clock(at), text });
  }

  message(role, who, event) {
    const head = el("div", { class: "who" }, el("span", { dir: "auto", text: who }), el("time", { datetime: event.at, text: clock(event.at) }));
    return el("div", { class: `msg ${role}`, "data-role": role }, head, el("div", { class: "bubble", "data-part": "text", dir: "auto" }, linked(event.text)));
  }

  unsentNode(item) {
    const node = this.message(item.kind === "note" ? "note" : "agent", item.failed ? t("failed") : t("sending"), { text: item.text, at: item.at });
    node.dataset.unsent = item.id;
    node.classList.add(item.failed ? "failed" : "sending");
    if (item.failed) node.querySelector(".who").append(el("button", { class: "retry", type: "button", text: t("retry"), onclick: () => this.actions.retry(item) }));
    return node;
  }

  showUnsent(item) {
    this.log.querySelector(`[data-unsent="${CSS.escape(item.id)}"]`)?.remove();
    if (this.current.unsent.has(item.id)) this.log.append(this.unsentNode(item));
    this.toEnd();
  }

  // ---- drafts and typing

  draftNode(turn) {
    const known = this.draftArea.querySelector(`[data-turn="${Number(turn)}"] .bubble`);
    if (known) return known;
    const bubble = el("div", { class: "bubble", dir: "auto" });
    this.draftArea.append(el("div", { class: "msg bot draft", "data-turn": Number(turn) }, el("div", { class: "who" }, el("span", { text: t("bot") })), bubble));
    return bubble;
  }

  draftGrows(turn, text) {
    const stay = this.atEnd;
    this.draftNode(turn).append(text);
    if (stay) this.toEnd();
  }

  endDraft(turn) {
    this.draftArea.querySelector(`[data-turn="${Number(turn)}"]`)?.remove();
  }

  setTyping(on) {
    clearTimeout(this.typingTimer);
    const stay = this.atEnd;
    this.typingLine.textContent = on ? t("typing") : "";
    if (on) this.typingTimer = setTimeout(() => this.setTyping(false), 6_000);
    if (stay) this.toEnd();
  }

  // ---- composer

  setNote(on, focus) {
    if (!this.current) return;
    this.current.asNote = on;
    this.showMode();
    this.typed(true);
    if (focus) this.input.focus();
  }

  /** What was begun as a note stays one, lest it is sent to the customer; nothing is written until it is known who took over. */
  takesOver() {
    if (this.input.value.trim()) this.current.asNote = this.noting();
    this.composer.hidden = true;
  }

  /** Whether what is written is for colleagues alone. */
  noting() {
    return !this.mine || Boolean(this.current?.asNote);
  }

  showMode() {
    const on = this.noting();
    this.composer.classList.toggle("as-note", on);
    this.answerTab.setAttribute("aria-pressed", String(!on));
    this.noteTab.setAttribute("aria-pressed", String(on));
    this.input.placeholder = on ? t("noteHint") : t("answerHint");
    this.input.setAttribute("aria-label", on ? t("note") : t("answer"));
  }

  typed(silent = false) {
    const length = [...this.input.value].length;
    this.sendButton.disabled = !this.input.value.trim() || length > MAX_TEXT;
    this.counter.textContent = length > MAX_TEXT - 400 ? `${length} / ${MAX_TEXT}` : "";
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(160, this.input.scrollHeight)}px`;
    if (silent !== true && this.input.value.trim() && !this.noting()) this.actions.typing();
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  submit() {
    const text = this.input.value.trim();
    if (!text || [...text].length > MAX_TEXT) return;
    this.input.value = "";
    this.typed(true);
    this.actions.say(text, this.noting());
    this.setNote(false, true);
  }

  focusInput() {
    if (!this.composer.hidden) this.input.focus();
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
