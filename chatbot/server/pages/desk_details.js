// The right column: how the customer feels, why a person was asked for, and how the bot decided.
import { bar, el, icon, percent, svg } from "./ui.js";
import { codeName, detailOf, moodLabel, readable, refusalName, t } from "./desk_strings.js";
import { callName, nameOf, valueOf, withNames } from "./desk_names.js";
import { chip, moodFace } from "./desk_queue.js";

export class DetailsView {
  constructor(node, actions) {
    this.node = node;
    this.actions = actions;
    this.opened = new Map();
  }

  render(current) {
    if (!current) return this.node.replaceChildren();
    const scroll = this.node.scrollTop;
    const back = el("button", { class: "button back-details", type: "button", onclick: () => this.actions.back() }, icon("back"), t("back"));
    // Of a conversation that has not come yet nothing is said that only its events can tell.
    const told = current.last ? [moodSection(current), this.escalation(current), this.decisions(current)] : [];
    this.node.replaceChildren(back, ...[customer(current), satisfaction(current), ...told].filter(Boolean));
    this.node.scrollTop = scroll;
    return undefined;
  }

  escalation(current) {
    const event = current.escalation;
    if (!event) return section("escalation", t("escalation"), note(t("noEscalation")));
    const judge = (verdict) => el("button", {
      class: "button", type: "button", "data-part": `judge-${verdict.replace("_", "-")}`, "aria-pressed": String(current.verdict === verdict),
      text: t(`verdicts.${verdict}`), onclick: () => this.actions.judge(verdict),
    });
    return section("escalation", t("escalation"),
      el("div", { class: "chips" }, chip(t(`priority.${event.priority}`) ?? event.priority, event.priority)),
      reasonList(event.reasons ?? []), event.summary ? el("p", { class: "summary", dir: "auto", text: event.summary }) : null,
      el("p", { class: "question", text: t("wasItRight") }),
      el("div", { class: "judges", role: "group", "aria-label": t("wasItRight") }, judge("right"), judge("too_early"), judge("too_late")));
  }

  decisions(current) {
    const turns = [...current.cards.keys()].sort((a, b) => b - a);
    if (!turns.length) return section("decisions", t("decisions"), note(t("noDecisions")));
    return section("decisions", t("decisions"), ...turns.map((turn, at) => this.card(current, turn, at === 0)));
  }

  card(current, turn, newest) {
    const card = current.cards.get(turn);
    const key = `${current.id}:${turn}`;
    const body = el("div", { class: "card-body" }, ...cardParts(card).filter(Boolean));
    const best = card.intent || card.intents?.[0]?.intent;
    const title = best ? nameOf(best) : t(`kinds.${card.kind ?? "returned"}`) ?? readable(card.kind);
    const kind = best && card.kind ? kindChip(card.kind) : null;
    const node = el("details", { class: "card", "data-turn": turn, open: this.opened.get(key) ?? newest },
      el("summary", {},
        el("span", { class: "card-top" }, el("span", { class: "card-title", text: title }), kind),
        el("span", { class: "card-quote", dir: "auto", text: current.texts.get(turn) ?? "" })), body);
    // A programmatic open fires toggle too: only a click says what the reader wants.
    node.querySelector("summary").addEventListener("click", () => this.opened.set(key, !node.open));
    return node;
  }
}

function section(name, title, ...children) {
  return el("section", { class: `detail ${name}` }, el("h3", { text: title }), ...children);
}

const kindChip = (kind) => chip(t(`kinds.${kind}`) ?? readable(kind), `kind-${kind}`);

const note = (text) => el("p", { class: "empty", text });

function customer(current) {
  const known = current.customer ?? current.row?.customer;
  if (!known) return null;
  const named = [[t("customerId"), known.id], [t("customerName"), known.name], [t("customerEmail"), known.email]];
  return section("customer", t("customer"), el("dl", { class: "pairs" }, named.filter(([, value]) => value).map(([name, value]) =>
    el("div", {}, el("dt", { text: name }), el("dd", { dir: "auto", text: value })))), el("p", { class: "small", text: t("proved") }));
}

function satisfaction(current) {
  const estimate = current.row?.satisfaction;
  const score = current.row?.score;
  if (!estimate && !score) return section("satisfaction", t("satisfaction"), note(t("noEstimate")));
  const parts = [];
  if (score) {
    const stars = el("span", { class: "stars", "aria-hidden": "true", text: "★".repeat(score) + "☆".repeat(5 - score) });
    parts.push(el("p", { class: "real" }, stars, el("span", { text: t("realScore", { score }) })));
  }
  if (estimate) parts.push(gauge(estimate), effects(estimate.reasons ?? []));
  return section("satisfaction", t("satisfaction"), ...parts);
}

function gauge(estimate) {
  const level = estimate.probability < 0.35 ? "low" : estimate.probability < 0.6 ? "middle" : "high";
  return el("div", { class: `gauge ${level}` }, el("p", {}, el("strong", { text: percent(estimate.probability) }), el("span", { text: t("satisfied") })),
    bar(estimate.probability, level), el("p", { class: "small", text: t("estimate", { score: Number(estimate.score).toFixed(1) }) }));
}

