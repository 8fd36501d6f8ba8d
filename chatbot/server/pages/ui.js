// Helpers shared by the console's modules. Text reaches the page only as text nodes.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const ICONS = {
  back: "m14.5 6-6 6 6 6", refresh: "M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4", send: "M12 19V5.5M6 11l6-6 6 6", info: "M12 11v5.5M12 7.8v.01",
  inbox: "M4 13.5 6.5 5h11L20 13.5V19H4Zm0 0h4.5l1 2.5h5l1-2.5H20", up: "m7 14 5-5 5 5", down: "m6 9.5 6 6 6-6",
};

export function icon(name) {
  return svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

const LINK = /https?:\/\/[^\s<>"'`\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+/gi;

function safeUrl(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** What is no part of an address any more: the sentence's own marks, and a bracket that was opened before it. */
function addressIn(text) {
  let shown = text;
  for (let end = shown.at(-1); /[.,;:!?)\]}]/.test(end); end = shown.at(-1)) {
    const opening = { ")": "(", "]": "[", "}": "{" }[end];
    if (opening && shown.split(opening).length >= shown.split(end).length) break;
    shown = shown.slice(0, -1);
  }
  return shown;
}

export function linked(text) {
  const parts = document.createDocumentFragment();
  let from = 0;
  for (const match of String(text).matchAll(LINK)) {
    const shown = addressIn(match[0]);
    const href = safeUrl(shown);
    if (!href) continue;
    parts.append(text.slice(from, match.index), el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", text: shown }));
    from = match.index + shown.length;
  }
  parts.append(String(text).slice(from));
  return parts;
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // randomUUID exists only on secure origins.
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}

export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (parts[0] >= 24) return `${Math.floor(parts[0] / 24)} d ${parts[0] % 24} h`;
  if (parts[0]) return `${parts[0]}:${String(parts[1]).padStart(2, "0")} h`;
  return `${parts[1]}:${String(parts[2]).padStart(2, "0")}`;
}

export const percent = (share) => `${Math.round(100 * Math.min(1, Math.max(0, Number(share) || 0)))} %`;

export function bar(share, kind = "") {
  const inner = el("i");
  inner.style.width = `${100 * Math.min(1, Math.max(0, Number(share) || 0))}%`;
  return el("span", { class: `bar ${kind}`, "aria-hidden": "true" }, inner);
}

export function stored(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function toast(text, kind = "info") {
  const node = el("div", { class: `toast ${kind}`, text });
  // One that all is well makes room for the next; what went wrong stays as long as it takes to read.
  document.querySelectorAll("#toasts .toast.good").forEach((old) => old.remove());
  document.querySelector("#toasts").append(node);
  setTimeout(() => node.remove(), kind === "error" ? 7_000 : 4_000);
}
