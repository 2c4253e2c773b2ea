/* What stays on the device of what has happened: a sealed record of each event that the journal keeps. What is taken back is blanked in it, and
 * what was shredded goes from it. Owns: the journal, from unlock to lock. Uses: the store, the core's seal. Used by: staff_session. */
import type { StaffCore } from "../core/core";
import type { EventOf } from "../core/events";
import { Journal } from "./journal";
import type { StaffEvent } from "./staff_events";

/** What stays on the device: only octets that the core has sealed, and the key file. */
export type DeviceStore = {
  load: () => Promise<{ key_file: Uint8Array | null; state: Uint8Array; records: Uint8Array[] }>;
  /** Keeps another key file and forgets everything that belonged to the one before. */
  begin: (key_file: Uint8Array | null) => Promise<void>;
  /** All of it or nothing. */
  keep: (change: { state: Uint8Array | null; records: Uint8Array[] }) => Promise<void>;
  /** Puts what `change` gives in a record's place. */
  rewrite: (change: (record: Uint8Array) => Uint8Array | "stays" | "goes") => Promise<void>;
};

const case_of = (event: StaffEvent) => ("case" in event ? event.case : "");
const octets_of = (event: StaffEvent) => new TextEncoder().encode(JSON.stringify(event));
/** A record as it was kept; null: its key was destroyed. */
function opened(core: StaffCore, record: Uint8Array): StaffEvent | null {
  const octets = core.open_record(record);
  return octets === null ? null : (JSON.parse(new TextDecoder().decode(octets)) as StaffEvent);
}

export class Records {
  readonly #store: DeviceStore;
  readonly #journal = new Journal();

  constructor(store: DeviceStore) {
    this.#store = store;
  }

  /** The core's state too, where it has changed: all of it or nothing. `self`: who we are, or "". */
  async keep(core: StaffCore, events: readonly StaffEvent[], self: string): Promise<void> {
    const kept = events.flatMap((event) => this.#journal.take(event));
    const records = kept.map((event) => core.seal_record(case_of(event), octets_of(event)));
    const is_dirty = core.is_dirty();
    if (is_dirty || records.length > 0) await this.#store.keep({ state: is_dirty ? core.save() : null, records });
    if (is_dirty) core.saved();
    for (const event of events) {
      if (event.event === "retracted") await this.#blank(core, event, self);
      if (event.event === "shredded") await this.drop_shredded(core);
    }
  }

  /** The events that were kept, in order; `has_shredded`: some of them cannot be opened any more. */
  replay(core: StaffCore, records: readonly Uint8Array[]): { events: StaffEvent[]; has_shredded: boolean } {
    const all = records.map((record) => opened(core, record));
    const events = all.filter((event) => event !== null);
    for (const event of events) this.#journal.take(event);
    return { events, has_shredded: events.length < all.length };
  }

  /** Whose key is gone says nothing any more, and goes too. */
  async drop_shredded(core: StaffCore): Promise<void> {
    await this.#store.rewrite((record) => (core.open_record(record) === null ? "goes" : "stays"));
  }

  /** What was taken back leaves the device's record too: the words are overwritten where they stand. */
  async #blank(core: StaffCore, event: EventOf<"retracted">, self: string): Promise<void> {
    const is_own = event.from === self;
    await this.#store.rewrite((record) => {
      const kept = opened(core, record);
      const is_message = kept?.event === (is_own ? "own_message" : "message");
      if (!is_message || !("text" in kept) || !("id" in kept) || kept.case !== event.case || kept.id !== event.id)
        return "stays";
      if (kept.event === "message" && kept.from !== event.from) return "stays";
      return core.seal_record(kept.case, octets_of({ ...kept, text: "" }));
    });
  }
}
