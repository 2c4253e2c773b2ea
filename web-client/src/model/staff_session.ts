/* One console at work: feeds the core, keeps what the core wants kept on this device, and lets events change the state.
 * Owns: the core and the connection from unlock to lock. Everything goes through one queue, because of the core's rule that nothing
 * leaves the device before what it changed is on the device's disk: an input waits until the store has answered the one before. */
import type { AppointmentAct, CaseSetting, LeaverProposal, Outcome, StaffCore } from "../core/core";
import type { LeaverStep } from "../core/events";
import type { Language } from "../text/languages";
import type { Transport, TransportListener } from "../transport/socket";
import { acts_file, begin_acts, begin_figures, begin_leaving, refuse_figures } from "./board_state";
import { appointment_of, type Role, times_of } from "./conversation";
import { Held } from "./held";
import type { Programme } from "./programme";
import { type DeviceStore, Records } from "./records";
import { put_own_offer, self_id, sign_proposal } from "./room_events";
import type { StaffActions } from "./staff_actions";
import { apply_staff_event, apply_time, type OwnEvent, type StaffEvent, with_time } from "./staff_events";
import {
  type FailedAct,
  first_staff_state,
  type Offer,
  open_case_of,
  put_case,
  type StaffState,
  settings_for,
  stay_days,
  type UnlockFault,
} from "./staff_state";

export type StaffWorld = {
  roles: readonly Role[];
  now_ms: () => number;
  load_core: () => Promise<StaffCore>;
  open_transport: (listener: TransportListener) => Transport;
  store: DeviceStore;
  painted: () => Promise<void>;
  pause: (ms: number) => Promise<void>;
  /** Gives a text to the person as a file. */
  save_file: (name: string, text: string) => void;
};

const minute_ms = 60_000;
/** Where the core makes one. */
const no_id = "00".repeat(16);
const calendar_days = 14;
const lock_patience = 50;
const lock_pause_ms = 100;

const is_equal = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((octet, at) => octet === other[at]);

const part_of = (event: string): StaffState["part"] => (event === "note" || event === "briefing" ? "notes" : "talk");

/** The core did not take it; nothing has changed. */
class NotSent extends Error {}

export class StaffSession implements StaffActions {
  readonly state: Held<StaffState>;
  readonly #world: StaffWorld;
  #core: StaffCore | null = null;
  #transport: Transport | null = null;
  #key_file: Uint8Array | null = null;
  #queue: Promise<void> = Promise.resolve();
  #own: OwnEvent[] = [];
  #unshown: { case_id: string; part: StaffState["part"]; id: string }[] = [];
  #records: Records;
  #is_visible = true;

  constructor(world: StaffWorld, state: StaffState) {
    this.#world = world;
    this.#records = new Records(world.store);
    this.state = new Held(state);
  }

