// What the console knows of one conversation: its events once and in order, and what follows from them.

const VISIBLE = new Set([
  "conversation_started", "customer_said", "bot_said", "escalated", "agent_joined", "agent_said", "agent_left", "queue_left", "survey_asked",
  "survey_answered", "conversation_closed",
]);

/** What a draft ends with beside the reply itself: nobody will finish it. */
export const DRAFT_ENDS = new Set(["escalated", "agent_joined", "agent_left", "queue_left", "conversation_closed"]);

export class Case {
  constructor(id) {
    this.id = id;
    this.last = 0;
    this.visitorSeq = 0;
    this.entries = [];
    this.early = new Map();
    this.cards = new Map();
    this.texts = new Map();
    this.drafts = new Map();
    this.unsent = new Map();
    this.row = null;
    this.written = "";
    this.asNote = false;
    this.owner = "bot";
    this.agent = null;
    this.escalation = null;
    this.verdict = null;
    this.customer = null;
  }

  /** Takes an event in; answers the entries that are new and in order now. */
  take(seq, event) {
    if (!Number.isInteger(seq) || !event || seq <= this.last) return [];
    this.early.set(seq, event);
    const fresh = [];
    while (this.early.has(this.last + 1)) {
      this.last += 1;
      const next = this.early.get(this.last);
      this.early.delete(this.last);
      fresh.push(this.apply(next));
    }
    return fresh;
  }

  apply(event) {
    if (VISIBLE.has(event.type)) this.visitorSeq += 1;
    const entry = { seq: this.last, visitorSeq: this.visitorSeq, event };
    this.entries.push(entry);
    const changes = {
      customer_identified: () => { this.customer = { id: event.customer, name: event.name, email: event.email }; },
      customer_said: () => this.texts.set(this.visitorSeq, event.text),
      understood: () => this.cardPart(event.turn, fromUnderstanding(event.understanding)),
      decided: () => this.cardPart(event.turn, fromDecision(event.decision)),
      action_called: () => this.cardPart(event.turn, { action: { name: event.call.name, ...event.result } }),
      bot_said: () => this.botSaid(event),
      escalated: () => Object.assign(this, { owner: "queue", escalation: event, verdict: null }),
      agent_joined: () => Object.assign(this, { owner: "agent", agent: event.agent }),
      agent_left: () => Object.assign(this, { owner: event.to, agent: null }),
      queue_left: () => Object.assign(this, { owner: "bot", agent: null }),
      judged: () => { this.verdict = event.verdict; },
      conversation_closed: () => Object.assign(this, { owner: "closed", agent: null }),
    };
    changes[event.type]?.();
    if (DRAFT_ENDS.has(event.type)) this.drafts.clear();
    if (event.id) this.unsent.delete(event.id);
    return entry;
  }

  botSaid(event) {
    this.drafts.delete(event.turn);
    const written = event.written ?? [];
    if (!written.length) return;
    const by = written.every((w) => w.by === "model") ? "model" : "fallback";
    this.cardPart(event.turn, { reply: { text: event.text, by, refused: written.flatMap((w) => w.refused ?? []) } });
  }

  cardPart(turn, part) {
    this.cards.set(turn, { ...this.cards.get(turn), ...part });
  }

  /** The server's own card is complete: it wins over what the events told. */
  takeCard(turn, card) {
    const known = Object.entries(card).filter(([, value]) => value !== null);
    this.cardPart(turn, Object.fromEntries(known));
  }

  moods() {
    return [...this.cards.entries()].filter(([, card]) => card.mood).sort((a, b) => a[0] - b[0])
      .map(([turn, card]) => ({ turn, strength: card.mood.strength, label: card.mood.label }));
  }
}

function fromUnderstanding(understanding) {
  return {
    intent: understanding.intents?.[0]?.intent, intents: understanding.intents ?? [], language: understanding.language,
    mood: understanding.mood, entities: understanding.entities ?? [],
  };
}

function fromDecision(decision) {
  const form = decision.form ?? decision.completed;
  return { kind: decision.kind, reasons: decision.reasons ?? [], slots: form?.slots ?? {}, ...(decision.intent ? { intent: decision.intent } : {}) };
}
