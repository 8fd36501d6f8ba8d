// What a reload would lose: which conversation is open, what is written there and in others, and what the server has not
// acknowledged.

import { Case } from "./desk_case.js";

const KEY = "desk:kept";

export class Kept {
  /** `now` answers { agent, id, written, asNote, cases, frames }. */
  constructor(now) {
    addEventListener("pagehide", () => this.keep(now()));
  }

  keep({ cases, ...state }) {
    const begun = cases.filter((one) => one.id !== state.id && one.written.trim());
    state.others = begun.map(({ id, written, asNote }) => ({ id, written, asNote }));
    try {
      if (state.agent && (state.id || state.others.length || state.frames.length)) sessionStorage.setItem(KEY, JSON.stringify(state));
      else sessionStorage.removeItem(KEY);
    } catch {
      // A browser that stores nothing starts anew.
    }
  }

  /** Where a reload left off; what is sent twice with one id counts once. No `cases`: a conversation is open already. */
  goOn(agent, link, cases, open) {
    const before = this.take(agent);
    for (const frame of before?.frames ?? []) link.unacked.set(frame.id, frame);
    if (!before || !cases) return;
    for (const { id, written, asNote } of [...(before.others ?? []), before]) {
      if (id) cases.set(id, Object.assign(new Case(id), { written, asNote }));
    }
    if (before.id) open(before.id);
  }

  /** What this agent left behind in this tab, once. */
  take(agent) {
    try {
      const state = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
      return state?.agent === agent ? state : null;
    } catch {
      return null;
    }
  }
}
