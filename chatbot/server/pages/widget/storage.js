// What stays in the visitor's browser.

/** What must survive a reload. Each unsent frame has its own key, so that two tabs never overwrite each other's. */
class Store {
  constructor(server) {
    this.prefix = `chat-widget:${server}:`;
    this.memory = new Map();
  }

  get(name) {
    try {
      return localStorage.getItem(this.prefix + name) ?? this.memory.get(name) ?? null;
    } catch {
      return this.memory.get(name) ?? null;
    }
  }

  set(name, value) {
    this.memory.set(name, value);
    try {
      localStorage.setItem(this.prefix + name, value);
    } catch {
      // Storage is forbidden or full: the conversation lives as long as the page.
    }
  }

  remove(name) {
    this.memory.delete(name);
    try {
      localStorage.removeItem(this.prefix + name);
    } catch {
      // As above.
    }
  }

  keep(item) {
    this.set(`out:${item.id}`, JSON.stringify(item));
  }

  release(id) {
    this.remove(`out:${id}`);
  }

  kept() {
    let keys = [];
    try {
      keys = Object.keys(localStorage);
    } catch {
      return [];
    }
    const mine = keys.filter((k) => k.startsWith(`${this.prefix}out:`));
    const items = mine.map((k) => this.parse(this.get(k.slice(this.prefix.length)))).filter((i) => i && i.id);
    return items.sort((a, b) => a.order - b.order);
  }

  /** The customer whose is what is stored; null where it is nobody's. */
  owner() {
    return this.get("who") ?? this.kept().find((item) => item.who)?.who ?? null;
  }

  /** All that is stored of the conversation, to be put back where it is its owner's after all. */
  aside() {
    const names = ["token", "conversation", "seen"];
    return { who: this.owner(), values: names.map((name) => [name, this.get(name)]), items: this.kept() };
  }

  putBack({ who, values, items }) {
    this.set("who", who);
    for (const [name, value] of values) {
      if (value === null) this.remove(name);
      else this.set(name, value);
    }
    for (const item of items) this.keep(item);
  }

  /** What this tab alone finds again on its next page: whether the chat is open, and what is being written. */
  leave(state) {
    try {
      sessionStorage.setItem(`${this.prefix}tab`, JSON.stringify(state));
    } catch {
      // As above.
    }
  }

  /** What the page before left, once. */
  left() {
    try {
      const state = this.parse(sessionStorage.getItem(`${this.prefix}tab`));
      sessionStorage.removeItem(`${this.prefix}tab`);
      return state;
    } catch {
      return null;
    }
  }

  parse(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }
}
