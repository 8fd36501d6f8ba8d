// The agents' console: signs in, holds the line, and brings the three columns together.
import { el, fill, newId, toast } from "./ui.js";
import { currentLanguage, switchLanguage, t } from "./desk_strings.js";
import { Case } from "./desk_case.js";
import { DeskLink } from "./desk_link.js";
import { QueueView } from "./desk_queue.js";
import { LogView } from "./desk_log.js";
import { DetailsView } from "./desk_details.js";
import { NameChooser } from "./desk_name.js";
import { takeTitles } from "./desk_names.js";
import { Kept } from "./desk_kept.js";

const SESSION = "/api/v1/session";
const GAP_PATIENCE = 4_000;
const RECENT_EVERY = 5_000;
const find = (selector) => document.querySelector(selector);
const WAYS = `${SESSION}/ways`;
const state = { ways: { password: true, oidc: null }, me: null, current: null, cases: new Map(), waiting: 0, connection: "connecting", typedAt: 0 };
const queue = new QueueView(find("[data-part=queue]"), { open: (id) => openCase(id), refresh: () => loadRecent() });
const log = new LogView(find("#talk"), {
  me: () => state.me, claim, release, resolve, say, retry, typing: tellTyping, back: () => goTo("queue"), showDetails: () => goTo("details"),
});
const details = new DetailsView(find("[data-part=details]"), { judge, back: () => goTo("talk") });
const name = new NameChooser(ask);
const link = new DeskLink({ changed: connectionChanged, frame: receive, welcomed: watchAgain, refused: showSignIn, neverOpened: checkSession });
const kept = new Kept(() => ({ agent: state.me, id: state.current?.id, written: log.input.value, asNote: log.noting(), cases: [...state.cases.values()], frames: [...link.unacked.values()] }));

// ---------------------------------------------------------------------------------------------- session

async function ask(path, options = {}) {
  const response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
  if (response.status === 401 && path !== SESSION) showSignIn();
  return response;
}

async function checkSession() {
  try {
    const response = await ask(SESSION);
    if (response.ok) enter(await response.json());
    else if (response.status === 401) showSignIn();
  } catch {
    if (!state.me) toast(t("unreachable"), "error");
  }
}

// Which ways there are; what went wrong at the provider comes back in the address.
async function showWays() {
  const why = new URLSearchParams(location.search).get("sign-in");
  if (why) {
    history.replaceState(null, "", location.pathname);
    find("#sign-in-error").textContent = t({ limited: "tooMany", unreachable: "signOnUnreachable" }[why] ?? "signOnRefused");
  }
  try {
    const response = await ask(WAYS);
    if (response.ok) state.ways = await response.json();
  } catch {
    // The form is there; its own attempt will say that the server is not.
  }
  labelWays();
}

function labelWays() {
  const { password, oidc } = state.ways;
  const link = find("#sign-on");
  link.hidden = !oidc;
  link.textContent = oidc?.label ? t("signOn", { name: oidc.label }) : t("signOnPlain");
  find("#sign-in").classList.toggle("ways", Boolean(oidc));
  find("#sign-in").querySelectorAll("label:not(#sign-in-code), button[type=submit]").forEach((node) => { node.hidden = !password; });
}

