// The console's line to the server: comes back by itself and sends what was not acknowledged again.

// include widget/connection.js

export class DeskLink extends Link {
  constructor(handlers) {
    super(`${location.origin.replace(/^http/, "ws")}/ws/desk`, {
      changed: handlers.changed,
      opened: () => {},
      frame: (frame) => this.receive(frame),
      lost: (code) => this.gone(code),
    });
    this.desk = handlers;
    this.ready = false;
    this.unacked = new Map();
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => this.cut());
    document.addEventListener("visibilitychange", () => !document.hidden && this.wake());
  }

  receive(frame) {
    if (!this.ready) this.welcomed();
    if (frame.type === "ping") this.send({ type: "pong" });
    if ((frame.type === "ack" || frame.type === "error") && frame.id) this.unacked.delete(frame.id);
    this.desk.frame(frame);
  }

  /** The first frame proves that the session was accepted. */
  welcomed() {
    this.ready = true;
    this.settled();
    this.desk.changed("online");
    this.desk.welcomed();
    for (const frame of this.unacked.values()) this.send(frame);
  }

  send(frame) {
    return this.ready && super.send(frame);
  }

  sendSurely(frame) {
    this.unacked.set(frame.id, frame);
    // Who writes does not want to wait for the next try.
    if (!this.send(frame)) this.wake();
  }

  gone(code) {
    const wasReady = this.ready;
    this.ready = false;
    if (!this.wanted) return;
    if (code === 1008) this.desk.refused();
    // A refused handshake shows only as 1006; the session's state tells what it was.
    else if (!wasReady) this.desk.neverOpened();
  }

  stop() {
    super.stop();
    this.ready = false;
  }
}
