/* protocol/core_wasm*.c with types: one client of either role. Its words become the numbers of the C enumerations here and nowhere else.
 * Owns: the client in the instance's memory until `close`, which wipes it. */
import type {
  AppointmentAct,
  CalendarSlot,
  CaseSetting,
  Core,
  Form,
  LeaverProposal,
  Outcome,
  Said,
  StaffCore,
  VisitorCore,
} from "./core";
import { type CoreEvent, parse_staff_event, parse_visitor_event } from "./events";
import type { CoreExports, StaffExports } from "./instance";
import { hex_of_octets, type Lent, Memory, octets_of_hex, octets_of_text } from "./memory";

const roles = { visitor: 1, staff: 2 } as const;
const outcomes: readonly Outcome[] = ["ok", "malformed", "refused", "full", "gone", "broken"];
const acts = { offer: 1, accept: 2, decline: 3, move: 4, call_off: 5, missed: 6 } as const;
const ways = { chat: 1, phone: 2, meeting: 3 } as const;
const profiles = { any: 0, woman: 1, man: 2 } as const;
const safeties = { unsaid: 0, yes: 1, no: 2 } as const;
const slot_states = { offered: 1, accepted: 2, called_off: 3, held: 4, no_show: 5 } as const;
const word_lists = { da: 0, en: 1 } as const;
const receipts = { cannot_write: 3, only_reading: 4 } as const;
const settings: Record<CaseSetting, number> = { claimed: 2, closed: 3, escalated: 6, resting: 7, ended: 9 };
const presences = { away: 0, on_duty: 1, paused: 2 } as const;

const id_size = 16;
const code_digits = 24;
const code_words_max = 118;
const record_overhead = 48;
const no_case = "00".repeat(id_size);

const seconds = (ms: number) => Math.floor(ms / 1000);

/* An Appointment (protocol, rule 18): act, id, the times with one octet of length, way, place with two. */
const times_at = 1 + id_size + 1;
const time_size = id_size + 8 + 2;

function appointment_octets({ act, id, times, way, place }: AppointmentAct): Uint8Array {
  const words = octets_of_text(place);
  const end = times_at + times.length * time_size;
  const octets = new Uint8Array(end + 3 + words.length);
  const view = new DataView(octets.buffer);
  octets[0] = acts[act];
  octets.set(octets_of_hex(id), 1);
  octets[times_at - 1] = times.length * time_size;
  times.forEach((time, number) => {
    const start = times_at + number * time_size;
    octets.set(octets_of_hex(time.id), start);
    view.setUint32(start + id_size + 4, time.start_min);
    view.setUint16(start + id_size + 8, time.length_min);
  });
  octets[end] = ways[way];
  view.setUint16(end + 1, words.length);
  octets.set(words, end + 3);
  return octets;
}

/* CALENDAR_FRAME_SIZE_MAX and CALENDAR_ENTRY_SIZE_MAX of protocol/calendar_file.h. */
const calendar_frame_max = 128;
const calendar_entry_max = 1024;
const calendar_slot_size = id_size + 6;
const quarter_min = 15;

function calendar_octets(slots: readonly CalendarSlot[]): Uint8Array {
  const octets = new Uint8Array(slots.length * calendar_slot_size);
  const view = new DataView(octets.buffer);
  slots.forEach((slot, number) => {
    const start = number * calendar_slot_size;
    octets.set(octets_of_hex(slot.id), start);
    view.setUint32(start + id_size, slot.start_min / quarter_min);
    octets[start + id_size + 4] = slot.length_min / quarter_min;
    octets[start + id_size + 5] = slot_states[slot.state];
  });
  return octets;
}

function outcome_of(number: number): Outcome {
  const outcome = outcomes[number];
  if (outcome === undefined) throw new Error("core: outcome");
  return outcome;
}

/** What both roles have. */
class Client {
  readonly core: CoreExports;
  readonly memory: Memory;
  readonly #client: number;
  #is_closed = false;

