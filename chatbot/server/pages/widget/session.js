// The conversation as the widget knows it: what was sent, what came, what is still owed.

/** The conversation as the visitor may know it: events once and in order, own frames until they are kept. */
class Session {
  constructor(server, locale, view, identity) {
    this.store = new Store(server);
    this.locale = locale;
    this.view = view;
    this.identity = identity;
    this.outbox = new Map();
    this.order = Date.now();
    this.forgotten = false;
    this.link = new Link(server.replace(/^http/, "ws") + "/ws/chat", {
      opened: () => this.greet(),
      frame: (frame) => this.receive(frame),
      changed: (state) => this.connectionIs(state),
      lost: (code) => this.lineLost(code),
    });
    this.reset();
    // Who is nobody yet may be named by the page in a moment: what is a customer's stays aside until then.
    this.held = !identity && this.store.owner() !== null;
    if (!this.held) this.takeUp();
  }

  get who() {
    return this.identity?.id ?? null;
  }

  /** Goes on with what is stored, where it is this visitor's. */
  takeUp() {
    this.held = false;
    const owner = this.store.owner();
    // On a shared computer the conversation of who was here before is nobody else's.
    if (owner !== null && owner !== this.who) this.forgetEverything();
    this.token = this.store.get("token");
    this.conversation = this.store.get("conversation");
    for (const item of this.store.kept()) {
      if (!item.who || item.who === this.who) this.outbox.set(item.id, item);
      else this.store.release(item.id);
    }
    this.outbox.forEach((item) => this.showUnsent(item));
  }

  reset() {
    this.last = 0;
    this.replayTo = 0;
    this.ready = false;
    this.early = new Map();
    clearTimeout(this.gapTimer);
    this.talk = { owner: "bot", agent: null, spoken: false, asked: false, score: null, replies: [], unanswered: 0 };
  }

  get closed() {
    return this.talk.owner === "closed";
  }

  start() {
    if (this.held) {
      // Who acts before the page has named them is nobody; should they be the customer after all, nothing is lost.
      this.aside = this.store.aside();
      this.takeUp();
    }
    if (!this.link.wanted) this.link.connect();
  }

  greet() {
    const hello = { type: "hello", token: this.token, after: this.last, locale: this.locale };
    this.link.send(this.identity ? { ...hello, identity: this.identity } : hello);
  }

  connectionIs(state) {
    this.connection = state;
    this.view.statusChanged();
  }

  lineLost(code) {
    this.ready = false;
    this.early.clear();
    clearTimeout(this.gapTimer);
    this.view.dropDrafts();
    if (code === 1008 && !this.renewing) {
      this.link.stop();
      this.connectionIs("refused");
    }
    if (code === 1000 && this.closed) {
      this.link.stop();
      this.connectionIs("idle");
    }
  }

  receive(frame) {
    const handlers = {
      welcome: () => this.welcome(frame),
      ack: () => this.acknowledged(frame.id),
      event: () => this.take(frame.seq, frame.event),
      delta: () => this.draft(frame),
      typing: () => this.view.typing(frame.who, this.talk.agent),
      ping: () => this.link.send({ type: "pong" }),
      error: () => this.refused(frame),
    };
    handlers[frame.type]?.();
  }

  welcome(frame) {
    this.renewing = false;
    this.token = frame.token;
    this.conversation = frame.conversation;
    this.storeConversation();
    this.replayTo = frame.last || 0;
    this.ready = true;
    this.link.settled();
    this.connectionIs("online");
    this.view.replaying(this.last < this.replayTo);
    for (const item of this.outbox.values()) if (!item.failed) this.transmit(item);
  }

  storeConversation() {
    const owner = this.store.get("who");
    // A tab from before somebody signed in leaves alone what is that customer's.
    if (owner !== null && owner !== this.who) return;
    if (this.identity) this.store.set("who", this.who);
    this.store.set("token", this.token);
    // Behind its token and its owner: another tab that sees it has all.
    this.store.set("conversation", this.conversation);
  }

  take(seq, event) {
    if (!Number.isInteger(seq) || !event || seq <= this.last) return;
    this.early.set(seq, event);
    while (this.early.has(this.last + 1)) {
      this.last += 1;
      const next = this.early.get(this.last);
      this.early.delete(this.last);
      this.apply(this.last, next);
    }
    if (this.last >= this.replayTo) this.view.replaying(false);
    this.watchGap();
  }

  watchGap() {
    clearTimeout(this.gapTimer);
    // A hole that stays means that a frame was lost: resuming asks for exactly what is missing.
    if (this.early.size) this.gapTimer = setTimeout(() => this.link.restart(), GAP_PATIENCE);
  }

  apply(seq, event) {
    const talk = this.talk;
    if (event.type === "customer_said") {
      talk.spoken = true;
      talk.unanswered = seq;
      talk.replies = [];
      this.forgotten = false;
      this.forget(event.id);
    } else if (event.type === "bot_said") {
      talk.replies = Array.isArray(event.quick_replies) ? event.quick_replies : [];
      if (event.turn >= talk.unanswered) talk.unanswered = 0;
    } else if (event.type === "escalated") {
      talk.owner = "queue";
      talk.replies = [];
    } else if (event.type === "agent_joined") {
      Object.assign(talk, { owner: "agent", agent: event.agent, replies: [], unanswered: 0 });
    } else if (event.type === "agent_said") {
      Object.assign(talk, { replies: [], unanswered: 0 });
    } else if (event.type === "agent_left") {
      Object.assign(talk, { owner: event.to, agent: null });
    } else if (event.type === "queue_left") {
      talk.owner = "bot";
    } else if (event.type === "survey_asked") {
      talk.asked = true;
    } else if (event.type === "survey_answered") {
      talk.score = event.score;
    } else if (event.type === "conversation_closed") {
      Object.assign(talk, { owner: "closed", agent: null, replies: [] });
    }
    this.view.eventCame(seq, event);
  }