async function signIn(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("[type=submit]");
  find("#sign-in-error").textContent = "";
  button.disabled = true;
  try {
    const code = form.elements.code.value.trim() || null;
    const body = JSON.stringify({ name: form.elements.name.value.trim(), password: form.elements.password.value, code });
    const response = await ask(SESSION, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (response.ok) {
      form.elements.password.value = form.elements.code.value = "";
      find("#sign-in-code").hidden = true;
      enter(await response.json());
    } else if (response.status === 401 && (await response.json()).detail === "code needed") {
      find("#sign-in-code").hidden = false;
      find("#sign-in-error").textContent = t("codeNeeded");
      form.elements.code.focus();
    } else find("#sign-in-error").textContent = response.status === 429 ? t("tooMany") : response.status < 500 ? t("wrong") : t("unreachable");
  } catch {
    find("#sign-in-error").textContent = t("unreachable");
  } finally {
    button.disabled = false;
  }
}

function enter({ agent, display_name: displayName }) {
  if (state.me !== null && state.me !== agent) forgetAll();
  state.me = agent;
  find("#sign-in-view").hidden = true;
  find("#console").hidden = false;
  name.show(agent, displayName);
  kept.goOn(agent, link, state.current ? null : state.cases, openCase);
  link.connect();
  loadRecent();
  loadNames();
}

async function loadNames() {
  try {
    const response = await ask("/api/v1/names");
    if (!response.ok) return;
    takeTitles((await response.json()).intents);
    queue.render();
    if (state.current) details.render(state.current);
  } catch {
    // Names are shown as the content writes them.
  }
}

function forgetAll() {
  state.cases.clear();
  state.current = null;
  link.unacked.clear();
  log.show(null);
  details.render(null);
}

function showSignIn() {
  link.stop();
  const was = !find("#console").hidden;
  find("#console").hidden = true;
  find("#sign-in-view").hidden = false;
  if (was) find("#sign-in-error").textContent = t("signedOut");
  state.waiting = 0;
  showTitle();
  (state.ways.password ? find("#sign-in").elements.name : find("#sign-on")).focus();
}

async function signOut() {
  try {
    await ask(SESSION, { method: "DELETE" });
  } catch {
    toast(t("unreachable"), "error");
    return;
  }
  forgetAll();
  state.me = null;
  showSignIn();
  find("#sign-in-error").textContent = "";
}

async function loadRecent() {
  try {
    const response = await ask("/api/v1/conversations?limit=50");
    if (!response.ok) return;
    const { conversations } = await response.json();
    queue.takeRecent(conversations);
    updateRow(queue.find(state.current?.id));
  } catch {
    // The line shows that it is down; the list is loaded again with it.
  }
}

function lookAgain() {
  if (!document.hidden && state.me && state.connection === "online") loadRecent();
}

async function loadRow(current) {
  try {
    const response = await ask(`/api/v1/conversations/${encodeURIComponent(current.id)}`);
    if (!response.ok) return;
    current.row = (await response.json()).conversation;
    queue.takeRow(current.row);
    if (current === state.current) details.render(current);
  } catch {
    // As above.
  }
}

// ---------------------------------------------------------------------------------------------- frames

function connectionChanged(connection) {
  state.connection = connection;
  const node = find("#connection");
  node.className = `connection ${connection}`;
  node.textContent = t(connection);
}

function receive(frame) {
  const handlers = { queue: takeQueue, ack: takeAck, event: takeEvent, decision: takeDecision, delta: takeDelta, typing: takeTyping, error: takeError };
  handlers[frame.type]?.(frame);
}

function takeQueue(frame) {
  state.me = frame.agent ?? state.me;
  state.waiting = frame.conversations.length;
  queue.takeQueue(frame.conversations, frame.mine);
  updateRow([...frame.conversations, ...frame.mine].find((row) => row.conversation === state.current?.id));
  showTitle();
  soon("recent", loadRecent, 600);
}

function updateRow(row) {
  if (!row || !state.current) return;
  state.current.row = row;
  soon("details", () => details.render(state.current), 50);
}

function showTitle() {
  document.title = state.waiting ? `(${state.waiting}) ${t("desk")}` : t("desk");
}

function takeEvent(frame) {
  const current = state.cases.get(frame.conversation);
  if (!current) return;
  const fresh = current.take(frame.seq, frame.event);
  if (current.early.size) soon(`gap:${current.id}`, () => current.early.size && watch(current), GAP_PATIENCE);
  if (current !== state.current || !fresh.length) return;
  log.append(fresh);
  log.refresh();
  soon("live", () => log.live(), 300);
  soon("details", () => details.render(state.current), 50);
  soon("row", () => state.current && loadRow(state.current), 400);
}

function takeDecision(frame) {
  const current = state.cases.get(frame.conversation);
  if (!current || !frame.card) return;
  current.takeCard(frame.turn, frame.card);
  if (current === state.current) soon("details", () => details.render(state.current), 50);
}

function takeDelta(frame) {
  const current = state.cases.get(frame.conversation);
  if (!current) return;
  current.drafts.set(frame.turn, (current.drafts.get(frame.turn) ?? "") + frame.text);
  if (current === state.current) log.draftGrows(frame.turn, frame.text);
}

function takeTyping(frame) {
  if (frame.conversation === state.current?.id && frame.who === "visitor") log.setTyping(true);
}

function takeAck(frame) {
  const done = { claim: "claimed", resolve: "resolved", release: "released", judge: "judgedToast" }[frame.for];
  if (done) toast(t(done), "good");
  if (frame.for === "claim" && frame.conversation === state.current?.id) soon("answer", () => log.focusInput(), 60);
}

function takeError(frame) {
  toast(fill(t(`errors.${frame.code}`) ?? frame.message ?? frame.code, { by: frame.by ?? "" }), "error");
  const current = state.cases.get(frame.conversation) ?? state.current;
  if (frame.for === "claim") log.refresh();
  const item = current?.unsent.get(frame.id);
  if (!item) return;
  item.failed = true;
  if (current === state.current) log.showUnsent(item);
}

const timers = new Map();
function soon(name, action, wait) {
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(action, wait));
}

