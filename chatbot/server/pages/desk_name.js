// What customers read in the place of the name an agent signs in with: asked for until there is one, and changed here.
import { stored, toast } from "./ui.js";
import { t } from "./desk_strings.js";

const WHERE = "/api/v1/session/display-name";
const find = (selector) => document.querySelector(selector);

export class NameChooser {
  constructor(ask) {
    this.ask = ask;
    this.dialog = find("#name-dialog");
    this.input = find("#display-name");
    find("#agent").addEventListener("click", () => this.open());
    find("#name-choose").addEventListener("click", () => this.open());
    find("#name-later").addEventListener("click", () => this.later());
    find("#name-cancel").addEventListener("click", () => this.dialog.close());
    find("#name-form").addEventListener("submit", (event) => this.save(event));
  }

  show(agent, displayName) {
    this.agent = agent;
    this.name = displayName ?? "";
    this.relabel();
  }

  relabel() {
    if (!this.agent) return;
    find("#agent").textContent = this.name || this.agent;
    find("#agent").title = t("nameTitle");
    find("#name-hint").hidden = Boolean(this.name) || stored(`desk:name-later:${this.agent}`) !== null;
  }

  open() {
    this.input.value = this.name;
    find("#name-error").textContent = "";
    this.dialog.showModal();
    this.input.select();
  }

  later() {
    stored(`desk:name-later:${this.agent}`, "yes");
    this.relabel();
  }

  async save(event) {
    event.preventDefault();
    const body = JSON.stringify({ display_name: this.input.value });
    try {
      const response = await this.ask(WHERE, { method: "PUT", headers: { "Content-Type": "application/json" }, body });
      if (!response.ok) return void (find("#name-error").textContent = t("nameRefused"));
      this.show(this.agent, (await response.json()).display_name);
      this.dialog.close();
      return toast(t(this.name ? "nameSaved" : "nameRemoved", { name: this.name }), "good");
    } catch {
      return void (find("#name-error").textContent = t("unreachable"));
    }
  }
}
