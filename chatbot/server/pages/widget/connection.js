// One socket: opened, kept alive, opened again. Part of the widget's script and of the console's line (desk_link.js).

const PING_EVERY = 25_000;
const PONG_WITHIN = 35_000;

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

  /** The browser lost its network, which a socket would notice much later; a server on this machine is there at once again. */
  cut() {
    if (!this.wanted || !this.socket) return;
    this.drop();
    this.lost(1006);
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
