/* Which events a staff device keeps: those of the cases it serves. Events of a case that still waits are held in memory only;
 * they are kept when the case becomes ours and forgotten when somebody else takes it. Decides; the session seals and stores. */
import type { StaffEvent } from "./staff_events";

const kept_names: readonly StaffEvent["event"][] = [
  "room",
  "intake",
  "message",
  "appointment",
  "gap",
  "unreadable",
  "expired",
  "retracted",
  "accepted",
  "delivered",
  "unsent",
  "told",
  "closed",
  "reopened",
  "downgrade",
  "visitor",
  "note",
  "briefing",
  "case_burnt",
  "own_message",
  "own_appointment",
  "slot_refused",
  "own_note",
];

export class Journal {
  readonly #ours = new Set<string>();
  readonly #waiting = new Map<string, StaffEvent[]>();

  /** What is to be kept now that `event` has happened, in order. */
  take(event: StaffEvent): StaffEvent[] {
    if (event.event === "slot_taken") return [event];
    if (!("case" in event) || event.case === "") return [];
    const case_id = event.case;
    if (event.event === "claimed" || event.event === "added" || (event.event === "card" && event.mine))
      return this.#own(case_id, event);
    if (event.event === "removed") return this.#ours.delete(case_id) ? [event] : [];
    if (event.event === "card") {
      if (event.state !== "waiting") this.#waiting.delete(case_id);
      return [];
    }
    if (!kept_names.includes(event.event)) return [];
    if (this.#ours.has(case_id)) return [event];
    this.#waiting.set(case_id, [...(this.#waiting.get(case_id) ?? []), event]);
    return [];
  }

  #own(case_id: string, event: StaffEvent): StaffEvent[] {
    if (this.#ours.has(case_id)) return [];
    const before = this.#waiting.get(case_id) ?? [];
    this.#ours.add(case_id);
    this.#waiting.delete(case_id);
    return [...before, event];
  }
}