  #set(change: Partial<StaffState>): void {
    this.state.value = { ...this.state.value, ...change };
  }

  #now_min(): number {
    return Math.floor(this.#world.now_ms() / minute_ms);
  }

  /** For the first moment: is there a key file on this device? */
  begin = async (): Promise<void> => {
    const { key_file } = await this.#world.store.load();
    if (this.#key_file !== null) return; /* one was chosen before this one was read */
    this.#key_file = key_file;
    this.#set({ unlock: { ...this.state.value.unlock, has_file: key_file !== null } });
  };

  /* --- one thing after the other --- */

  #run(work: (core: StaffCore) => void): Promise<void> {
    const done = this.#queue.then(async () => {
      const core = this.#core;
      if (core === null) return;
      try {
        work(core);
        await this.#settle(core);
      } catch (error) {
        if (error instanceof NotSent) throw error;
        this.#close("no_core");
      }
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** Keep, then send, then show; again, as long as that brings something new. */
  async #settle(core: StaffCore): Promise<void> {
    for (;;) {
      const events: StaffEvent[] = this.#own.splice(0);
      for (let event = core.take_event(); event !== null; event = core.take_event())
        events.push(with_time(event, this.#now_min()));
      await this.#records.keep(core, events, self_id(this.state.value));
      if (this.#core !== core) return;
      let has_sent = false;
      for (let frame = core.take_frame(); frame !== null; frame = core.take_frame()) {
        this.#transport?.send(frame);
        has_sent = true;
      }
      for (const event of events) this.#happened(core, event);
      if (this.#core !== core || (events.length === 0 && !has_sent && !core.is_dirty())) return;
    }
  }

  #happened(core: StaffCore, event: StaffEvent): void {
    this.state.value = apply_staff_event(this.state.value, event, this.#now_min());
    switch (event.event) {
      case "unlocked":
        if (!this.#world.roles.includes(event.role)) this.#refuse("wrong_role");
        break;
      case "ready":
        this.#set({
          screen: "desk",
          network: "on",
          unlock: { ...this.state.value.unlock, is_working: false, fault: "none" },
        });
        core.presence("on_duty");
        core.slots(this.#now_min() - 24 * 60, this.#now_min() + calendar_days * 24 * 60);
        break;
      case "message":
      case "appointment":
      case "note":
      case "briefing":
        this.#unshown.push({ case_id: event.case, part: part_of(event.event), id: event.id });
        this.#show(core);
        break;
      case "error":
        if (event.code === "bad_login") this.#refuse("refused");
        break;
      case "reconnect":
        this.#transport?.close();
        core.disconnected(this.#world.now_ms());
        this.#connect();
        break;
      case "stopped":
      case "superseded":
      case "client_too_old":
        this.#close(this.state.value.screen);
        break;
      default:
        break;
    }
  }

  /** What stands before the counsellor's eyes is receipted. */
  #show(core: StaffCore): void {
    const { open_case, part, screen } = this.state.value;
    if (!this.#is_visible || screen !== "desk" || open_case === null) return;
    const is_seen = (one: { case_id: string; part: string }) => one.case_id === open_case && one.part === part;
    const shown = this.#unshown.filter(is_seen);
    this.#unshown = this.#unshown.filter((one) => !is_seen(one));
    for (const { id } of shown) core.shown(id);
    const seen = part === "talk" ? { unread: 0, is_new: false } : { unread_notes: 0, is_new: false };
    const held = open_case_of(this.state.value);
    if (held !== null && (held.is_new || (part === "talk" ? held.unread : held.unread_notes) > 0))
      this.state.value = put_case(this.state.value, open_case, (one) => ({ ...one, ...seen }));
  }

  #connect(): void {
    this.#transport = this.#world.open_transport({
      opened: () => {
        this.#set({ network: "connecting" });
        void this.#run((core) => core.connected(this.#world.now_ms()));
      },
      frame: (bytes) => void this.#run((core) => core.receive(bytes, this.#world.now_ms())),
      lost: () => {
        this.#set({ network: "off" });
        void this.#run((core) => core.disconnected(this.#world.now_ms()));
      },
    });
  }

  #close(screen: StaffState["screen"]): void {
    this.#transport?.close();
    this.#core?.close();
    this.#transport = null;
    this.#core = null;
    this.#own = [];
    this.#unshown = [];
    this.#records = new Records(this.#world.store);
    const { language, programme, stop_reason, unlock } = this.state.value;
    const plain = first_staff_state(language, programme, this.#now_min());
    this.state.value = { ...plain, screen, stop_reason, unlock: { ...unlock, is_working: false } };
  }

  #refuse(fault: UnlockFault): void {
    this.#close("unlock");
    this.#set({ unlock: { ...this.state.value.unlock, is_working: false, fault } });
  }

  /* --- unlocking and locking --- */

  set_programme = (programme: Programme) => this.#set({ programme });

  choose_language = (language: Language) => this.#set({ language });

  choose_key_file = (bytes: Uint8Array) => {
    this.#key_file = bytes;
    this.#set({ unlock: { has_file: true, is_working: false, fault: "none" } });
  };

  forget_key_file = () => {
    this.#key_file = null;
    this.#set({ unlock: { has_file: false, is_working: false, fault: "none" } });
  };

  unlock = (passphrase: string) => {
    const key_file = this.#key_file;
    if (key_file === null) return this.#refuse("no_file");
    this.#set({ unlock: { has_file: true, is_working: true, fault: "none" }, network: "connecting" });
    this.#queue = this.#queue.then(() => this.#open(key_file, passphrase));
  };

  async #open(key_file: Uint8Array, passphrase: string): Promise<void> {
    try {
      await this.#world.painted();
      const kept = await this.#world.store.load();
      const is_same = kept.key_file !== null && is_equal(kept.key_file, key_file);
      const { state, records } = is_same ? kept : { state: new Uint8Array(), records: [] };
      const core = await this.#world.load_core();
      const outcome = core.unlock(key_file, passphrase, state);
      if (outcome !== "ok") {
        core.close();
        return this.#refuse(outcome === "malformed" ? "bad_file" : outcome === "refused" ? "wrong" : "broken");
      }
      this.#core = core;
      /* Only a file that opens may take the place of another, with all that belonged to it. */
      if (!is_same) await this.#world.store.begin(key_file);
      await this.#settle(core);
      if (this.#core !== core) return;
      const { events, has_shredded } = this.#records.replay(core, records);
      this.#remember(events);
      if (has_shredded) await this.#records.drop_shredded(core);
      this.#connect();
    } catch {
      this.#close("no_core");
    }
  }

  /** What was on this device before: nothing of it is new, and nothing of it stands open. */
  #remember(events: readonly StaffEvent[]): void {
    let state = this.state.value;
    for (const event of events) state = apply_staff_event(state, event, this.#now_min());
    const cases = state.cases.map((held) => ({ ...held, unread: 0, unread_notes: 0, is_new: false, live_min: 0 }));
    const nothing = { open_case: null, announcement: null, taken: null, failed: null, ended: null } as const;
    this.state.value = { ...state, ...nothing, cases, part: "talk" };
  }

  lock = () => {
    void this.#run((core) => core.lock());
    void this.#finish();
  };

  /** Waits a little for the server to have what the core still wanted to say. */
  async #finish(): Promise<void> {
    await this.#queue;
    for (let round = 0; round < lock_patience && this.#core?.is_idle() === false; round++)
      await this.#world.pause(lock_pause_ms);
    this.#close("unlock");
  }

  /* --- the work --- */

  take = (case_id: string) => {
    this.#move(case_id, "claim", (core) => {
      const outcome = core.claim(case_id);
      if (outcome !== "ok") return outcome;
      const queue = this.state.value.queue.map((card) =>
        card.case_id === case_id ? { ...card, is_taking: true } : card,
      );
      this.#set({ queue });
      return outcome;
    });
  };

  open_case = (case_id: string) => {
    const opened = this.state.value.opened + 1;
    this.#set({ open_case: case_id, opened, part: "talk", taken: null, failed: null, ended: null });
    void this.#run((core) => this.#show(core));
  };

  show_part = (part: StaffState["part"]) => {
    this.#set({ part });
    void this.#run((core) => this.#show(core));
  };

  send = (case_id: string, text: string) =>
    this.#run((core) => {
      const { outcome, id } = core.say(case_id, text);
      if (outcome !== "ok") throw new NotSent();
      this.#own.push({ event: "own_message", case: case_id, id, text, sent_min: this.#now_min() });
    });

  retract = (case_id: string, id: string) => void this.#run((core) => void core.retract(case_id, id));

  note = (case_id: string, text: string) =>
    this.#run((core) => {
      const { outcome, id } = core.note(case_id, text);
      if (outcome !== "ok") throw new NotSent();
      this.#own.push({ event: "own_note", case: case_id, id, text, alone: null, sent_min: this.#now_min() });
    });

  /* --- moves in a room --- */

  /** What came of a wish. Without a connection the core refuses everything, and nothing of it is forbidden. */
  #told(outcome: Outcome): Outcome | "offline" {
    return outcome === "refused" && this.state.value.network !== "on" ? "offline" : outcome;
  }

  /** What the core does not take is told like what the server refuses. */
  #move(case_id: string, act: FailedAct, work: (core: StaffCore) => Outcome): void {
    this.#set({ failed: null, ended: null });
    void this.#run((core) => {
      const why = this.#told(work(core));
      if (why !== "ok") this.#set({ failed: { case_id, act, why } });
    });
  }

  close_case = (case_id: string) => this.#move(case_id, "close", (core) => core.close_case(case_id));
  reopen = (case_id: string) => this.#move(case_id, "reopen", (core) => core.reopen(case_id));
  take_out = (case_id: string, who: string) => this.#move(case_id, "remove", (core) => core.remove(case_id, who));
  propose = (case_id: string, who: string) => this.#move(case_id, "takeover", (core) => core.take_over(case_id, who));
  hand_over = (case_id: string, who: string) =>
    this.#move(case_id, "handover", (core) => {
      const outcome = core.hand_over(case_id, who);
      if (outcome === "ok") this.state.value = put_own_offer(this.state.value, case_id, who);
      return outcome;
    });
  decline = (case_id: string) => this.#move(case_id, "decline", (core) => core.decline(case_id));
  set_case = (case_id: string, setting: CaseSetting) =>
    this.#move(case_id, "state", (core) => core.set_case(case_id, setting));

  second = (case_id: string) => {
    const proposal = this.state.value.proposals.find((one) => one.case_id === case_id);
    this.#move(case_id, proposal?.act ?? "takeover", (core) => {
      const outcome = core.second(case_id);
      if (outcome === "ok") this.state.value = sign_proposal(this.state.value, case_id, true);
      return outcome;
    });
  };

  /* --- the board --- */

  #leave(step: LeaverStep, who: string, work: (core: StaffCore) => Outcome): void {
    void this.#run((core) => {
      const why = this.#told(work(core));
      if (why !== "ok" && this.state.value.board.leaving?.is_under_way) return; /* what is under way goes on */
      this.#set({ board: begin_leaving(this.state.value.board, { who, step, why: why === "ok" ? "" : why }) });
    });
  }

  leaver_look = (who: string) => this.#leave("look", who, (core) => core.leaver_look(who));
  leaver_move = (who: string, to: string, with_stays: boolean) =>
    this.#leave("move", who, (core) => core.leaver_move(who, to, with_stays));
  leaver_second = (move: LeaverProposal) => this.#leave("second", move.who, (core) => core.leaver_second(move));
  leaver_decline = (move: LeaverProposal) => this.#leave("decline", move.who, (core) => core.leaver_decline(move));

  read_figures = (day: number, days: number) =>
    void this.#run((core) => {
      const why = this.#told(core.counts(day, days));
      const { board } = this.state.value;
      this.#set({ board: why === "ok" ? begin_figures(board, day, days) : refuse_figures(board, why) });
    });

  read_acts = () =>
    void this.#run((core) => {
      const { number, head } = this.state.value.board.acts;
      if (core.audit(number, head) === "ok") this.#set({ board: begin_acts(this.state.value.board) });
    });

  save_acts = () => this.#world.save_file("udvej-audit-list.txt", acts_file(this.state.value.board.acts));

  join = (case_id: string) => this.#enter(case_id, 0);
  stay = (case_id: string) => this.#enter(case_id, stay_days);

  #enter(case_id: string, days: number): void {
    this.#move(case_id, "add", (core) => {
      const self = this.state.value.colleagues.find((colleague) => colleague.is_self);
      return self === undefined ? "refused" : core.add(case_id, self.id, "", days).outcome;
    });
  }

  bring_in = (case_id: string, who: string, words: string) => this.#bring_in(case_id, who, words, 0);
  ask_in = (case_id: string, who: string, words: string) => this.#bring_in(case_id, who, words, stay_days);

  /* Who comes for some days is a supervisor who is asked: then all of them are asked to look, where we may do that, for that one may be
   * away. If that fails, somebody was brought in all the same. */
  #bring_in(case_id: string, who: string, words: string, days: number): Promise<void> {
    this.#set({ failed: null });
    return this.#run((core) => {
      const { outcome, id } = core.add(case_id, who, words, days);
      if (outcome !== "ok") throw new NotSent();
      if (days > 0 && settings_for(this.state.value, case_id).includes("escalated"))
        core.set_case(case_id, "escalated");
      const alone = this.state.value.colleagues.find((colleague) => colleague.id === who)?.name ?? "";
      const own = { event: "own_note", case: case_id, id, text: words, alone, sent_min: this.#now_min() } as const;
      if (words !== "") this.#own.push(own);
    });
  }

  #appoint(case_id: string, message: AppointmentAct): Promise<void> {
    this.#set({ taken: null, failed: null });
    return this.#run((core) => {
      const { outcome, appointment, times } = core.appointment(case_id, message);
      if (outcome !== "ok") {
        this.#set({ failed: { case_id, act: "appointment", why: this.#told(outcome) } });
        throw new NotSent();
      }
      const { act, way, place } = message;
      const own = { event: "own_appointment", case: case_id, appointment } as const;
      this.#own.push({ ...own, act, times, way, place, sent_min: this.#now_min() });
    });
  }

  #offer(case_id: string, id: string, act: "offer" | "move", offer: Offer): Promise<void> {
    const { kind: way, starts_min, length_min, place } = offer;
    const times = starts_min.map((start_min) => ({ id: no_id, start_min, length_min }));
    return this.#appoint(case_id, { act, id, times, way, place });
  }

  offer = (case_id: string, offer: Offer) => this.#offer(case_id, no_id, "offer", offer);
  move = (case_id: string, id: string, offer: Offer) => this.#offer(case_id, id, "move", offer);

  /** Says something of an appointment as it stands. */
  #say_of(case_id: string, id: string, act: "call_off" | "missed"): void {
    const held = this.state.value.cases.find((other) => other.case_id === case_id);
    const known = held === undefined ? undefined : appointment_of(held.conversation, id);
    if (known === undefined) return;
    const message = { act, id, times: times_of(known), way: known.kind, place: known.place };
    this.#appoint(case_id, message).catch(() => undefined); /* is told in `failed` */
  }

  call_off = (case_id: string, id: string) => this.#say_of(case_id, id, "call_off");
  missed = (case_id: string, id: string) => this.#say_of(case_id, id, "missed");

  /** Made on this device, from what the page knows: a feed from the server would tell a calendar program's cloud. */
  save_calendar = (summary: string) => {
    const own = this.state.value.slots.filter((slot) => slot.is_self);
    const octets = this.#core?.calendar_file(own, summary, this.#now_min());
    if (octets !== undefined) this.#world.save_file("udvej.ics", new TextDecoder().decode(octets));
  };

  /* --- time and sight --- */

  tick = () => {
    this.state.value = apply_time(this.state.value, this.#now_min());
    void this.#run((core) => core.tick(this.#world.now_ms()));
  };

  page_visible = (is_visible: boolean) => {
    this.#is_visible = is_visible;
    void this.#run((core) => this.#show(core));
  };
}
