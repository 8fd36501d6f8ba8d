// The question how it was: stars, and a comment.

/** Asks for a rating and thanks for it; `actions` are `rate(score, comment)` and `changing(change)`, which grows the page. */
class Survey {
  constructor(t, actions) {
    this.t = t;
    this.actions = actions;
    this.node = el("div", { class: "tail" });
    this.shown = "none";
  }

  /** "none", "ask" or "thanks". */
  show(wanted) {
    if (wanted === this.shown) return;
    this.shown = wanted;
    if (wanted === "none") this.node.replaceChildren();
    else this.node.replaceChildren(wanted === "thanks" ? this.thanks() : this.form());
  }

  /** Empty stars again: the conversation is another, or the rating was refused. */
  reset() {
    this.shown = null;
    this.rating = null;
  }

  thanks() {
    const text = el("span");
    text.textContent = this.t.thanks;
    return el("div", { class: "survey thanks", "data-part": "thanks", role: "status" }, icon("star"), text);
  }

  form() {
    const title = el("h3", { id: "survey-title" });
    title.textContent = this.t.surveyTitle;
    const hint = el("p");
    hint.textContent = this.t.surveyHint;
    const name = el("div", { class: "score-name", "aria-live": "polite" });
    const comment = el("textarea", { "data-part": "survey-comment", maxlength: "2000", "aria-label": this.t.comment, placeholder: this.t.comment, dir: "auto", hidden: true });
    const send = el("button", { class: "primary", type: "button", "data-part": "survey-send", disabled: true, hidden: true });
    send.textContent = this.t.surveySend;
    const stars = el("div", { class: "stars", role: "radiogroup", "aria-labelledby": "survey-title" });
    const choose = (score, focus) => {
      this.rating = score;
      this.paint(stars, score, focus);
      name.textContent = this.t.scores[score - 1];
      this.actions.changing(() => {
        comment.hidden = send.hidden = false;
        send.disabled = false;
      });
    };
    for (let score = 1; score <= 5; score += 1) stars.append(this.star(score, choose));
    send.addEventListener("click", () => {
      if (send.getAttribute("aria-disabled")) return;
      // A button that is disabled loses the focus, and who has it the chat.
      send.setAttribute("aria-disabled", "true");
      send.textContent = this.t.surveyBusy;
      this.actions.rate(this.rating, comment.value.trim());
    });
    return el("div", { class: "survey", "data-part": "survey" }, title, hint, stars, name, comment, send);
  }

  star(score, choose) {
    const star = el("button", { class: "star", type: "button", role: "radio", "data-score": score, "aria-checked": "false", tabindex: score === 1 ? "0" : "-1",
      "aria-label": `${score} – ${this.t.scores[score - 1]}`, onclick: () => choose(score, false) }, icon("star"));
    star.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      choose(Math.min(5, Math.max(1, score + step)), true);
    });
    return star;
  }

  paint(stars, score, focus) {
    for (const star of stars.children) {
      const value = Number(star.dataset.score);
      star.classList.toggle("on", value <= score);
      star.setAttribute("aria-checked", String(value === score));
      star.tabIndex = value === score ? 0 : -1;
      if (focus && value === score) star.focus();
    }
  }
}
