// The chat widget: one self-contained script that puts <chat-widget> on any page. The wire: docs/protocol.md.
(() => {
  "use strict";
  if (customElements.get("chat-widget")) return;

  const SCRIPT = document.currentScript;
  const MAX_TEXT = 4000;
  const COUNTER_FROM = 3600;
  const PING_EVERY = 25_000;
  const PONG_WITHIN = 35_000;
  const GAP_PATIENCE = 4_000;
  const GROUP_WITHIN = 3 * 60_000;

  // ---------------------------------------------------------------------------------------------- strings

  const STRINGS = {
    en: {
      title: "Chat with us", open: "Open chat", close: "Close chat", minimise: "Minimise chat", menu: "Menu",
      end: "End conversation", fresh: "New conversation", input: "Write a message …", inputLabel: "Your message",
      send: "Send", log: "Conversation", assistant: "Assistant", you: "You", support: "Support",
      newMessages: "New messages", today: "Today", yesterday: "Yesterday",
      idle: "We usually answer at once", connecting: "Connecting …", online: "Online",
      offline: "Offline – reconnecting …", refused: "Chat is not available here", withYou: "{name} is with you",
      waiting: "Waiting for a colleague …", ended: "Conversation ended",
      welcomeTitle: "Hello! How can we help?",
      welcomeText: "Ask about an order, delivery, returns or a product. A person can take over at any time.",
      suggestions: ["Where is my order?", "How do I return something?", "Which payment methods do you take?"],
      escalated: "We have asked a colleague to join. Your place in the queue is kept.",
      joined: "{name} joined the conversation", leftToBot: "Your colleague on our side has left. The assistant is back.", queueLeft: "You are no longer waiting for a colleague.",
      leftToQueue: "Another colleague will take over shortly.",
      closedVisitor: "You ended the conversation", closedAgent: "The conversation was ended by our team",
      closedBot: "The conversation has ended", forgotten: "Your earlier conversation is no longer available. We started a new one.",
      sending: "Sending", kept: "Delivered", failed: "Not sent", retry: "Try again", typing: "{name} is typing",
      surveyTitle: "How did we do?", surveyHint: "Your rating helps us to get better.",
      scores: ["Very bad", "Bad", "Okay", "Good", "Very good"], comment: "Anything you would like to add? (optional)",
      surveySend: "Send rating", surveyBusy: "Sending …", thanks: "Thank you for your rating!", over: "{n} characters too long",
      left: "{n} characters left", unread: "{n} unread messages", openLink: "opens in a new tab",
      errors: {
        too_long: "This message is too long.", too_fast: "That was a little fast. Please try again in a moment.",
        closed: "This conversation has already ended.", overloaded: "Many people are writing at the moment.",
        internal: "Something went wrong on our side.", bad_frame: "This message could not be read.",
      },
    },
    zh: {
      title: "在线客服", open: "打开聊天", close: "关闭聊天", minimise: "收起聊天", menu: "菜单",
      end: "结束对话", fresh: "新对话", input: "请输入消息…", inputLabel: "您的消息",
      send: "发送", log: "对话内容", assistant: "智能助手", you: "您", support: "客服",
      newMessages: "有新消息", today: "今天", yesterday: "昨天",
      idle: "通常即时回复", connecting: "正在连接…", online: "在线",
      offline: "连接已断开，正在重连…", refused: "此处无法使用聊天", withYou: "{name} 正在为您服务",
      waiting: "正在为您转接人工客服…", ended: "对话已结束",
      welcomeTitle: "您好！有什么可以帮您？",
      welcomeText: "订单、配送、退换货、商品问题都可以问我，也可以随时转人工客服。",
      suggestions: ["我的订单到哪了？", "怎么退货？", "支持哪些付款方式？"],
      escalated: "已为您转接人工客服，请稍候，您的排队位置会一直保留。",
      joined: "{name} 已加入对话", leftToBot: "人工客服已离开，智能助手继续为您服务。", queueLeft: "您已不再等待人工客服。",
      leftToQueue: "稍后将由另一位客服为您服务。",
      closedVisitor: "您已结束对话", closedAgent: "客服已结束本次对话",
      closedBot: "对话已结束", forgotten: "之前的对话已失效，已为您开始新的对话。",
      sending: "发送中", kept: "已送达", failed: "发送失败", retry: "重试", typing: "{name} 正在输入",
      surveyTitle: "请为本次服务打分", surveyHint: "您的评价会帮助我们做得更好。",
      scores: ["非常不满意", "不满意", "一般", "满意", "非常满意"], comment: "还有什么想告诉我们的吗？（选填）",
      surveySend: "提交评价", surveyBusy: "提交中…", thanks: "感谢您的评价！", over: "超出 {n} 个字",
      left: "还可输入 {n} 个字", unread: "{n} 条未读消息", openLink: "在新标签页打开",
      errors: {
        too_long: "消息太长了。", too_fast: "发送得太快了，请稍后再试。", closed: "本次对话已经结束。",
        overloaded: "当前咨询人数较多。", internal: "系统出了点问题。", bad_frame: "无法识别这条消息。",
      },
    },
  };

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

  function chooseLocale(...wishes) {
    const wish = wishes.find((w) => w && w.trim()) || "en";
    return wish.toLowerCase().startsWith("zh") ? "zh" : "en";
  }

  // ---------------------------------------------------------------------------------------------- helpers

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

  function linked(text, hint) {
    const parts = document.createDocumentFragment();
    let from = 0;
    for (const match of text.matchAll(LINK)) {
      const shown = match[0].replace(/[.,;:!?)\]}]+$/, "");
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

  // ---------------------------------------------------------------------------------------------- storage

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

    parse(text) {
      try {
        return JSON.parse(text);
      } catch {
        return null;
      }
    }
  }

  // ---------------------------------------------------------------------------------------------- connection

  /** A WebSocket that comes back by itself: backoff with jitter, and a ping to notice a dead line. */
  class Link {
    constructor(url, handlers) {
      this.url = url;
      this.handlers = handlers;
      this.socket = null;
      this.tries = 0;
      this.wanted = false;
      this.beat = setInterval(() => this.checkPulse(), 5_000);
    }

    connect() {
      this.wanted = true;
      clearTimeout(this.timer);
      if (this.socket) return;
      this.handlers.changed(this.tries ? "offline" : "connecting");
      let socket;
      try {
        socket = new WebSocket(this.url);
      } catch {
        this.comeBack();
        return;
      }
      this.socket = socket;
      this.heard = Date.now();
      this.asked = 0;
      socket.onopen = () => this.handlers.opened();
      socket.onmessage = (message) => this.hear(message.data);
      socket.onclose = (event) => this.lost(event.code);
    }

    hear(data) {
      this.heard = Date.now();
      this.asked = 0;
      let frame;
      try {
        frame = JSON.parse(data);
      } catch {
        return;
      }
      if (frame && typeof frame.type === "string") this.handlers.frame(frame);
    }

    send(frame) {
      if (this.socket?.readyState !== WebSocket.OPEN) return false;
      this.socket.send(JSON.stringify(frame));
      return true;
    }

    settled() {
      this.tries = 0;
    }

    drop() {
      const socket = this.socket;
      this.socket = null;
      if (!socket) return;
      socket.onopen = socket.onmessage = socket.onclose = null;
      // Browsers complain in the console about a socket that is closed before it is open.
      if (socket.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close();
      else socket.close();
    }

    restart() {
      this.drop();
      this.connect();
    }

    stop() {
      this.wanted = false;
      clearTimeout(this.timer);
      this.drop();
    }

    end() {
      clearInterval(this.beat);
      this.stop();
    }

    lost(code) {
      this.socket = null;
      this.handlers.lost(code);
      if (this.wanted) this.comeBack(code);
    }

    comeBack(code) {
      const busy = code === 1013 || code === 1001;
      const longest = Math.min(30_000, (busy ? 1_500 : 500) * 2 ** Math.min(this.tries, 6));
      this.tries += 1;
      this.handlers.changed("offline");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.connect(), longest * (0.5 + Math.random() / 2));
    }

    wake() {
      if (this.wanted && !this.socket) this.connect();
      else this.checkPulse();
    }

    checkPulse() {
      if (this.socket?.readyState !== WebSocket.OPEN) return;
      const now = Date.now();
      if (this.asked && now - this.asked > PONG_WITHIN) {
        this.drop();
        this.lost(1006);
      } else if (!this.asked && now - this.heard > PING_EVERY) {
        this.asked = now;
        this.send({ type: "ping" });
      }
    }
  }

  // ---------------------------------------------------------------------------------------------- session

  /** The conversation as the visitor may know it: events once and in order, own frames until they are kept. */
  class Session {
    constructor(server, locale, view, identity) {
      this.store = new Store(server);
      this.locale = locale;
      this.view = view;
      this.identity = identity;
      // On a shared computer the conversation of who was here before is nobody else's.
      if (this.store.get("who") && this.store.get("who") !== identity?.id) this.forgetEverything();
      this.token = this.store.get("token");
      this.outbox = new Map(this.store.kept().map((item) => [item.id, item]));
      this.order = Date.now();
      this.forgotten = false;
      this.link = new Link(server.replace(/^http/, "ws") + "/ws/chat", {
        opened: () => this.greet(),
        frame: (frame) => this.receive(frame),
        changed: (state) => this.connectionIs(state),
        lost: (code) => this.lineLost(code),
      });
      this.reset();
      this.outbox.forEach((item) => this.showUnsent(item));
    }

    reset() {
      this.last = 0;
      this.replayTo = 0;
      this.ready = false;
      this.early = new Map();
      clearTimeout(this.gapTimer);
      this.talk = { owner: "bot", agent: null, spoken: false, asked: false, score: null, replies: [] };
    }

    get closed() {
      return this.talk.owner === "closed";
    }

    start() {
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
      this.store.set("token", frame.token);
      if (this.identity) this.store.set("who", this.identity.id);
      else this.store.remove("who");
      this.replayTo = frame.last || 0;
      this.ready = true;
      this.link.settled();
      this.connectionIs("online");
      this.view.replaying(this.last < this.replayTo);
      for (const item of this.outbox.values()) if (!item.failed) this.transmit(item);
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
        talk.replies = [];
        this.forgotten = false;
        this.forget(event.id);
      } else if (event.type === "bot_said") {
        talk.replies = Array.isArray(event.quick_replies) ? event.quick_replies : [];
      } else if (event.type === "escalated") {
        talk.owner = "queue";
        talk.replies = [];
      } else if (event.type === "agent_joined") {
        Object.assign(talk, { owner: "agent", agent: event.agent, replies: [] });
      } else if (event.type === "agent_said") {
        talk.replies = [];
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
      const item = { id: newId(), order: Math.max(this.order, Date.now()), ...fields };
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
      // Another tab may have begun anew already: then its conversation is this tab's too.
      const others = this.store.get("token");
      this.token = forgotten && others !== this.token ? others : null;
      if (!this.token) this.store.remove("token");
      this.store.remove("seen");
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
      for (const name of ["token", "seen", "who"]) this.store.remove(name);
    }

    /** The page learned who its visitor is, or that nobody is signed in any more. */
    identify(identity) {
      const before = this.identity?.id ?? null;
      const wanted = this.link.wanted;
      this.identity = identity;
      if ((identity?.id ?? null) === before) return;
      if (before !== null) this.startAnew();
      else this.link.restart();
      if (!wanted) this.link.stop();
    }

    /** Another tab began a conversation: join it unless this tab is in the middle of its own. */
    follow() {
      const token = this.store.get("token");
      if (!token || token === this.token || (this.talk.spoken && !this.closed)) return;
      this.token = token;
      this.reset();
      this.view.cleared(this.forgotten);
      this.outbox.forEach((item) => this.showUnsent(item));
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

  // ---------------------------------------------------------------------------------------------- style

  const CSS = `
  :host { all: initial; }
  *, *::before, *::after { box-sizing: border-box; }
  [hidden] { display: none !important; }
  .root {
    all: initial; display: block;
    --surface: #ffffff; --page: #f6f8f7; --ink: #17211c; --muted: #5a6761; --line: #e2e8e5; --bot: #ffffff;
    --agent: #fdf6e9; --agent-line: #ecdcb9; --agent-ink: #7a5410; --danger: #b3261e; --good: #1f7a4d;
    --accent-text: var(--accent-on-light); --tint: color-mix(in srgb, var(--accent) 9%, var(--surface));
    --shadow: 0 1px 2px rgb(16 32 26 / .06), 0 12px 40px rgb(16 32 26 / .18);
    font: 400 15px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC",
      "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
    color: var(--ink); color-scheme: light; -webkit-font-smoothing: antialiased; text-align: start;
  }
  @media (prefers-color-scheme: dark) {
    .root:not(.light) {
      --surface: #1a201d; --page: #131816; --ink: #e9efec; --muted: #9fada6; --line: #2c3531; --bot: #212925;
      --agent: #2c2619; --agent-line: #4c4026; --agent-ink: #e9c987; --danger: #ff9c93; --good: #7fd6a8;
      --accent-text: var(--accent-on-dark); --tint: color-mix(in srgb, var(--accent) 26%, var(--surface));
      --shadow: 0 0 0 1px rgb(255 255 255 / .06), 0 16px 48px rgb(0 0 0 / .55); color-scheme: dark;
    }
  }
  button, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
  button { cursor: pointer; border: 0; background: none; padding: 0; -webkit-tap-highlight-color: transparent; }
  button:disabled { cursor: default; }
  :focus { outline: none; }
  :focus-visible { outline: 2px solid var(--accent-text); outline-offset: 2px; }
  .icon { width: 22px; height: 22px; display: block; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
  .icon-dots { stroke-width: 2.8; }
  .icon-spark { fill: currentColor; stroke: none; }
  .hush { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .launcher {
    position: fixed; z-index: 2147483000; bottom: calc(20px + env(safe-area-inset-bottom)); width: 60px; height: 60px;
    border-radius: 50%; background: var(--accent); color: var(--accent-ink); display: grid; place-items: center;
    box-shadow: 0 2px 6px rgb(16 32 26 / .18), 0 8px 24px rgb(16 32 26 / .24); transition: transform .18s ease, box-shadow .18s ease;
  }
  .launcher:hover { transform: translateY(-2px); box-shadow: 0 4px 10px rgb(16 32 26 / .2), 0 14px 32px rgb(16 32 26 / .28); }
  .launcher:focus-visible { outline: 3px solid var(--accent-text); outline-offset: 3px; }
  .launcher .icon { width: 28px; height: 28px; grid-area: 1 / 1; transition: opacity .15s ease, transform .2s ease; }
  .launcher .icon-down, .open .launcher .icon-chat { opacity: 0; transform: scale(.6) rotate(-20deg); }
  .open .launcher .icon-down { opacity: 1; transform: none; }
  .right .launcher { right: calc(20px + env(safe-area-inset-right)); }
  .left .launcher { left: calc(20px + env(safe-area-inset-left)); }
  .badge {
    position: absolute; top: -3px; right: -3px; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px; display: grid;
    place-items: center; background: #c8382d; color: #fff; font-size: 12px; font-weight: 650; line-height: 1; border: 2px solid var(--surface);
  }

  .panel {
    position: fixed; z-index: 2147483001; bottom: calc(94px + env(safe-area-inset-bottom)); width: min(392px, 100vw - 32px);
    height: min(660px, 100dvh - 118px); display: flex; flex-direction: column; overflow: hidden; border-radius: 20px;
    background: var(--page); box-shadow: var(--shadow); animation: rise .22s cubic-bezier(.2, .8, .25, 1);
  }
  .right .panel { right: calc(20px + env(safe-area-inset-right)); transform-origin: bottom right; }
  .left .panel { left: calc(20px + env(safe-area-inset-left)); transform-origin: bottom left; }
  @keyframes rise { from { opacity: 0; transform: translateY(14px) scale(.98); } }

  header { display: flex; align-items: center; gap: 12px; padding: 14px 10px 14px 16px; background: var(--accent); color: var(--accent-ink); position: relative; z-index: 3; }
  header :focus-visible { outline-color: currentColor; outline-offset: -2px; }
  .face { flex: none; width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center; background: color-mix(in srgb, var(--accent-ink) 16%, transparent); }
  .names { flex: 1; min-width: 0; }
  .title { margin: 0; font-size: 16px; font-weight: 650; line-height: 1.3; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .status { display: flex; align-items: center; gap: 7px; font-size: 13px; line-height: 1.35; }
  .status::before { content: ""; flex: none; width: 8px; height: 8px; border-radius: 50%; background: #d5dbd8; box-shadow: 0 0 0 2px rgb(0 0 0 / .12); }
  .status span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .status.online::before { background: #6ee7a8; } .status.offline::before { background: #ffb454; animation: pulse 1.4s infinite; }
  .status.connecting::before { background: #ffe08a; animation: pulse 1.4s infinite; } .status.refused::before { background: #ff8b80; }
  @keyframes pulse { 50% { opacity: .35; } }
  .tool { flex: none; width: 38px; height: 38px; border-radius: 11px; display: grid; place-items: center; }
  .tool:hover { background: color-mix(in srgb, var(--accent-ink) 14%, transparent); }
  .menu-list {
    position: absolute; top: calc(100% - 4px); right: 12px; min-width: 196px; padding: 6px; border-radius: 14px; background: var(--surface);
    color: var(--ink); box-shadow: var(--shadow); animation: rise .14s ease;
  }
  .menu-list button { display: block; width: 100%; padding: 10px 12px; border-radius: 9px; text-align: start; font-size: 14px; }
  .menu-list button:hover:not(:disabled), .menu-list button:focus-visible { background: var(--tint); }
  .menu-list :focus-visible { outline-color: var(--accent-text); }
  .menu-list button:disabled { color: var(--muted); opacity: .6; }

  .middle { position: relative; flex: 1; min-height: 0; display: flex; }
  .scroller { flex: 1; min-width: 0; overflow-y: auto; overscroll-behavior: contain; padding: 18px 16px 14px; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
  .log, .tail { display: flex; flex-direction: column; }
  .log:focus-visible { outline-offset: 8px; border-radius: 4px; }

  .hello { padding: 18px 4px 10px; text-align: center; }
  .hello .face { margin: 0 auto 14px; width: 56px; height: 56px; background: var(--tint); color: var(--accent-text); }
  .hello .face .icon { width: 28px; height: 28px; }
  .hello h2 { margin: 0 0 6px; font-size: 20px; font-weight: 650; letter-spacing: -.01em; line-height: 1.3; }
  .hello p { margin: 0 auto; max-width: 30em; color: var(--muted); font-size: 14px; text-wrap: balance; }

  .line { margin: 14px 12px 4px; text-align: center; color: var(--muted); font-size: 12.5px; line-height: 1.45; text-wrap: balance; overflow-wrap: anywhere; }
  .line.day { margin: 2px 0 8px; font-size: 12px; font-weight: 600; }
  .line + .line { margin-top: 6px; }
  .msg { display: grid; max-width: 86%; margin-top: 14px; justify-items: start; align-self: flex-start; }
  .msg.grouped { margin-top: 4px; }
  .msg .who { margin: 0 0 4px 2px; font-size: 12px; font-weight: 600; color: var(--muted); }
  .msg.grouped .who, .msg.followed .meta { display: none; }
  .bubble {
    max-width: 100%; padding: 9px 13px; border-radius: 16px; background: var(--bot); border: 1px solid var(--line); overflow-wrap: anywhere;
    white-space: pre-wrap; unicode-bidi: plaintext; text-align: start;
  }
  .bubble a { color: var(--accent-text); text-underline-offset: 2px; }
  .bot .bubble, .agent .bubble { border-end-start-radius: 5px; }
  .agent .bubble { background: var(--agent); border-color: var(--agent-line); }
  .agent .who { color: var(--agent-ink); }
  .customer { align-self: flex-end; justify-items: end; }
  .customer .bubble { background: var(--accent); color: var(--accent-ink); border-color: transparent; border-end-end-radius: 5px; }
  .customer .bubble a { color: inherit; }
  .customer .bubble a:focus-visible { outline-color: currentColor; }
  .meta { display: flex; align-items: center; gap: 5px; margin: 4px 3px 0; font-size: 11.5px; color: var(--muted); font-variant-numeric: tabular-nums; }
  .meta .state { min-width: 1em; text-align: center; }
  .msg.kept .state { color: var(--good); }
  .msg.sending .bubble { opacity: .72; }
  .msg.failed .bubble { background: transparent; color: var(--ink); border: 1px solid var(--danger); }
  .msg.failed .meta { display: flex; color: var(--danger); flex-wrap: wrap; justify-content: end; }
  .retry { color: var(--danger); font-weight: 650; text-decoration: underline; text-underline-offset: 2px; padding: 2px; }
  .draft .bubble::after { content: ""; display: inline-block; width: 7px; height: 1em; margin-inline-start: 3px; vertical-align: -2px; border-radius: 2px; background: var(--accent-text); animation: pulse 1s infinite; }

  .typing { display: flex; align-items: center; gap: 5px; align-self: flex-start; margin-top: 14px; padding: 13px 14px; border: 1px solid var(--line); border-radius: 16px; border-end-start-radius: 5px; background: var(--bot); }
  .typing i { width: 7px; height: 7px; border-radius: 50%; background: var(--muted); animation: hop 1.2s infinite ease-in-out; }
  .typing i:nth-child(2) { animation-delay: .15s; } .typing i:nth-child(3) { animation-delay: .3s; }
  @keyframes hop { 0%, 60%, 100% { transform: none; opacity: .45; } 30% { transform: translateY(-4px); opacity: 1; } }

  .replies { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; margin-top: 14px; }
  .hello-replies { flex-direction: column; align-items: stretch; padding: 6px 0 4px; }
  .reply {
    max-width: 100%; padding: 8px 14px; min-height: 38px; border-radius: 19px; background: var(--surface); color: var(--accent-text); font-size: 14px; font-weight: 500;
    border: 1px solid color-mix(in srgb, var(--accent-text) 45%, transparent); overflow-wrap: anywhere; line-height: 1.4; transition: background .12s ease;
  }
  .reply:hover { background: var(--tint); }

  .survey { margin: 18px 0 4px; padding: 16px; border-radius: 16px; background: var(--surface); border: 1px solid var(--line); text-align: center; }
  .survey h3 { margin: 0; font-size: 15.5px; font-weight: 650; }
  .survey p { margin: 2px 0 0; color: var(--muted); font-size: 13px; }
  .stars { display: flex; justify-content: center; gap: 2px; margin: 10px 0 2px; }
  .star { padding: 5px; border-radius: 12px; color: var(--muted); transition: transform .12s ease; }
  .star .icon { width: 30px; height: 30px; stroke-width: 1.5; }
  .star:hover { transform: scale(1.1); }
  .star.on { color: #b97a08; } .star.on .icon { fill: #f2b632; stroke: #b97a08; }
  .score-name { min-height: 1.5em; font-size: 13px; font-weight: 600; }
  .survey textarea { display: block; width: 100%; min-height: 64px; margin: 8px 0 12px; padding: 9px 12px; border-radius: 12px; border: 1px solid color-mix(in srgb, var(--muted) 55%, transparent); background: var(--page); resize: none; font-size: 14px; outline-offset: -1px !important; }
  .primary { width: 100%; min-height: 42px; padding: 8px 16px; border-radius: 12px; background: var(--accent); color: var(--accent-ink); font-weight: 600; font-size: 14.5px; }
  .primary:hover:not(:disabled) { filter: brightness(1.08); }
  .primary:disabled { background: var(--line); color: var(--muted); }
  .thanks { display: flex; align-items: center; justify-content: center; gap: 8px; font-weight: 600; font-size: 14.5px; }
  .thanks .icon { width: 22px; height: 22px; fill: #f2b632; color: #b97a08; }

  .pill { position: absolute; bottom: 10px; left: 50%; transform: translateX(-50%); display: flex; align-items: center; gap: 5px; padding: 7px 14px 7px 10px; border-radius: 18px; background: var(--ink); color: var(--page); font-size: 13px; font-weight: 600; box-shadow: 0 4px 16px rgb(0 0 0 / .22); white-space: nowrap; }
  .pill .icon { width: 18px; height: 18px; }

  footer { padding: 10px 12px calc(12px + env(safe-area-inset-bottom)); background: var(--surface); border-top: 1px solid var(--line); }
  .box { display: flex; align-items: flex-end; gap: 6px; padding: 4px 4px 4px 14px; border-radius: 22px; border: 1px solid color-mix(in srgb, var(--muted) 50%, transparent); background: var(--page); transition: border-color .12s ease; }
  .box:focus-within { border-color: var(--accent-text); box-shadow: 0 0 0 1px var(--accent-text); }
  .box textarea { flex: 1; min-width: 0; height: 36px; max-height: 126px; padding: 7px 0; border: 0; outline: 0; background: none; resize: none; line-height: 22px; font-size: 15px; overflow-y: auto; scrollbar-width: thin; }
  textarea::placeholder { color: var(--muted); opacity: 1; }
  .go { flex: none; width: 36px; height: 36px; border-radius: 50%; display: grid; place-items: center; background: var(--accent); color: var(--accent-ink); transition: opacity .12s ease, background .12s ease; }
  .go:disabled { background: var(--line); color: var(--muted); }
  .go .icon { width: 20px; height: 20px; stroke-width: 2.2; }
  .counter { padding: 5px 14px 0; font-size: 12px; color: var(--muted); text-align: end; font-variant-numeric: tabular-nums; }
  .counter.over { color: var(--danger); font-weight: 600; }

  @media (max-width: 480px) {
    .panel { inset: 0 !important; top: var(--view-top, 0px) !important; bottom: auto !important; width: 100%; height: var(--view-height, 100dvh); border-radius: 0; }
    header { padding-top: calc(12px + env(safe-area-inset-top)); }
    .box textarea { font-size: 16px; }
    .open .launcher { display: none; }
  }
  @media (max-height: 560px) {
    .panel { bottom: 8px; height: calc(100dvh - 16px); }
    .open .launcher { display: none; }
    header { padding-block: 8px; }
    .hello { padding-top: 0; } .hello .face { display: none; }
  }
  @media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }
  @media (forced-colors: active) { .bubble, .reply, .launcher, .go { border: 1px solid; } }
  `;

  // ---------------------------------------------------------------------------------------------- view

  /** Everything the visitor sees; texts reach the page only as text nodes. */
  class View {
    constructor(root, options, actions) {
      this.t = STRINGS[options.locale];
      this.options = options;
      this.actions = actions;
      this.messages = new Map();
      this.pending = new Map();
      this.drafts = new Map();
      this.expanded = false;
      this.atEnd = true;
      this.unread = 0;
      this.build(root);
      this.time = new Intl.DateTimeFormat(options.locale === "zh" ? "zh-CN" : "en", { hour: "numeric", minute: "2-digit" });
      this.day = new Intl.DateTimeFormat(options.locale === "zh" ? "zh-CN" : "en", { weekday: "short", day: "numeric", month: "long" });
    }

    // ---- building

    build(root) {
      const side = this.options.position === "left" ? "left" : "right";
      this.root = el("div", { class: `root ${side}`, lang: this.options.locale === "zh" ? "zh-CN" : "en", dir: "ltr" });
      this.root.classList.toggle("light", this.options.theme === "light");
      this.root.append(this.buildPanel(), this.buildLauncher());
      this.root.addEventListener("keydown", (event) => this.escape(event));
      root.append(this.root);
      this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
      new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroller);
    }

    buildLauncher() {
      this.badge = el("span", { class: "badge", "data-part": "badge", hidden: true });
      this.launcher = el("button", { class: "launcher", type: "button", "data-part": "launcher", "aria-haspopup": "dialog", "aria-expanded": "false",
        "aria-label": this.t.open, onclick: () => (this.expanded ? this.collapse() : this.expand()) }, icon("chat"), icon("down"), this.badge);
      return this.launcher;
    }

    buildPanel() {
      this.panel = el("div", { class: "panel", "data-part": "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
        this.buildHeader(), this.buildMiddle(), this.buildFooter());
      return this.panel;
    }

    buildHeader() {
      const title = el("h1", { class: "title", id: "title", dir: "auto" });
      title.textContent = this.options.title || this.t.title;
      this.statusText = el("span", { dir: "auto" });
      this.status = el("div", { class: "status", "data-part": "status", role: "status" }, this.statusText);
      this.menuButton = el("button", { class: "tool", type: "button", "data-part": "menu", "aria-label": this.t.menu, "aria-haspopup": "menu", "aria-expanded": "false",
        onclick: () => this.showMenu(this.menu.hidden) }, icon("dots"));
      const minimise = el("button", { class: "tool", type: "button", "data-part": "close", "aria-label": this.t.minimise, onclick: () => this.collapse() }, icon("close"));
      return el("header", {}, el("div", { class: "face" }, icon("spark")), el("div", { class: "names" }, title, this.status), this.menuButton, minimise, this.buildMenu());
    }

    buildMenu() {
      this.endButton = el("button", { type: "button", role: "menuitem", "data-part": "end", onclick: () => this.chosen(this.actions.end) });
      this.endButton.textContent = this.t.end;
      this.freshButton = el("button", { type: "button", role: "menuitem", "data-part": "fresh", onclick: () => this.chosen(this.actions.fresh) });
      this.freshButton.textContent = this.t.fresh;
      this.menu = el("div", { class: "menu-list", role: "menu", "aria-label": this.t.menu, hidden: true }, this.endButton, this.freshButton);
      this.menu.addEventListener("keydown", (event) => this.walkMenu(event));
      this.root.addEventListener("pointerdown", (event) => {
        if (!this.menu.hidden && !this.menu.contains(event.target) && !this.menuButton.contains(event.target)) this.showMenu(false);
      });
      return this.menu;
    }

    buildMiddle() {
      this.log = el("div", { class: "log", "data-part": "log", role: "log", "aria-live": "polite", "aria-label": this.t.log });
      this.hello = this.buildHello();
      this.draftArea = el("div", { class: "tail", "aria-hidden": "true" });
      this.replies = el("div", { class: "replies", "data-part": "quick-replies" });
      this.survey = el("div", { class: "tail" });
      this.scroller = el("div", { class: "scroller", "data-part": "scroller", tabindex: "-1" }, this.hello, this.log, this.draftArea, this.replies, this.survey);
      this.pill = el("button", { class: "pill", type: "button", "data-part": "pill", hidden: true, onclick: () => this.toEnd() }, icon("down"));
      this.pill.append(this.t.newMessages);
      return el("div", { class: "middle" }, this.scroller, this.pill);
    }

    buildHello() {
      const title = el("h2");
      title.textContent = this.t.welcomeTitle;
      const text = el("p");
      text.textContent = this.t.welcomeText;
      return el("div", { class: "hello", "data-part": "welcome" }, el("div", { class: "face" }, icon("spark")), title, text);
    }

    buildFooter() {
      this.input = el("textarea", { "data-part": "input", rows: "1", "aria-label": this.t.inputLabel, placeholder: this.t.input, dir: "auto", enterkeyhint: "send",
        oninput: () => this.inputChanged(), onkeydown: (event) => this.inputKey(event) });
      this.sendButton = el("button", { class: "go", type: "button", "data-part": "send", "aria-label": this.t.send, disabled: true, onclick: () => this.submit() }, icon("send"));
      this.counter = el("div", { class: "counter", "data-part": "counter", role: "status", hidden: true });
      this.composer = el("div", {}, el("div", { class: "box" }, this.input, this.sendButton), this.counter);
      this.again = el("button", { class: "primary", type: "button", "data-part": "new", hidden: true, onclick: () => this.actions.fresh() });
      this.again.textContent = this.t.fresh;
      return el("footer", {}, this.composer, this.again);
    }

    // ---- opening and closing

    expand() {
      if (this.expanded) return;
      this.expanded = true;
      this.panel.hidden = false;
      this.root.classList.add("open");
      this.launcher.setAttribute("aria-expanded", "true");
      this.launcher.setAttribute("aria-label", this.t.close);
      this.setUnread(0);
      this.actions.opened();
      this.refresh();
      this.toEnd();
      (this.composer.hidden ? this.again : this.input).focus({ preventScroll: true });
    }

    collapse() {
      if (!this.expanded) return;
      this.expanded = false;
      this.showMenu(false);
      this.panel.hidden = true;
      this.root.classList.remove("open");
      this.launcher.setAttribute("aria-expanded", "false");
      this.launcher.setAttribute("aria-label", this.t.open);
      this.launcher.focus({ preventScroll: true });
    }

    escape(event) {
      if (event.key !== "Escape" || event.isComposing) return;
      event.stopPropagation();
      if (!this.menu.hidden) this.showMenu(false, true);
      else this.collapse();
    }

    showMenu(shown, focusBack = false) {
      this.menu.hidden = !shown;
      this.menuButton.setAttribute("aria-expanded", String(shown));
      if (shown) [this.endButton, this.freshButton].find((b) => !b.disabled && !b.hidden)?.focus();
      else if (focusBack) this.menuButton.focus();
    }

    walkMenu(event) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      const items = [this.endButton, this.freshButton].filter((b) => !b.disabled && !b.hidden);
      const at = items.indexOf(this.root.getRootNode().activeElement);
      items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length]?.focus();
    }

    chosen(action) {
      this.showMenu(false, true);
      action();
    }

    fitKeyboard() {
      const view = window.visualViewport;
      if (!view) return;
      // On phones the keyboard covers the page instead of shrinking it.
      this.root.style.setProperty("--view-height", `${view.height}px`);
      this.root.style.setProperty("--view-top", `${view.offsetTop}px`);
    }

    // ---- composer

    inputChanged() {
      const over = charactersIn(this.input.value) - MAX_TEXT;
      this.sendButton.disabled = !this.input.value.trim() || over > 0;
      this.counter.hidden = over <= COUNTER_FROM - MAX_TEXT;
      this.counter.classList.toggle("over", over > 0);
      this.counter.textContent = fill(over > 0 ? this.t.over : this.t.left, { n: Math.abs(over) });
      this.grow();
      if (this.input.value.trim()) this.actions.typing();
    }

    grow() {
      this.input.style.height = "36px";
      this.input.style.height = `${Math.min(126, Math.max(36, this.input.scrollHeight))}px`;
    }

    inputKey(event) {
      // While an input method is composing, Enter chooses a word (229 is how Safari says so).
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.submit();
    }

    submit() {
      const text = this.input.value.trim();
      if (!text || charactersIn(text) > MAX_TEXT) return;
      this.input.value = "";
      this.inputChanged();
      this.input.focus({ preventScroll: true });
      this.actions.say(text);
    }

    // ---- messages

    message({ role, text, at, who, announce }) {
      const bubble = el("div", { class: "bubble", "data-part": "text", dir: "auto" }, linked(text, this.t.openLink));
      const name = el("div", { class: role === "customer" ? "who hush" : "who", dir: "auto" });
      name.textContent = who;
      const time = el("time", { datetime: at });
      time.textContent = this.time.format(new Date(at));
      const node = el("div", { class: `msg ${role}`, "data-role": role }, name, bubble, el("div", { class: "meta" }, time));
      node.author = `${role}:${who}`;
      node.moment = Date.parse(at);
      if (announce === false) node.setAttribute("aria-live", "off");
      return node;
    }

    place(node) {
      const before = [...this.pending.values()][0] ?? null;
      if (before === node) this.pending.delete(node.dataset.id);
      const first = [...this.pending.values()][0] ?? null;
      if (node.nextSibling !== first || node.parentNode !== this.log) this.log.insertBefore(node, first);
      this.group(node);
      if (first) this.group(first);
    }

    group(node) {
      const previous = node.previousElementSibling;
      const grouped = !!previous?.author && previous.author === node.author && node.moment - previous.moment < GROUP_WITHIN;
      node.classList.toggle("grouped", grouped);
      if (previous?.author) previous.classList.toggle("followed", grouped);
    }

    line(text, at, kind = "") {
      const node = el("div", { class: `line ${kind}`, "data-role": "system", dir: "auto" });
      node.textContent = text;
      if (at) node.title = this.time.format(new Date(at));
      this.place(node);
    }

    newDay(at) {
      const date = new Date(at);
      const key = date.toDateString();
      if (key === this.dayShown || Number.isNaN(date.getTime())) return;
      const today = new Date();
      const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
      const names = { [today.toDateString()]: this.t.today, [yesterday.toDateString()]: this.t.yesterday };
      const node = el("div", { class: "line day" });
      node.textContent = names[key] ?? this.day.format(date);
      this.dayShown = key;
      this.place(node);
    }

    eventCame(seq, event) {
      const talk = this.actions.talk();
      const t = this.t;
      this.changing(event.type.endsWith("_said") && event.type !== "customer_said", () => {
        const handlers = {
          customer_said: () => this.customerSaid(event),
          bot_said: () => this.botSaid(event),
          escalated: () => this.line(t.escalated, event.at),
          agent_joined: () => this.line(fill(t.joined, { name: event.agent }), event.at),
          agent_said: () => this.agentSaid(event),
          agent_left: () => this.line(event.to === "queue" ? t.leftToQueue : t.leftToBot, event.at),
          queue_left: () => this.line(t.queueLeft, event.at),
          conversation_closed: () => this.closed(event),
        };
        handlers[event.type]?.();
        if (!this.quiet) this.renderTail(talk);
      });
      this.count(seq, event);
      this.statusChanged();
    }

    customerSaid(event) {
      this.newDay(event.at);
      const node = this.pending.get(event.id) ?? this.unsentNode(event.id, event.text, event.at);
      this.pending.delete(event.id);
      // What was stored is shown, which may be less than what was typed: card numbers are not kept.
      const bubble = node.querySelector("[data-part=text]");
      if (bubble.textContent !== event.text) bubble.replaceChildren(linked(event.text, this.t.openLink));
      node.moment = Date.parse(event.at) || node.moment;
      this.place(node);
      this.setState(node, "kept");
      this.messages.set(event.id, node);
    }

    botSaid(event) {
      this.newDay(event.at);
      this.endDraft(event.turn);
      this.stopTyping();
      this.place(this.message({ role: "bot", text: event.text, at: event.at, who: this.t.assistant }));
    }

    agentSaid(event) {
      this.newDay(event.at);
      this.stopTyping();
      this.place(this.message({ role: "agent", text: event.text, at: event.at, who: event.agent }));
    }

    closed(event) {
      this.stopTyping();
      this.dropDrafts();
      const texts = { visitor: this.t.closedVisitor, agent: this.t.closedAgent, bot: this.t.closedBot };
      this.line(texts[event.by] ?? this.t.ended, event.at);
    }

    unsentNode(id, text, at = new Date().toISOString()) {
      const node = this.message({ role: "customer", text, at, who: this.t.you, announce: false });
      node.dataset.id = id;
      const state = el("span", { class: "state", "data-part": "state" });
      node.querySelector(".meta").append(state);
      return node;
    }

    unsent(item) {
      if (this.pending.has(item.id)) return;
      const node = this.unsentNode(item.id, item.text);
      this.log.append(node);
      this.pending.set(item.id, node);
      this.messages.set(item.id, node);
      this.group(node);
      this.setState(node, item.failed ? "failed" : "sending");
      this.refresh();
      this.toEnd();
    }

    delivery(id, state, code) {
      const node = this.messages.get(id);
      if (node) this.setState(node, state, code);
    }

    setState(node, state, code) {
      const signs = { sending: "◌", kept: "✓", failed: "!" };
      node.classList.remove("sending", "kept", "failed");
      node.classList.add(state);
      node.dataset.state = state;
      const sign = node.querySelector(".state");
      sign.textContent = signs[state];
      sign.title = this.t[state];
      sign.setAttribute("role", "img");
      sign.setAttribute("aria-label", this.t[state]);
      node.querySelectorAll(".why, .retry").forEach((old) => old.remove());
      if (state === "failed") this.offerRetry(node, code);
    }

    offerRetry(node, code) {
      const why = el("span", { class: "why", role: "alert" });
      why.textContent = this.t.errors[code] ?? this.t.failed;
      const retry = el("button", { class: "retry", type: "button", "data-part": "retry", onclick: () => this.actions.retry(node.dataset.id) });
      retry.textContent = this.t.retry;
      node.querySelector(".meta").append(why, code === "closed" ? "" : retry);
    }

    itemRefused(item, code) {
      this.line(this.t.errors[code] ?? this.t.failed);
      delete this.survey.dataset.shown;
      this.rating = null;
      this.refresh();
    }

    cleared(forgotten) {
      this.log.replaceChildren();
      this.messages.clear();
      this.pending.clear();
      this.dayShown = null;
      this.rating = null;
      this.dropDrafts();
      this.setUnread(0);
      this.quiet = false;
      if (forgotten) this.line(this.t.forgotten);
      this.refresh();
      if (this.expanded) this.input.focus({ preventScroll: true });
    }

    // ---- drafts and typing

    draftGrows(turn, text) {
      this.changing(false, () => {
        this.stopTyping();
        let draft = this.drafts.get(turn);
        if (!draft) {
          const bubble = el("div", { class: "bubble", dir: "auto" });
          const name = el("div", { class: "who" });
          name.textContent = this.t.assistant;
          draft = { bubble, node: el("div", { class: "msg bot draft", "data-part": "draft" }, name, bubble) };
          this.drafts.set(turn, draft);
          this.draftArea.append(draft.node);
          this.log.setAttribute("aria-busy", "true");
        }
        draft.bubble.append(text);
      });
    }

    endDraft(turn) {
      this.drafts.get(turn)?.node.remove();
      this.drafts.delete(turn);
      if (!this.drafts.size) this.log.removeAttribute("aria-busy");
    }

    dropDrafts() {
      for (const turn of [...this.drafts.keys()]) this.endDraft(turn);
      this.stopTyping();
    }

    typing(who, agent) {
      if (who === "visitor" || this.drafts.size || this.actions.talk().owner === "closed") return;
      clearTimeout(this.typingTimer);
      this.typingTimer = setTimeout(() => this.stopTyping(), who === "bot" ? 45_000 : 7_000);
      if (this.typingNode) return;
      this.changing(false, () => {
        this.typingNode = el("div", { class: "typing", "data-part": "typing" }, el("i"), el("i"), el("i"));
        this.draftArea.append(this.typingNode);
      });
      // The status is read out: that the assistant writes after every question is not worth it.
      this.typingName = who === "agent" ? agent || this.t.support : null;
      this.statusChanged();
    }

    stopTyping() {
      clearTimeout(this.typingTimer);
      this.typingNode?.remove();
      this.typingNode = null;
      if (!this.typingName) return;
      this.typingName = null;
      this.statusChanged();
    }

    // ---- what follows the log: quick replies and the survey

    refresh() {
      this.changing(false, () => this.renderTail(this.actions.talk()));
      this.statusChanged();
    }

    renderTail(talk) {
      const unsent = this.pending.size > 0;
      const empty = !talk.spoken && !unsent && talk.owner !== "closed";
      this.hello.hidden = !(empty && !this.messages.size);
      const texts = empty ? (talk.replies.length ? talk.replies : this.suggestions()) : unsent ? [] : talk.replies;
      this.renderReplies(texts, empty);
      this.renderSurvey(talk);
      this.composer.hidden = talk.owner === "closed";
      this.again.hidden = talk.owner !== "closed";
      this.endButton.hidden = talk.owner === "closed";
      this.endButton.disabled = !talk.spoken;
      this.freshButton.hidden = talk.owner !== "closed";
    }

    suggestions() {
      return this.options.suggestions?.length ? this.options.suggestions : this.t.suggestions;
    }

    renderReplies(texts, empty) {
      const key = JSON.stringify([texts, empty]);
      if (key === this.repliesShown) return;
      this.repliesShown = key;
      this.replies.hidden = !texts.length;
      this.replies.classList.toggle("hello-replies", empty);
      this.replies.replaceChildren(...texts.map((text) => {
        const button = el("button", { class: "reply", type: "button", "data-part": "quick-reply", dir: "auto", onclick: () => {
          this.input.focus({ preventScroll: true });
          this.actions.say(text);
        } });
        button.textContent = text;
        return button;
      }));
    }

    renderSurvey(talk) {
      const wanted = talk.asked || (talk.owner === "closed" && talk.spoken);
      const key = !wanted ? "none" : talk.score ? "thanks" : "ask";
      if (key === this.survey.dataset.shown) return;
      this.survey.dataset.shown = key;
      if (key === "none") this.survey.replaceChildren();
      else this.survey.replaceChildren(key === "thanks" ? this.buildThanks() : this.buildSurvey());
    }

    buildThanks() {
      const text = el("span");
      text.textContent = this.t.thanks;
      return el("div", { class: "survey thanks", "data-part": "thanks", role: "status" }, icon("star"), text);
    }

    buildSurvey() {
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
        this.paintStars(stars, score, focus);
        name.textContent = this.t.scores[score - 1];
        this.changing(false, () => {
          comment.hidden = send.hidden = false;
          send.disabled = false;
        });
      };
      for (let score = 1; score <= 5; score += 1) stars.append(this.buildStar(score, choose));
      send.addEventListener("click", () => {
        send.disabled = true;
        send.textContent = this.t.surveyBusy;
        this.actions.rate(this.rating, comment.value.trim());
      });
      return el("div", { class: "survey", "data-part": "survey" }, title, hint, stars, name, comment, send);
    }

    buildStar(score, choose) {
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

    paintStars(stars, score, focus) {
      for (const star of stars.children) {
        const value = Number(star.dataset.score);
        star.classList.toggle("on", value <= score);
        star.setAttribute("aria-checked", String(value === score));
        star.tabIndex = value === score ? 0 : -1;
        if (focus && value === score) star.focus();
      }
    }

    // ---- status, unread, scrolling

    statusChanged() {
      const talk = this.actions.talk();
      const state = this.actions.connection();
      const closed = talk?.owner === "closed";
      const online = closed ? this.t.ended : this.typingName ? fill(this.t.typing, { name: this.typingName })
        : talk?.owner === "agent" ? fill(this.t.withYou, { name: talk.agent })
        : talk?.owner === "queue" ? this.t.waiting : this.t.online;
      const text = { connecting: this.t.connecting, offline: this.t.offline, refused: this.t.refused, online, idle: closed ? this.t.ended : this.t.idle }[state];
      this.status.className = `status ${closed && state === "online" ? "idle" : state}`;
      this.status.dataset.state = state;
      if (this.statusText.textContent !== text) this.statusText.textContent = text;
    }

    /** History is shown at once and in silence; only what comes after it is announced. */
    replaying(on) {
      this.log.setAttribute("aria-live", on ? "off" : "polite");
      const was = this.quiet;
      this.quiet = on;
      if (on && !was) this.followed = this.atEnd;
      if (!was || on) return;
      this.refresh();
      if (this.followed) this.toEnd();
      else this.pill.hidden = false;
    }

    count(seq, event) {
      if (this.expanded && !document.hidden) return this.actions.seen();
      const said = event.type === "bot_said" || event.type === "agent_said";
      if (said && !this.expanded && seq > this.actions.lastSeen()) this.setUnread(this.unread + 1);
      return undefined;
    }

    setUnread(count) {
      this.unread = count;
      this.badge.hidden = count === 0;
      this.badge.textContent = count > 99 ? "99+" : String(count);
      if (!this.expanded) this.launcher.setAttribute("aria-label", count ? `${this.t.open} – ${fill(this.t.unread, { n: count })}` : this.t.open);
    }

    changing(isNews, change) {
      const stay = this.atEnd;
      change();
      // A long history would be laid out again for every message of it.
      if (this.quiet) return;
      if (stay) this.toEnd();
      else if (isNews) this.pill.hidden = false;
    }

    scrolled() {
      const box = this.scroller;
      this.atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
      if (this.atEnd) this.pill.hidden = true;
    }

    toEnd() {
      this.scroller.scrollTop = this.scroller.scrollHeight;
      this.atEnd = true;
      this.pill.hidden = true;
    }
  }

  // ---------------------------------------------------------------------------------------------- element

  class ChatWidget extends HTMLElement {
    connectedCallback() {
      if (this.view) return;
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      root.adoptedStyleSheets = [sheet];
      this.view = new View(root, this.options(), this.actions());
      this.session = new Session(this.server(), this.view.options.locale, this.view, this.identity());
      this.paint();
      this.view.refresh();
      if (this.session.token) this.session.start();
      this.listen();
    }

    disconnectedCallback() {
      this.ending?.abort();
      this.session?.link.end();
    }

    setting(name) {
      return this.dataset[name] ?? SCRIPT?.dataset[name] ?? "";
    }

    options() {
      return {
        title: this.setting("title"),
        position: this.setting("position"),
        theme: this.setting("theme"),
        suggestions: this.setting("suggestions").split("|").map((s) => s.trim()).filter(Boolean),
        locale: chooseLocale(this.setting("locale"), document.documentElement.lang, navigator.language),
      };
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
      addEventListener("storage", () => this.session.follow(), { signal });
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
      if (!text || this.view.input.value) return;
      this.view.input.value = text;
      this.view.inputChanged();
    }

    close() {
      this.view.collapse();
    }

    /** For the page: who its visitor is, as its backend signed it; null once nobody is signed in. */
    identify(identity) {
      this.session.identify(identity ?? null);
    }
  }

  function appendUnlessThere() {
    if (!document.querySelector("chat-widget")) document.body.append(document.createElement("chat-widget"));
  }

  customElements.define("chat-widget", ChatWidget);
  if (document.body) appendUnlessThere();
  else addEventListener("DOMContentLoaded", appendUnlessThere);
})();
