/* A core, a socket and a store that do nothing but remember, for the sessions' tests. */
import type { AppointmentAct, CalendarSlot, LeaverProposal, Outcome, StaffCore, VisitorCore } from "../src/core/core";
import type { CoreEvent } from "../src/core/events";
import type { DeviceStore } from "../src/model/records";
import type { TransportListener } from "../src/transport/socket";

export class FakeCore {
  calls: string[] = [];
  events: CoreEvent[] = [];
  frames: Uint8Array[] = [];
  outcome: Outcome = "ok";
  dirty = false;
  #note(name: string, ...args: unknown[]): Outcome {
    this.calls.push([name, ...args].join(" "));
    return this.outcome;
  }

  quiet = (is_on: boolean) => void this.#note("quiet", is_on);
  connected = () => void this.#note("connected");
  disconnected = () => void this.#note("disconnected");
  receive = (message: Uint8Array) => void this.#note("receive", message.length);
  tick = () => undefined;
  take_frame = () => this.frames.shift() ?? null;
  take_event = () => this.events.shift() ?? null;
  shown = (id: string) => void this.#note("shown", id);
  close = () => void this.#note("close");
  lock = () => void this.#note("lock");
  is_idle = () => true;
  make = () => this.#note("make");
  come_back = (typed: string) => this.#note("come_back", typed);
  code = () => "123456782345678934567890";
  words = (list: string) => `seven words ${list}`;
  check_code = (typed: string) => this.#note("check_code", typed);
  hide_code = () => void this.#note("hide_code");
  open_case = (door: number, language: string) => this.#note("open_case", door, language);
  tell = (what: string) => this.#note("tell", what);
  consent = (who: string, is_yes: boolean) => this.#note("consent", who, is_yes);
  visible = () => undefined;
  work_left = 0;
  work = (tries: number) => {
    if (this.work_left > 0) this.#note("work", tries);
    this.work_left = Math.max(this.work_left - 1, 0);
    return this.work_left > 0;
  };
  ask_reopen = () => this.#note("ask_reopen");
  burn = () => this.#note("burn");
  retract = (...names: string[]) => this.#note("retract", ...names);
  keep = (is_on: boolean) => this.#note("keep", is_on);
  delete_kept = (id: string) => this.#note("delete_kept", id);
  unlock = () => this.#note("unlock");
  is_dirty = () => this.dirty;
  save = () => new Uint8Array([7]);
  saved = () => {
    this.dirty = false;
    this.#note("saved");
  };
  /** A record of `shredded` cases opens no more; the case's name stands in front. */
  shredded: string[] = [];
  seal_record = (case_id: string, record: Uint8Array) => {
    this.#note("seal_record", case_id);
    return new TextEncoder().encode(`${case_id} ${new TextDecoder().decode(record)}`);
  };
  open_record = (sealed: Uint8Array) => {
    const [case_id = "", ...rest] = new TextDecoder().decode(sealed).split(" ");
    return this.shredded.includes(case_id) ? null : new TextEncoder().encode(rest.join(" "));
  };
  claim = (case_id: string) => this.#note("claim", case_id);
  close_case = (case_id: string) => this.#note("close_case", case_id);
  reopen = (case_id: string) => this.#note("reopen", case_id);
  remove = (case_id: string, who: string) => this.#note("remove", case_id, who);
  take_over = (case_id: string, who: string) => this.#note("take_over", case_id, who);
  hand_over = (case_id: string, who: string) => this.#note("hand_over", case_id, who);
  decline = (case_id: string) => this.#note("decline", case_id);
  set_case = (case_id: string, setting: string) => this.#note("set_case", case_id, setting);
  second = (case_id: string) => this.#note("second", case_id);
  presence = (presence: string) => this.#note("presence", presence);
  slots = () => this.#note("slots");
  leaver_look = (who: string) => this.#note("leaver_look", who);
  leaver_move = (who: string, to: string, with_stays: boolean) => this.#note("leaver_move", who, to, with_stays);
  leaver_second = (move: LeaverProposal) => this.#note("leaver_second", ...Object.values(move));
  leaver_decline = (move: LeaverProposal) => this.#note("leaver_decline", ...Object.values(move));
  counts = (day: number, days: number) => this.#note("counts", day, days);
  audit = (number: number, head: string) => this.#note("audit", number, head);
}

export class FakeVisitorCore extends FakeCore implements VisitorCore {
  say = (text: string) => this.#say(text);
  appointment = (act: AppointmentAct) => this.#say(act.act);

  #say(text: string) {
    this.calls.push(`say ${text}`);
    return { outcome: this.outcome, id: this.outcome === "ok" ? `own-${this.calls.length}` : "" };
  }
}

export class FakeStaffCore extends FakeCore implements StaffCore {
  say = (case_id: string, text: string) => this.#said("say", case_id, text);
  note = (case_id: string, text: string) => this.#said("note", case_id, text);
  add = (case_id: string, who: string, text: string, days: number) =>
    this.#said("add", case_id, who, text, String(days));

  #said(...words: string[]) {
    this.calls.push(words.join(" ").trim());
    return { outcome: this.outcome, id: this.outcome === "ok" ? `own-${this.calls.length}` : "" };
  }
  appointment = (_: string, act: AppointmentAct) => ({
    outcome: this.outcome,
    id: "said",
    appointment: act.act === "offer" ? "made" : act.id,
    times: act.times.map((time, at) => ({ ...time, id: String(at) })),
  });
  calendar_file = (slots: readonly CalendarSlot[], summary: string, now_min: number) =>
    new TextEncoder().encode([summary, now_min, ...slots.map(({ id, state }) => `${id} ${state}`)].join("\n"));
}

export class FakeSocket {
  listener: TransportListener | null = null;
  sent: Uint8Array[] = [];
  opened = 0;
  closed = 0;

  open = (listener: TransportListener) => {
    this.listener = listener;
    this.opened += 1;
    return {
      send: (frame: Uint8Array) => void this.sent.push(frame),
      close: () => {
        this.closed += 1;
      },
    };
  };
}

export class FakeStore implements DeviceStore {
  key_file: Uint8Array | null = null;
  state = new Uint8Array();
  records: Uint8Array[] = [];
  order: string[] = [];

  load = async () => ({ key_file: this.key_file, state: this.state, records: [...this.records] });
  begin = async (key_file: Uint8Array | null) => {
    this.key_file = key_file;
    this.state = new Uint8Array();
    this.records = [];
  };
  rewrite = async (change: (record: Uint8Array) => Uint8Array | "stays" | "goes") => {
    this.records = this.records.flatMap((record) => {
      const next = change(record);
      return next === "goes" ? [] : [next === "stays" ? record : next];
    });
  };
  keep = async (change: { state: Uint8Array | null; records: Uint8Array[] }) => {
    await Promise.resolve();
    if (change.state !== null) this.state = new Uint8Array(change.state);
    this.records.push(...change.records);
    this.order.push(`keep ${change.records.length}`);
  };
}

/** Lets everything that waits for a promise go on. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 50; round++) await Promise.resolve();
}
