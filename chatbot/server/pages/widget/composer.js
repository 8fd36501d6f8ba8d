// Where the visitor writes.

/** The text field, its button and the count of what is left; `actions` are `say(text)` and `typing()`. */
class Composer {
  constructor(t, actions) {
    this.t = t;
    this.actions = actions;
    this.input = el("textarea", { "data-part": "input", rows: "1", "aria-label": t.inputLabel, placeholder: t.input, dir: "auto", enterkeyhint: "send",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event) });
    this.button = el("button", { class: "go", type: "button", "data-part": "send", "aria-label": t.send, disabled: true, onclick: () => this.submit() }, icon("send"));
    this.counter = el("div", { class: "counter", "data-part": "counter", role: "status", hidden: true });
    this.node = el("div", {}, el("div", { class: "box" }, this.input, this.button), this.counter);
  }

  get text() {
    return this.input.value;
  }

  set text(text) {
    this.input.value = text;
    this.changed();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  typed() {
    this.changed();
    if (this.text.trim()) this.actions.typing();
  }

  changed() {
    const over = charactersIn(this.text) - MAX_TEXT;
    this.button.disabled = !this.text.trim() || over > 0;
    this.counter.hidden = over <= COUNTER_FROM - MAX_TEXT;
    this.counter.classList.toggle("over", over > 0);
    this.counter.textContent = fill(over > 0 ? this.t.over : this.t.left, { n: Math.abs(over) });
    this.grow();
  }

  /** As high as its text, within bounds; known only while it is on the page. */
  grow() {
    this.input.style.height = "36px";
    this.input.style.height = `${Math.min(126, Math.max(36, this.input.scrollHeight))}px`;
  }

  key(event) {
    // While an input method is composing, Enter chooses a word (229 is how Safari says so).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  submit() {
    const text = this.text.trim();
    if (!text || charactersIn(text) > MAX_TEXT) return;
    this.text = "";
    this.focus();
    this.actions.say(text);
  }
}
