// <chat-widget> and its attributes.

class ChatWidget extends HTMLElement {
  connectedCallback() {
    if (this.view) return;
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
    this.view = new View(root, this.options(), this.actions());
    this.session = new Session(this.server(), this.view.options.page, this.view, this.identity());
    this.paint();
    this.view.refresh();
    if (this.session.token) this.session.start();
    this.listen();
    this.before = this.session.store.left();
    if (this.before) this.before.who ??= this.session.store.owner();
    this.goOn();
  }

  disconnectedCallback() {
    this.ending?.abort();
    this.session?.link.end();
  }

  /** A visitor who goes from page to page in the middle of a chat finds it as it was; a customer's waits for the customer. */
  goOn() {
    const { before } = this;
    if (!before || (before.who && before.who !== this.session.who)) return;
    this.before = null;
    if (typeof before.written === "string" && !this.view.composer.text) this.view.composer.text = before.written;
    // On a phone the chat covers the page, which the visitor has just asked for.
    if (before.open && !matchMedia(NARROW).matches) this.view.expand(false);
  }

  leave() {
    const { session, view } = this;
    const now = { open: view.expanded, written: view.composer.text, who: session.who };
    session.store.leave(this.before && !now.open && !now.written ? this.before : now);
  }

  setting(name) {
    return this.dataset[name] ?? SCRIPT?.dataset[name] ?? "";
  }

  options() {
    const page = pageLocale(this.setting("locale"), document.documentElement.lang, navigator.language);
    const own = this.ownTexts();
    return {
      page, own,
      title: this.setting("title"),
      position: this.setting("position"),
      theme: this.setting("theme"),
      suggestions: this.setting("suggestions").split("|").map((s) => s.trim()).filter(Boolean),
      locale: chooseLocale(page),
    };
  }

  ownTexts() {
    const text = this.setting("texts");
    if (!text) return {};
    try {
      const own = JSON.parse(text);
      if (own && typeof own === "object" && !Array.isArray(own)) return own;
    } catch {
      // Told below.
    }
    console.warn("chat-widget: data-texts is no JSON object");
    return {};
  }

  identity() {
    const text = this.setting("identity");
    if (!text) return null;
    try {
      const identity = JSON.parse(text);
      if (identity && typeof identity.id === "string") return identity;
    } catch {
      // Told below.
    }
    console.warn("chat-widget: data-identity is no identity");
    return null;
  }

  server() {
    const address = this.setting("server") || SCRIPT?.src || location.href;
    return new URL(address, location.href).origin;
  }

  actions() {
    const nothing = { owner: "bot", replies: [] };
    return {
      opened: () => { this.session.start(); this.session.seen(); },
      say: (text) => this.session.say(text),
      retry: (id) => this.session.retry(id),
      rate: (score, comment) => this.session.rate(score, comment),
      end: () => this.session.close(),
      fresh: () => this.session.startAnew(),
      typing: () => this.tellTyping(),
      seen: () => this.session.seen(),
      lastSeen: () => this.session.lastSeen(),
      talk: () => this.session?.talk ?? nothing,
      connection: () => this.session?.connection ?? "idle",
    };
  }

  paint() {
    const root = this.view.root;
    const wish = this.setting("color");
    root.style.setProperty("--accent", wish && isColor(wish) ? wish : "#2f5d50");
    const accent = rgbOf(root.style.getPropertyValue("--accent"));
    root.style.setProperty("--accent-ink", contrast(accent, WHITE) >= 4.5 ? "#ffffff" : "#10201a");
    root.style.setProperty("--accent-on-light", readableOn(PAPER, accent, BLACK));
    root.style.setProperty("--accent-on-dark", readableOn(NIGHT, accent, WHITE));
  }

  listen() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    addEventListener("online", () => this.session.link.wake(), { signal });
    addEventListener("offline", () => this.session.link.cut(), { signal });
    addEventListener("storage", () => this.session.follow(), { signal });
    addEventListener("pagehide", () => this.leave(), { signal });
    document.addEventListener("visibilitychange", () => this.looked(), { signal });
    visualViewport?.addEventListener("resize", () => this.view.fitKeyboard(), { signal });
    visualViewport?.addEventListener("scroll", () => this.view.fitKeyboard(), { signal });
  }

  looked() {
    if (document.hidden) return;
    this.session.link.wake();
    if (this.view.expanded) this.session.seen();
  }

  tellTyping() {
    const now = Date.now();
    if (now - (this.typedAt ?? 0) < 3_000) return;
    if (this.session.ready && this.session.link.send({ type: "typing", who: "visitor" })) this.typedAt = now;
  }

  /** For the page: opens the chat, with a text for the visitor to finish. */
  open(text = "") {
    this.view.expand();
    if (text && !this.view.composer.text) this.view.composer.text = text;
  }

  close() {
    this.view.collapse();
  }

  /** For the page: who its visitor is, as its backend signed it; null once nobody is signed in. */
  identify(identity) {
    this.session.identify(identity ?? null);
    this.goOn();
    this.before = null;
  }
}