  constructor(core: CoreExports, role: keyof typeof roles, deployment_id: string, host: string) {
    this.core = core;
    this.memory = new Memory(core);
    const id = octets_of_hex(deployment_id);
    if (id.length !== 32) throw new Error("core: deployment");
    const client = this.memory.with([id, octets_of_text(host)], (lent_id, lent_host) =>
      core.core_client_open(roles[role], at(lent_id), at(lent_host), size(lent_host)),
    );
    if (client === 0) throw new Error("core: not opened");
    this.#client = client >>> 0;
  }

  get client(): number {
    if (this.#is_closed) throw new Error("core: closed");
    return this.#client;
  }

  close(): void {
    if (this.#is_closed) return;
    this.#is_closed = true;
    this.core.core_client_close(this.#client);
  }

  /** Takes out what the core lends: an address whose size is told apart, zero for nothing. */
  take<T>(address: number, read: (address: number, size: number) => T, taken: (client: number) => number): T | null {
    const length = this.core.core_lent_size() >>> 0;
    if (length === 0) return null;
    const found = read(address, length);
    taken(this.client);
    return found;
  }

  /** A command with ids, a text and room for the id of what was said. */
  say(native: (...args: number[]) => number, ids: readonly string[], text: string): Said {
    return this.memory.with(
      [id_size, octets_of_text(text), ...ids.map(octets_of_hex)],
      (lent_id, lent_text, ...lent) => {
        const outcome = native(this.client, ...lent.map(at), at(lent_text), size(lent_text), at(lent_id));
        return { outcome: outcome_of(outcome), id: this.#id(outcome, lent_id) };
      },
    );
  }

  /** `octets`: the Appointment as it was said, with the ids that the core made. */
  appointment(case_id: string, act: AppointmentAct): Said & { octets: Uint8Array } {
    const contents = [octets_of_hex(case_id), appointment_octets(act), id_size];
    return this.memory.with(contents, (lent_case, lent, lent_said) => {
      const outcome = this.core.core_appointment(this.client, at(lent_case), at(lent), size(lent), at(lent_said));
      const octets = this.memory.copy(at(lent), size(lent));
      return { outcome: outcome_of(outcome), id: this.#id(outcome, lent_said), octets };
    });
  }

  retract(case_id: string, id: string): Outcome {
    return this.memory.with([octets_of_hex(case_id), octets_of_hex(id)], (lent_case, lent_id) =>
      outcome_of(this.core.core_retract(this.client, at(lent_case), at(lent_id))),
    );
  }

  #id(outcome: number, lent: Lent | undefined): string {
    return outcome === 0 ? hex_of_octets(this.memory.copy(at(lent), id_size)) : "";
  }

  /** A command whose only arguments are octets. */
  command(native: (...args: number[]) => number, ...contents: Uint8Array[]): Outcome {
    return this.memory.with(contents, (...lent) =>
      outcome_of(native(this.client, ...lent.flatMap((one) => [one.address, one.size]))),
    );
  }
}

const at = (lent: Lent | undefined): number => lent?.address ?? 0;
const size = (lent: Lent | undefined): number => lent?.size ?? 0;

function shared(held: Client, parse_event: (json: string) => CoreEvent): Core {
  const { core, memory } = held;
  return {
    quiet: (is_on) => void core.core_quiet(held.client, is_on ? 1 : 0),
    connected: (now_ms) => void core.core_connected(held.client, seconds(now_ms)),
    disconnected: (now_ms) => void core.core_disconnected(held.client, seconds(now_ms)),
    receive: (message, now_ms) =>
      memory.with([message], (lent) => void core.core_receive(held.client, at(lent), size(lent), seconds(now_ms))),
    tick: (now_ms) => void core.core_tick(held.client, seconds(now_ms)),
    take_frame: () =>
      held.take(core.core_frame(held.client), (address, length) => memory.copy(address, length), core.core_frame_taken),
    take_event: () => {
      const json = held.take(
        core.core_event(held.client),
        (address, length) => memory.text(address, length),
        core.core_event_taken,
      );
      return json === null ? null : parse_event(json);
    },
    shown: (id) => void memory.with([octets_of_hex(id)], (lent) => core.core_shown(held.client, at(lent))),
    close: () => held.close(),
  };
}

/** `words`: the file of words for return codes that belongs to this core. */
export function open_visitor_core(
  core: CoreExports,
  words: Uint8Array,
  deployment_id: string,
  host: string,
): VisitorCore {
  new Memory(core).give(words, (lent) => core.core_words(lent.address, lent.size) === 0);
  const held = new Client(core, "visitor", deployment_id, host);
  const { memory } = held;
  return {
    ...shared(held, parse_visitor_event),
    make: () => outcome_of(core.core_visitor_new(held.client)),
    come_back: (typed) => held.command(core.core_visitor_return, octets_of_text(typed)),
    code: () =>
      memory.with([code_digits], (lent) =>
        core.core_visitor_code(held.client, at(lent)) === 0 ? memory.text(at(lent), code_digits) : "",
      ),
    words: (list) =>
      memory.with([code_words_max], (lent) =>
        core.core_visitor_words(held.client, word_lists[list], at(lent)) === 0
          ? memory.text(at(lent), core.core_lent_size() >>> 0)
          : "",
      ),
    check_code: (typed) => held.command(core.core_visitor_check_code, octets_of_text(typed)),
    hide_code: () => void core.core_visitor_hide_code(held.client),
    open_case: (door, language, form: Form) =>
      memory.with(
        [octets_of_text(language), octets_of_text(form.language), octets_of_text(form.text)],
        (own, wish, text) =>
          outcome_of(
            core.core_visitor_open_case(
              held.client,
              door,
              at(own),
              size(own),
              at(wish),
              size(wish),
              profiles[form.profile],
              safeties[form.safe],
              form.topic,
              at(text),
              size(text),
            ),
          ),
      ),
    work: (tries, now_ms) => core.core_work(held.client, tries, seconds(now_ms)) !== 0,
    tell: (what) => outcome_of(core.core_visitor_tell(held.client, receipts[what])),
    consent: (who, is_yes) =>
      memory.with([octets_of_hex(who)], (lent) =>
        outcome_of(core.core_visitor_consent(held.client, at(lent), is_yes ? 1 : 0)),
      ),
    visible: (is_visible) => void core.core_visitor_visible(held.client, is_visible ? 1 : 0),
    keep: (is_on) => outcome_of(core.core_visitor_keep(held.client, is_on ? 1 : 0)),
    delete_kept: (id) =>
      memory.with([octets_of_hex(id)], (lent) => outcome_of(core.core_visitor_delete_kept(held.client, at(lent)))),
    burn: () => outcome_of(core.core_visitor_burn(held.client)),
    ask_reopen: () => outcome_of(core.core_visitor_ask_reopen(held.client)),
    say: (text) => held.say(core.core_say, [no_case], text),
    retract: (id) => held.retract(no_case, id),
    appointment: (act) => held.appointment(no_case, act),
  };
}

export function open_staff_core(core: StaffExports, deployment_id: string, host: string): StaffCore {
  const held = new Client(core, "staff", deployment_id, host);
  const { memory } = held;

  /** Calls `native` with room for an answer and gives what it wrote; throws when the core does not. */
  const written = (native: (...args: number[]) => number, max: number, ...contents: Uint8Array[]): Uint8Array => {
    const octets = written_or_gone(native, max, ...contents);
    if (octets === null) throw new Error("core: gone");
    return octets;
  };

  const written_or_gone = (
    native: (...args: number[]) => number,
    max: number,
    ...contents: Uint8Array[]
  ): Uint8Array | null =>
    memory.with([max, ...contents], (room, ...lent) => {
      const args = lent.flatMap((one) => [one.address, one.size]);
      const outcome = outcome_of(native(held.client, ...args, at(room), max));
      if (outcome === "gone") return null;
      if (outcome !== "ok") throw new Error("core: not written");
      return memory.copy(at(room), core.core_lent_size() >>> 0);
    });

  /** A move in a room: which case, whom it is about, and a number where it has one. */
  const move_with = (native: (...args: number[]) => number, ids: readonly string[], numbers: readonly number[]) =>
    memory.with(ids.map(octets_of_hex), (...lent) => outcome_of(native(held.client, ...lent.map(at), ...numbers)));
  const move = (native: (...args: number[]) => number, ...ids: string[]) => move_with(native, ids, []);
  const propose = (native: (...args: number[]) => number, { who, to, by, cases }: LeaverProposal) =>
    move_with(native, [who, to, by, cases.join("")], [cases.length * id_size]);

  return {
    ...shared(held, parse_staff_event),
    unlock: (key_file, passphrase, state) =>
      held.command(core.core_staff_unlock, key_file, octets_of_text(passphrase), state),
    lock: () => void core.core_staff_lock(held.client),
    is_idle: () => core.core_is_idle(held.client) !== 0,
    is_dirty: () => core.core_is_dirty(held.client) !== 0,
    save: () => written(core.core_save, core.core_save_size(held.client) >>> 0),
    saved: () => void core.core_saved(held.client),
    seal_record: (case_id, record) =>
      written(core.core_record_seal, record.length + record_overhead, octets_of_hex(case_id || no_case), record),
    open_record: (sealed) => written_or_gone(core.core_record_open, sealed.length, sealed),
    claim: (case_id) => move(core.core_staff_claim, case_id),
    close_case: (case_id) => move(core.core_staff_close_case, case_id),
    reopen: (case_id) => move(core.core_staff_reopen, case_id),
    add: (case_id, who, text, days) => held.say((...args) => core.core_staff_add(...args, days), [case_id, who], text),
    remove: (case_id, who) => move(core.core_staff_remove, case_id, who),
    take_over: (case_id, who) => move(core.core_staff_take_over, case_id, who),
    hand_over: (case_id, who) => move(core.core_staff_hand_over, case_id, who),
    second: (case_id) => move(core.core_staff_second, case_id),
    decline: (case_id) => move(core.core_staff_decline, case_id),
    set_case: (case_id, setting) => move_with(core.core_staff_set_case, [case_id], [settings[setting]]),
    note: (case_id, text) => held.say(core.core_staff_note, [case_id], text),
    presence: (presence) => outcome_of(core.core_staff_presence(held.client, presences[presence])),
    leaver_look: (who) => move(core.core_staff_leaver_look, who),
    leaver_move: (who, to, with_stays) =>
      memory.with([octets_of_hex(who), octets_of_hex(to)], (lent_who, lent_to) =>
        outcome_of(
          core.core_staff_leaver_move(held.client, at(lent_who), at(lent_to), size(lent_to), with_stays ? 1 : 0),
        ),
      ),
    leaver_second: (proposal) => propose(core.core_staff_leaver_second, proposal),
    leaver_decline: (proposal) => propose(core.core_staff_leaver_decline, proposal),
    counts: (day, days) => outcome_of(core.core_staff_counts(held.client, day, days)),
    audit: (number, head) =>
      memory.with([octets_of_hex(head)], (lent) =>
        outcome_of(core.core_staff_audit(held.client, number, at(lent), size(lent))),
      ),
    slots: (from_min, to_min) => outcome_of(core.core_staff_slots(held.client, from_min, to_min)),
    calendar_file: (slots, summary, now_min) => {
      const room = calendar_frame_max + slots.length * calendar_entry_max;
      const contents = [calendar_octets(slots), octets_of_text(summary), room];
      return memory.with(contents, (list, words, out) => {
        const text = [at(words), size(words)];
        const made = core.core_calendar_file(at(list), size(list), now_min, ...text, at(out), room) >>> 0;
        if (made === 0) throw new Error("core: no calendar");
        return memory.copy(at(out), made);
      });
    },
    say: (case_id, text) => held.say(core.core_say, [case_id], text),
    retract: (case_id, id) => held.retract(case_id, id),
    appointment: (case_id, act) => {
      const { outcome, id, octets } = held.appointment(case_id, act);
      const id_at = (start: number) => hex_of_octets(octets.slice(start, start + id_size));
      const times = act.times.map((time, number) => ({ ...time, id: id_at(times_at + number * time_size) }));
      return { outcome, id, appointment: id_at(1), times };
    },
  };
}
