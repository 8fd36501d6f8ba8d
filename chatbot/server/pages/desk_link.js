// The console's line to the server: comes back by itself and sends what was not acknowledged again.

const PING_EVERY = 25_000;
const PONG_WITHIN = 35_000;

export class DeskLink {
  constructor(handlers) {
    this.handlers = handlers;
    this.unacked = new Map();
    this.tries = 0;
    this.wanted = false;
    setInterval(() => this.checkPulse(), 5_000);
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => this.cut());
    document.addEventListener("visibilitychange", () => !document.hidden && this.wake());
  }

  connect() {
    this.wanted = true;
    clearTimeout(this.timer);
    if (this.socket) return;
    this.handlers.changed(this.tries ? "offline" : "connecting");
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws/desk`);
    this.socket = socket;
    this.ready = false;
    this.heard = Date.now();
    this.asked = 0;
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
    if (!this.ready) this.welcomed();
    if (frame.type === "ping") this.send({ type: "pong" });
    if ((frame.type === "ack" || frame.type === "error") && frame.id) this.unacked.delete(frame.id);
    this.handlers.frame(frame);
  }

  /** The first frame proves that the session was accepted. */
  welcomed() {
    this.ready = true;
    this.tries = 0;
    this.handlers.changed("online");
    this.handlers.welcomed();
    for (const frame of this.unacked.values()) this.send(frame);
  }

  send(frame) {
    if (!this.ready || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  sendSurely(frame) {
    this.unacked.set(frame.id, frame);
    // Who writes does not want to wait for the next try.
    if (!this.send(frame)) this.wake();
  }

  lost(code) {
    const wasReady = this.ready;
    this.socket = null;
    this.ready = false;
    if (!this.wanted) return;
    if (code === 1008) this.handlers.refused();
    // A refused handshake shows only as 1006; the session's state tells what it was.
    else if (!wasReady) this.handlers.neverOpened();
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

  drop() {
    const { socket } = this;
    this.socket = null;
    this.ready = false;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  }

  stop() {
    this.wanted = false;
    clearTimeout(this.timer);
    this.drop();
  }

  /** The browser lost its network, which a socket would notice much later; a server on this machine is there at once again. */
  cut() {
    if (!this.wanted || !this.socket) return;
    this.drop();
    this.comeBack(1006);
  }

  wake() {
    if (this.wanted && !this.socket) this.connect();
    else this.checkPulse();
  }

  checkPulse() {
    if (!this.ready) return;
    const now = Date.now();
    if (this.asked && now - this.asked > PONG_WITHIN) {
      this.drop();
      this.comeBack(1006);
    } else if (!this.asked && now - this.heard > PING_EVERY) {
      this.asked = now;
      this.send({ type: "ping" });
    }
  }
}
