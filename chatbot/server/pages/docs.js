// Shows /openapi.json: operations and schemas. Text reaches the page only as text nodes.

const METHODS = ["get", "post", "put", "patch", "delete"];

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter((child) => child != null));
  return node;
}

const nameOf = (ref) => ref.split("/").pop();

function typeOf(schema) {
  if (!schema) return "any";
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeOf).join(" | ");
  if (schema.type === "array") return `list of ${typeOf(schema.items)}`;
  return schema.type ?? "any";
}

function link(schema) {
  const text = typeOf(schema);
  const known = schema?.$ref ?? schema?.items?.$ref;
  return known ? el("a", { href: `#schema-${nameOf(known)}` }, text) : el("code", {}, text);
}

function table(heads, rows) {
  const line = (cells, tag) => el("tr", {}, ...cells.map((cell) => el(tag, {}, cell)));
  return el("div", { class: "scroll" }, el("table", {}, line(heads, "th"), ...rows.map((row) => line(row, "td"))));
}

function operation(path, method, spec) {
  const title = el("summary", {}, el("span", { class: "method" }, method.toUpperCase()), el("span", { class: "path" }, path),
    el("span", { class: "note" }, ` – ${spec.summary ?? ""}`));
  const parameters = (spec.parameters ?? []).map((p) => [p.name, p.in, link(p.schema), p.required ? "required" : ""]);
  const body = spec.requestBody?.content?.["application/json"]?.schema;
  const answers = Object.entries(spec.responses ?? {}).map(([status, answer]) => {
    const schema = answer.content?.["application/json"]?.schema;
    return [status, schema ? link(schema) : "", answer.description ?? ""];
  });
  return el("details", {}, title, el("div", {},
    spec.description ? el("p", {}, spec.description) : null,
    parameters.length ? table(["parameter", "in", "type", ""], parameters) : null,
    body ? el("p", {}, "Body: ", link(body)) : null,
    table(["status", "answer", ""], answers)));
}

function schema(name, spec) {
  const needed = new Set(spec.required ?? []);
  const rows = Object.entries(spec.properties ?? {}).map(([field, value]) =>
    [field, link(value), needed.has(field) ? "required" : "", value.description ?? ""]);
  return el("details", { id: `schema-${name}` }, el("summary", {}, el("span", { class: "path" }, name)), el("div", {},
    spec.description ? el("p", {}, spec.description) : null, table(["field", "type", "", ""], rows)));
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
  }
}

async function show() {
  const answer = await fetch("/openapi.json");
  if (!answer.ok) throw new Error(`/openapi.json answers ${answer.status}`);
  const api = await answer.json();
  document.getElementById("title").textContent = `${api.info.title} ${api.info.version}`;
  document.getElementById("description").textContent = api.info.description ?? "";
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((m) => operations[m])) {
      document.getElementById("operations").append(operation(path, method, operations[method]));
    }
  }
  for (const name of Object.keys(api.components.schemas).sort()) {
    document.getElementById("schemas").append(schema(name, api.components.schemas[name]));
  }
  openTarget();
}

addEventListener("hashchange", openTarget);
show().catch((error) => { document.getElementById("problem").textContent = `The document can't be shown: ${error.message}`; });
