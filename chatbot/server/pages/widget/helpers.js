// Elements, links, colours, ids.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  chat: "M12 3.5c5 0 9 3.4 9 7.7s-4 7.8-9 7.8c-1 0-2-.1-2.9-.4L4.6 20.5l1-3.7C4 15.4 3 13.4 3 11.2c0-4.3 4-7.7 9-7.7ZM8.3 11.2h.01M12 11.2h.01M15.7 11.2h.01",
  down: "m6 9.5 6 6 6-6", dots: "M12 5.5v.01M12 12v.01M12 18.5v.01", send: "M12 19V5.5M6 11l6-6 6 6",
  spark: "M12 3.5c.6 4.9 2.7 7.4 8 8.5-5.3 1.1-7.4 3.6-8 8.5-.6-4.9-2.7-7.4-8-8.5 5.3-1.1 7.4-3.6 8-8.5Z",
  star: "m12 3.6 2.6 5.3 5.9.9-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.9Z",
  close: "m6.5 6.5 11 11m0-11-11 11",
};

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((c) => c != null));
  return node;
}

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

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

function linked(text, hint) {
  const parts = document.createDocumentFragment();
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = addressIn(match[0]);
    const href = safeUrl(shown);
    if (!href) continue;
    parts.append(text.slice(from, match.index));
    const link = el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", title: hint });
    link.textContent = shown;
    parts.append(link);
    from = match.index + shown.length;
  }
  parts.append(text.slice(from));
  return parts;
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // randomUUID exists only on secure origins; a shop on plain http still needs ids.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const charactersIn = (text) => [...text].length;

const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];
const NIGHT = [33, 41, 37];
const PAPER = [246, 248, 247];

function rgbOf(color) {
  // The canvas knows every notation of colours and answers with bytes.
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  brush.fillStyle = color;
  brush.fillRect(0, 0, 1, 1);
  return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const isColor = (text) => window.CSS?.supports?.("color", text) ?? false;

/** The colour, moved towards `end` only as far as it takes to be readable on `ground`. */
function readableOn(ground, rgb, end) {
  let mixed = rgb;
  for (let share = 0; share <= 1 && contrast(mixed, ground) < 5.5; share += 0.05) {
    mixed = rgb.map((v, at) => Math.round(v + (end[at] - v) * share));
  }
  return `rgb(${mixed.join(" ")})`;
}