// ---------------------------------------------------------------------------------------------- conversations

function openCase(id) {
  if (state.current?.id !== id) {
    if (state.current) link.send({ type: "unwatch", conversation: state.current.id });
    const current = state.cases.get(id) ?? new Case(id);
    current.drafts.clear();
    state.cases.set(id, current);
    state.current = current;
    current.row = queue.find(id) ?? current.row;
    log.show(current);
    details.render(current);
    queue.select(id);
    watch(current);
    loadRow(current);
  }
  soon("live", () => log.live(), 600);
  goTo("talk");
}

function watch(current) {
  link.send({ type: "watch", conversation: current.id, after: current.last });
}

function watchAgain() {
  loadRecent();
  if (!state.current) return;
  state.current.drafts.clear();
  log.draftArea.replaceChildren();
  watch(state.current);
}

function command(frame) {
  if (!state.current) return;
  if (!link.send({ conversation: state.current.id, ...frame })) toast(t("errors.lost"), "error");
}

function claim() {
  if (!state.current || (state.current.owner !== "queue" && state.current.owner !== "bot")) return;
  if (state.connection === "online") log.takesOver();
  command({ type: "claim" });
}

function release(to) {
  command({ type: "release", to });
}

function resolve() {
  command({ type: "resolve" });
}

function judge(verdict) {
  command({ type: "judge", verdict });
}

function say(text, asNote) {
  const item = { id: newId(), kind: asNote ? "note" : "say", text, at: new Date().toISOString(), failed: false };
  state.current.unsent.set(item.id, item);
  log.showUnsent(item);
  transmit(item);
}

function retry(item) {
  item.failed = false;
  log.showUnsent(item);
  transmit(item);
}

function transmit(item) {
  link.sendSurely({ type: item.kind, conversation: state.current.id, id: item.id, text: item.text });
}

function tellTyping() {
  const now = Date.now();
  if (now - state.typedAt < 3_000 || !state.current) return;
  if (link.send({ type: "typing", conversation: state.current.id })) state.typedAt = now;
}

// ---------------------------------------------------------------------------------------------- page

function goTo(view) {
  find("#console").dataset.view = view;
}

function translate() {
  document.documentElement.lang = currentLanguage() === "zh" ? "zh-CN" : "en";
  document.querySelectorAll("[data-t]").forEach((node) => { node.textContent = t(node.dataset.t); });
  document.querySelectorAll("[data-aria]").forEach((node) => node.setAttribute("aria-label", t(node.dataset.aria)));
  document.querySelectorAll("[data-switch-language]").forEach((node) => { node.textContent = currentLanguage() === "zh" ? "English" : "中文"; });
  find("#keys").replaceChildren(...t("keys").map(([key, meaning]) => el("div", {}, el("dt", {}, el("kbd", { text: key })), el("dd", { text: meaning }))));
  connectionChanged(state.connection);
  labelWays();
  name.relabel();
  showTitle();
  queue.render();
  log.relabel();
  if (state.current) details.render(state.current);
}

function goBack() {
  const view = find("#console").dataset.view;
  if (view === "details") goTo("talk");
  else goTo("queue");
  (queue.rows().find((row) => row.dataset.conversation === state.current?.id) ?? queue.rows()[0])?.focus();
}

function shortcut(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || find("#console").hidden || document.querySelector("dialog[open]")) return;
  const typing = event.target.matches("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") return goBack();
  if (typing) return undefined;
  const inLog = event.target.closest(".scroller, .details");
  const keys = {
    j: () => queue.move(1), k: () => queue.move(-1), c: claim, r: () => log.focusInput(), "?": () => find("#shortcuts").showModal(),
    ...(inLog ? {} : { ArrowDown: () => queue.move(1), ArrowUp: () => queue.move(-1) }),
  };
  const action = keys[event.key];
  if (!action) return undefined;
  event.preventDefault();
  return action();
}

find("#sign-in").addEventListener("submit", signIn);
find("#sign-out").addEventListener("click", signOut);
find("#help").addEventListener("click", () => find("#shortcuts").showModal());
find("#shortcuts-close").addEventListener("click", () => find("#shortcuts").close());
document.querySelectorAll("[data-switch-language]").forEach((node) => node.addEventListener("click", () => { switchLanguage(); translate(); }));
document.addEventListener("keydown", shortcut);
document.addEventListener("visibilitychange", lookAgain);
// The server tells of who waits and of what is one's own; what the bot answers by itself is looked for.
setInterval(lookAgain, RECENT_EVERY);
translate();
showWays();
checkSession();