  draft(frame) {
    // Of a reply that began before this connection the first words are missing: show that it is written, not what.
    if (frame.turn <= this.replayTo) this.view.typing("bot");
    else this.view.draftGrows(frame.turn, String(frame.text ?? ""));
  }

  say(text) {
    this.put({ kind: "say", text });
    this.start();
  }

  rate(score, comment) {
    this.put({ kind: "rate", score, comment });
    this.link.connect();
  }

  close() {
    this.put({ kind: "close" });
    this.link.connect();
  }

  put(fields) {
    this.order += 1;
    const item = { id: newId(), order: Math.max(this.order, Date.now()), who: this.who, ...fields };
    this.order = item.order;
    this.outbox.set(item.id, item);
    this.store.keep(item);
    this.showUnsent(item);
    this.transmit(item);
  }

  transmit(item) {
    if (!this.ready) return;
    const frames = {
      say: { type: "say", id: item.id, text: item.text },
      rate: { type: "rate", id: item.id, score: item.score, comment: item.comment },
      close: { type: "close", id: item.id },
    };
    this.link.send(frames[item.kind]);
  }

  showUnsent(item) {
    if (item.kind === "say") this.view.unsent(item);
  }

  acknowledged(id) {
    const item = this.outbox.get(id);
    this.forget(id);
    if (item?.kind === "say") this.view.delivery(id, "kept");
    if (item?.kind !== "rate") return;
    // Another tab may have rated before: then no event follows this acknowledgement.
    this.talk.score ??= item.score;
    this.view.refresh();
  }

  forget(id) {
    if (!id) return;
    this.outbox.delete(id);
    this.store.release(id);
  }

  retry(id) {
    const item = this.outbox.get(id);
    if (!item) return;
    item.failed = false;
    this.store.keep(item);
    this.view.delivery(id, "sending");
    this.transmit(item);
  }

  refused(frame) {
    if ((frame.code === "bad_token" || frame.code === "expired") && this.token) return this.startAnew(true);
    const item = this.outbox.get(frame.id);
    if (!item) return undefined;
    if (item.kind !== "say") {
      this.forget(item.id);
      return this.view.itemRefused(item, frame.code);
    }
    item.failed = true;
    this.store.keep(item);
    return this.view.delivery(item.id, "failed", frame.code);
  }

  startAnew(forgotten = false) {
    this.renewing = true;
    this.forgotten = forgotten;
    // Another tab may have begun anew already: then its conversation is this tab's too, unless it is somebody else's.
    const owner = this.store.get("who");
    const foreign = owner !== null && owner !== this.who;
    const others = foreign ? null : this.store.get("token");
    this.token = forgotten && others !== this.token ? others : null;
    this.conversation = null;
    if (!this.token && !foreign) for (const name of ["token", "conversation", "who"]) this.store.remove(name);
    if (!foreign) this.store.remove("seen");
    for (const item of [...this.outbox.values()]) {
      // What was meant for the lost conversation and can still be said is said in the new one.
      if (item.kind !== "say" || item.failed || !forgotten) this.forget(item.id);
    }
    this.reset();
    this.view.cleared(forgotten);
    this.outbox.forEach((item) => this.showUnsent(item));
    this.link.tries = 0;
    this.link.restart();
  }

  forgetEverything() {
    for (const item of this.store.kept()) this.store.release(item.id);
    for (const name of ["token", "conversation", "seen", "who"]) this.store.remove(name);
    this.store.left();
  }

  /** The page learned who its visitor is, or that nobody is signed in any more. */
  identify(identity) {
    const before = this.who;
    const wanted = this.link.wanted;
    const aside = this.aside;
    this.identity = identity;
    this.aside = null;
    if (this.held) {
      this.takeUp();
      if (this.token) this.start();
      return;
    }
    if (this.who === before) return;
    if (before !== null) {
      this.view.composer.text = "";
      if (this.store.owner() === before) this.forgetEverything();
      this.startAnew();
    } else if (aside?.who === this.who && !this.talk.spoken && !this.outbox.size) {
      this.store.putBack(aside);
      this.begin(() => this.takeUp());
    } else {
      this.link.restart();
    }
    if (!wanted) this.link.stop();
  }

  /** Another tab began a conversation: join it unless this tab is in the middle of its own. */
  follow() {
    // Each welcome brings a token of its own: by it alone two tabs of one conversation would follow each other for ever.
    const [token, conversation] = [this.store.get("token"), this.store.get("conversation")];
    if (this.store.get("who") !== this.who) return;
    if (!token || conversation === this.conversation || (this.talk.spoken && !this.closed)) return;
    this.held = false;
    this.begin(() => {
      Object.assign(this, { token, conversation });
      this.outbox.forEach((item) => this.showUnsent(item));
    });
  }

  /** Another conversation, which `take` puts in the place of this one. */
  begin(take) {
    this.reset();
    this.view.cleared(this.forgotten);
    take();
    this.link.restart();
  }

  seen() {
    const before = Number(this.store.get("seen") || 0);
    if (this.last > before) this.store.set("seen", String(this.last));
  }

  lastSeen() {
    return Number(this.store.get("seen") || 0);
  }
}
