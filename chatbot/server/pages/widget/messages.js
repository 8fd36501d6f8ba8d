// What was said: bubbles, their state, days between them.

/** The log. Own messages that the server has not stored yet stand below everything else; texts reach the page only as text nodes. */
class Messages {
  constructor(t, language, retry) {
    this.t = t;
    this.retry = retry;
    this.node = el("div", { class: "log", "data-part": "log", role: "log", "aria-live": "polite", "aria-label": t.log });
    this.known = new Map();
    this.pending = new Map();
    this.time = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
    this.day = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "long" });
  }

  clear() {
    this.node.replaceChildren();
    this.known.clear();
    this.pending.clear();
    this.dayShown = null;
  }

  /** A stored message of the visitor's, where it may stand as unsent already. */
  customer(event) {
    this.newDay(event.at);
    const node = this.pending.get(event.id) ?? this.own(event.id, event.text, event.at);
    this.pending.delete(event.id);
    // What was stored is shown, which may be less than what was typed: card numbers are not kept.
    const bubble = node.querySelector("[data-part=text]");
    if (bubble.textContent !== event.text) bubble.replaceChildren(linked(event.text, this.t.openLink));
    node.moment = Date.parse(event.at) || node.moment;
    this.place(node);
    this.setState(node, "kept");
    this.known.set(event.id, node);
  }

  /** One of the bot's or an agent's. */
  other(role, text, at, who) {
    this.newDay(at);
    this.place(this.bubble({ role, text, at, who }));
  }

  /** An own one that is on its way; false where it stands there already. */
  unsent(item) {
    if (this.pending.has(item.id)) return false;
    const node = this.own(item.id, item.text);
    this.node.append(node);
    this.pending.set(item.id, node);
    this.known.set(item.id, node);
    this.group(node);
    this.setState(node, item.failed ? "failed" : "sending");
    return true;
  }

  line(text, at, kind = "") {
    const node = el("div", { class: `line ${kind}`, "data-role": "system", dir: "auto" });
    node.textContent = text;
    if (at) node.title = this.time.format(new Date(at));
    this.place(node);
  }

  delivery(id, state, code) {
    const node = this.known.get(id);
    if (node) this.setState(node, state, code);
  }

  bubble({ role, text, at, who, announce }) {
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

  own(id, text, at = new Date().toISOString()) {
    const node = this.bubble({ role: "customer", text, at, who: this.t.you, announce: false });
    node.dataset.id = id;
    const state = el("span", { class: "state", "data-part": "state" });
    node.querySelector(".meta").append(state);
    return node;
  }

  place(node) {
    const before = [...this.pending.values()][0] ?? null;
    if (before === node) this.pending.delete(node.dataset.id);
    const first = [...this.pending.values()][0] ?? null;
    if (node.nextSibling !== first || node.parentNode !== this.node) this.node.insertBefore(node, first);
    this.group(node);
    if (first) this.group(first);
  }

  group(node) {
    const previous = node.previousElementSibling;
    const grouped = !!previous?.author && previous.author === node.author && node.moment - previous.moment < GROUP_WITHIN;
    node.classList.toggle("grouped", grouped);
    if (previous?.author) previous.classList.toggle("followed", grouped);
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
    const retry = el("button", { class: "retry", type: "button", "data-part": "retry", onclick: () => this.retry(node.dataset.id) });
    retry.textContent = this.t.retry;
    node.querySelector(".meta").append(why, code === "closed" ? "" : retry);
  }
}
