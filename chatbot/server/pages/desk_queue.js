// The left column: who waits, what is mine, and the recent conversations.
import { duration, el, icon, svg } from "./ui.js";
import { clock, codeName, detailOf, moodLabel, readable, t } from "./desk_strings.js";
import { withNames } from "./desk_names.js";

export class QueueView {
  constructor(node, actions) {
    this.node = node;
    this.actions = actions;
    this.waiting = [];
    this.mine = [];
    this.recent = [];
    this.received = Date.now();
    this.node.addEventListener("click", (event) => {
      const row = event.target.closest("[data-conversation]");
      if (row) this.actions.open(row.dataset.conversation);
    });
    // What is pressed must still be there when it is let go, or the click is lost.
    this.node.addEventListener("pointerdown", () => { this.pressed = true; });
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => this.letGo()));
    setInterval(() => this.tick(), 1_000);
  }

  takeQueue(waiting, mine) {
    this.waiting = waiting;
    this.mine = mine;
    this.received = Date.now();
    this.render();
  }

  takeRecent(rows) {
    const shown = [...this.waiting, ...this.mine, ...this.recent].map(looks);
    this.recent = rows;
    if (rows.some((row) => !shown.includes(looks(row))) || !this.drawn) this.render();
  }

  /** A row that is newer than what is shown of it; the newest is the first. */
  takeRow(row) {
    this.takeRecent([row, ...this.recent.filter((other) => other.conversation !== row.conversation)].sort((a, b) => (a.last_at < b.last_at) - (a.last_at > b.last_at)));
  }

  letGo() {
    this.pressed = false;
    if (this.late) this.render();
  }

  find(id) {
    return [...this.waiting, ...this.mine, ...this.recent].find((row) => row.conversation === id) ?? null;
  }

  select(id) {
    this.selected = id;
    for (const row of this.rows()) row.setAttribute("aria-current", String(row.dataset.conversation === id));
  }

  rows() {
    return [...this.node.querySelectorAll("[data-conversation]")];
  }

  /** Each group scrolls by itself, so that a long one leaves the others where they are. */
  lists() {
    return [...this.node.querySelectorAll(".group > ul")];
  }

  focused() {
    const at = document.activeElement?.closest?.("[data-conversation]");
    return at && this.node.contains(at) ? at : null;
  }

  move(step) {
    const rows = this.rows();
    if (!rows.length) return;
    const now = rows.indexOf(this.focused() ?? rows.find((row) => row.dataset.conversation === this.selected));
    const next = now < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, now + step));
    rows[next].focus();
    rows[next].scrollIntoView({ block: "nearest" });
  }

  render() {
    this.late = this.pressed;
    if (this.late) return;
    this.drawn = true;
    // The list is drawn anew on every change: keep the place of whoever walks it by keyboard.
    const focus = this.focused();
    const kept = focus && [focus.dataset.conversation, focus.dataset.group];
    const scrolls = new Map(this.lists().map((list) => [list.parentNode.dataset.group, list.scrollTop]));
    const refresh = el("button", { class: "tool small", type: "button", "data-part": "refresh", "aria-label": t("refresh"), title: t("refresh"), onclick: () => this.actions.refresh() }, icon("refresh"));
    const taken = new Set([...this.waiting, ...this.mine].map((row) => row.conversation));
    const recent = this.recent.filter((row) => !taken.has(row.conversation));
    this.node.replaceChildren(
      this.group("mine", t("mine"), this.mine, t("nothingMine")), this.group("waiting", t("waiting"), this.waiting, t("nobodyWaits")),
      this.group("recent", t("recent"), recent, t("nothingRecent"), refresh),
    );
    for (const list of this.lists()) list.scrollTop = scrolls.get(list.parentNode.dataset.group) ?? 0;
    if (kept) (this.rows().find((r) => r.dataset.conversation === kept[0]) ?? this.rows()[0])?.focus({ preventScroll: true });
    this.tick();
  }

  group(name, title, rows, empty, tool) {
    const count = name === "recent" ? null : el("span", { class: `count ${rows.length && name === "waiting" ? "hot" : ""}`, text: String(rows.length) });
    const list = rows.length ? el("ul", {}, rows.map((row) => el("li", {}, this.row(row, name)))) : el("p", { class: "empty", text: empty });
    return el("section", { class: `group ${name}`, "data-group": name, "aria-label": title }, el("h2", {}, el("span", { text: title }), count, tool), list);
  }

  row(row, group) {
    const aside = group === "waiting" ? el("time", { class: "wait", "data-seconds": row.waiting_seconds ?? 0 }) : el("time", { class: "when", datetime: row.last_at, text: clock(row.last_at) });
    return el("button", { class: `row priority-${row.priority}`, type: "button", "data-conversation": row.conversation, "data-group": group, "aria-current": String(row.conversation === this.selected) },
      moodFace(row.mood ?? 0),
      el("span", { class: "row-body" },
        el("span", { class: "row-top" }, el("span", { class: "row-name", dir: "auto", text: visitorName(row.conversation, row.customer) }), row.language ? el("span", { class: "lang", text: row.language.toUpperCase() }) : null, aside),
        el("span", { class: "row-text", dir: "auto", text: row.last_text || "–" }), this.chips(row, group)));
  }

  chips(row, group) {
    const chips = [];
    if (group === "recent") {
      chips.push(chip(ownerName(row), `owner-${row.owner}`));
      if (row.score) chips.push(chip(`★ ${row.score}`, "score"));
    } else {
      if (row.priority !== "normal") chips.push(chip(t(`priority.${row.priority}`) ?? row.priority, row.priority));
      for (const reason of row.reasons ?? []) chips.push(chip(codeName(reason.code), "", withNames(detailOf(reason.detail ?? ""))));
    }
    return chips.length ? el("span", { class: "chips" }, chips) : null;
  }

  tick() {
    const passed = (Date.now() - this.received) / 1_000;
    for (const node of this.node.querySelectorAll(".wait")) {
      const text = duration(Number(node.dataset.seconds) + passed);
      if (node.textContent !== text) node.textContent = text;
    }
  }
}

const looks = (row) => JSON.stringify({ ...row, waiting_seconds: 0 });

export const visitorName = (id, customer = null) => customer?.name || customer?.id || t("visitor", { id: String(id).slice(-6) });

export function chip(text, kind = "", title = null) {
  return el("span", { class: `chip ${kind}`, title: title || null, text });
}

export function ownerName(row, me = null) {
  if (row.owner === "agent") return row.agent === me ? t("ownerMine") : row.agent ?? "";
  return { bot: t("bot"), queue: t("waiting"), closed: t("ownerClosed") }[row.owner] ?? readable(row.owner);
}

export function moodFace(strength) {
  const label = moodLabel(strength);
  const mouths = { happy: "M8.2 14c1 1.6 2.3 2.4 3.8 2.4s2.8-.8 3.8-2.4", neutral: "M8.5 15h7", unhappy: "M8.2 16.2c1-1.6 2.3-2.4 3.8-2.4s2.8.8 3.8 2.4" };
  const face = svg("svg", { viewBox: "0 0 24 24", class: `mood ${label}`, role: "img", "aria-label": t("moodAria", { m: t(`moods.${label}`) }) });
  face.append(svg("circle", { cx: 12, cy: 12, r: 9.5 }), svg("path", { d: `M8.8 9.6v.4M15.2 9.6v.4${mouths[label]}` }));
  return face;
}