function effects(reasons) {
  if (!reasons.length) return null;
  const largest = Math.max(...reasons.map((r) => Math.abs(r.effect)), 1e-9);
  return el("ul", { class: "effects" }, reasons.map((reason) => el("li", { class: reason.effect < 0 ? "down" : "up" },
    el("span", { class: "effect-label", text: reason.label || readable(reason.feature) }),
    el("span", { class: "effect-value", text: signed(reason.effect) }),
    bar(Math.abs(reason.effect) / largest, reason.effect < 0 ? "low" : "high"))));
}

function moodSection(current) {
  const moods = current.moods();
  if (!moods.length) return section("moods", t("mood"), note(t("noMood")));
  const name = (mood) => t(`moods.${mood.label ?? moodLabel(mood.strength)}`);
  const last = moods.at(-1);
  return section("moods", t("mood"),
    moodNow(last),
    // One mood is told above; a curve takes two.
    moods.length > 1 ? curve(moods, t("moodCurve", { n: moods.length, first: name(moods[0]), last: name(last) })) : null);
}

function moodNow(mood) {
  const name = t(`moods.${mood.label ?? moodLabel(mood.strength)}`);
  return el("p", { class: "mood-now" }, moodFace(mood.strength), el("span", { text: name }), el("span", { class: "small", text: signed(mood.strength) }));
}

function signed(value) {
  const shown = Math.abs(value).toFixed(2);
  return Number(shown) === 0 ? shown : `${value < 0 ? "−" : "+"}${shown}`;
}

function curve(moods, label) {
  const width = 300;
  const height = 84;
  const x = (at) => 12 + (at * (width - 24)) / (moods.length - 1);
  const y = (strength) => height / 2 - Math.max(-1, Math.min(1, strength)) * (height / 2 - 10);
  const points = moods.map((mood, at) => [x(at), y(mood.strength)]);
  const chart = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "curve", role: "img", "aria-label": label },
    svg("line", { x1: 0, x2: width, y1: height / 2, y2: height / 2, class: "zero" }));
  const path = points.map(([px, py], at) => `${at ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`).join("");
  chart.append(svg("path", { d: `${path}L${points.at(-1)[0]} ${height / 2}L${points[0][0]} ${height / 2}Z`, class: "area" }), svg("path", { d: path, class: "stroke" }));
  points.forEach(([cx, cy], at) => {
    const title = svg("title");
    title.textContent = signed(moods[at].strength);
    chart.append(svg("circle", { cx, cy, r: 4.5, class: moodLabel(moods[at].strength) }, title));
  });
  return chart;
}

// ---- a decision card

function cardParts(card) {
  return [
    card.intents?.length ? part(t("intents"), intentBars(card.intents)) : null,
    card.mood ? part(t("mood"), moodNow(card.mood)) : null,
    card.entities?.length ? part(t("entities"), pairs(card.entities.map((e) => [e.kind, /^[a-z_]+$|^[A-Z]{2}$/.test(e.value) ? e.text || e.value : e.value]))) : null,
    card.reasons?.length ? part(t("reasons"), reasonList(card.reasons)) : null,
    Object.keys(card.slots ?? {}).length ? part(t("slots"), pairs(Object.entries(card.slots))) : null,
    card.action ? part(t("action"), action(card.action)) : null,
    card.reply ? part(t("reply"), reply(card.reply)) : card.kind === "silent" ? part(t("reply"), note(t("silent"))) : null,
  ];
}

const part = (title, ...children) => el("div", { class: "card-part" }, el("h4", { text: title }), ...children);

function intentBars(intents) {
  return el("ul", { class: "intents" }, intents.slice(0, 5).map((item) => el("li", {},
    el("span", { text: nameOf(item.intent) }), el("span", { class: "number", text: percent(item.probability) }), bar(item.probability))));
}

function pairs(entries) {
  return el("dl", { class: "pairs" }, entries.map(([name, value]) => el("div", {},
    el("dt", { text: nameOf(name) }), el("dd", { dir: "auto", text: valueOf(value) }))));
}

function reasonList(reasons) {
  return el("ul", { class: "reasons" }, reasons.map((reason) => el("li", {}, el("strong", { text: codeName(reason.code) }), reason.detail ? el("span", { dir: "auto", text: withNames(detailOf(reason.detail)) }) : null)));
}

function action(call) {
  const outcome = call.error ? chip(t("failedAction", { error: call.error }), "urgent") : chip(nameOf(call.outcome), "good");
  return el("div", {}, el("p", { class: "action" }, el("span", { text: callName(call.name) }), outcome), pairs(Object.entries(call.facts ?? {})));
}

function reply(said) {
  // Where the model was not asked nothing was refused.
  const codes = (said.refused ?? []).filter((code) => code !== "not_asked").map(refusalName);
  const refused = codes.length ? el("p", { class: "refused", text: t("refused", { codes: [...new Set(codes)].join(", ") }) }) : null;
  return el("div", {}, el("p", { class: "said", dir: "auto", text: said.text }), chip(t(`by_${said.by}`) ?? said.by, said.by === "model" ? "good" : ""), refused);
}
