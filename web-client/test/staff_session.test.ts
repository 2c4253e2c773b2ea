import { beforeEach, describe, expect, it } from "vitest";
import type { CoreEvent } from "../src/core/events";
import { StaffSession } from "../src/model/staff_session";
import { answers_for, candidates, first_staff_state, is_unheard, may_add, own_cases } from "../src/model/staff_state";
import { fault_of } from "../src/view/staff/offer_form";
import { FakeSocket, FakeStaffCore, FakeStore, settled } from "./fakes";

let core: FakeStaffCore;
let socket: FakeSocket;
let store: FakeStore;
let session: StaffSession;
let now_ms: number;

const state = () => session.state.value;
const unlocked: CoreEvent = { event: "unlocked", me: "k1", label: "K 1", role: "counsellor", caps: 1 };
const card = (id: string, waiting: boolean, label = ""): CoreEvent => ({
  event: "card",
  case: id,
  door: 1,
  state: waiting ? "waiting" : "claimed",
  why: "",
  since_min: 1,
  epoch: 0,
  holder: label,
  label,
  mine: false,
});
const intake = (id: string): CoreEvent => ({
  event: "intake",
  case: id,
  sent_min: 1,
  lang: "ar",
  profile: "woman",
  safe_now: "no",
  topic: 1,
  text: `first of ${id}`,
});
const message = (id: string, text: string): CoreEvent => ({
  event: "message",
  case: id,
  id: text,
  from: "v",
  role: "visitor",
  label: "",
  sent_min: 2,
  text,
  offline: false,
});

let files: [name: string, text: string][];

function make_session() {
  files = [];
  core = new FakeStaffCore();
  socket = new FakeSocket();
  session = new StaffSession(
    {
      roles: ["counsellor"],
      now_ms: () => now_ms,
      load_core: async () => core,
      open_transport: socket.open,
      store,
      painted: async () => undefined,
      pause: async () => undefined,
      save_file: (...file) => void files.push(file),
    },
    first_staff_state("da", null, 1),
  );
}

async function tell(...events: CoreEvent[]) {
  core.events.push(...events);
  socket.listener?.frame(new Uint8Array(1));
  await settled();
}

async function unlock(role_event: CoreEvent = unlocked) {
  session.choose_key_file(new Uint8Array([1]));
  core.events.push(role_event);
  session.unlock("words");
  await settled();
  socket.listener?.opened();
  await tell({ event: "ready" });
}

beforeEach(() => {
  store = new FakeStore();
  now_ms = 60_000;
  make_session();
});

describe("unlocking", () => {
  it("keeps the key file only when it opens", async () => {
    session.choose_key_file(new Uint8Array([1]));
    core.outcome = "refused";
    session.unlock("wrong");
    await settled();
    expect(state().unlock.fault).toBe("wrong");
    expect(store.key_file).toBeNull();
    core.outcome = "ok";
    await unlock();
    expect(store.key_file).toEqual(new Uint8Array([1]));
    expect(state().screen).toBe("desk");
  });

  it("keeps the file that was chosen while the device was still looking for one", async () => {
    const looking = session.begin();
    session.choose_key_file(new Uint8Array([1]));
    await looking;
    expect(state().unlock.has_file).toBe(true);
    core.events.push(unlocked);
    session.unlock("words");
    await settled();
    expect(state().unlock.fault).toBe("none");
    expect(store.key_file).toEqual(new Uint8Array([1]));
  });

  it("says that there is no connection while it waits for one, and goes on when it comes", async () => {
    session.choose_key_file(new Uint8Array([1]));
    core.events.push(unlocked);
    session.unlock("words");
    expect(state().network).toBe("connecting");
    await settled();
    socket.listener?.lost();
    await settled();
    expect(state()).toMatchObject({ screen: "unlock", network: "off", unlock: { is_working: true } });
    socket.listener?.opened();
    await tell({ event: "ready" });
    expect(state()).toMatchObject({ screen: "desk", network: "on", unlock: { is_working: false } });
    session.lock();
    await settled();
    expect(state()).toMatchObject({ screen: "unlock", network: "off", unlock: { is_working: false } });
  });

  it("refuses a key of the other console", async () => {
    await unlock({ ...unlocked, role: "supervisor" } as CoreEvent);
    expect(state()).toMatchObject({ screen: "unlock", unlock: { fault: "wrong_role" } });
    expect(core.calls).toContain("close");
  });
});

describe("the queue", () => {
  it("tells who has taken a case, for two minutes", async () => {
    await unlock();
    await tell(card("a", true), intake("a"));
    expect(state().queue[0]).toMatchObject({ wishes: { language: "ar", safe: "no" } });
    session.take("a");
    await tell({ event: "claim_lost", case: "a", holder: "k2", label: "K 2" }, card("a", false, "K 2"));
    expect(state().queue[0]?.lost?.holder).toBe("K 2");
    now_ms += 130_000;
    session.tick();
    expect(state().queue).toEqual([]);
  });

  it("opens what was claimed, with the first words first", async () => {
    await unlock();
    await tell(card("a", true), intake("a"), message("a", "more while waiting"));
    expect(own_cases(state())).toEqual([]);
    await tell({ event: "claimed", case: "a" });
    expect(state().open_case).toBe("a");
    const texts = own_cases(state())[0]?.conversation.entries.map((entry) =>
      entry.is === "message" ? entry.text : "",
    );
    expect(texts).toEqual(["first of a", "more while waiting"]);
  });

  it("says of a card that more was written than is there, until somebody takes it", async () => {
    const has_more = () => state().queue.map((one) => one.has_more);
    await unlock();
    await tell(card("a", true), intake("a"), card("b", true), intake("b"));
    expect(has_more()).toEqual([false, false]);
    await tell({ event: "more", case: "a" }, card("a", true), message("a", "as much as there is room for"));
    expect(has_more()).toEqual([true, false]);
    await tell({ event: "more", case: "nobody's" });
    expect(has_more()).toEqual([true, false]);
    await tell({ event: "claimed", case: "a" });
    expect(has_more()).toEqual([false]);
  });

  it("keeps nothing of a case that somebody else takes", async () => {
    await unlock();
    await tell(card("a", true), intake("a"), message("a", "more"), card("a", false, "K 2"));
    expect(store.records).toEqual([]);
    expect(state().cases).toEqual([]);
  });
});

describe("the device", () => {
  it("keeps before it sends", async () => {
    await unlock();
    const order: string[] = [];
    store.keep = async () => {
      await Promise.resolve();
      order.push("kept");
    };
    core.dirty = true;
    core.frames.push(new Uint8Array([1]));
    const { sent } = socket;
    sent.push = (...frames: Uint8Array[]) => {
      order.push("sent");
      return frames.length;
    };
    await tell();
    expect(order).toEqual(["kept", "sent"]);
  });

  it("leaves no word of what its writer took back, on the screen or in the record", async () => {
    const texts = () => store.records.map((record) => new TextDecoder().decode(record)).join();
    await unlock();
    await tell(card("a", true), intake("a"), { event: "claimed", case: "a" });
    await tell(message("a", "said too soon"));
    await tell({ event: "retracted", case: "a", id: "said too soon", from: "somebody else" });
    expect(texts()).toContain('"text":"said too soon"');
    await tell({ event: "retracted", case: "a", id: "said too soon", from: "v" });
    expect(texts()).not.toContain('"text":"said too soon"');
    const entries = own_cases(state())[0]?.conversation.entries ?? [];
    expect(entries.filter((entry) => entry.is === "retracted")).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain('"text":"said too soon"');
  });

  it("seals each record for its case, and lets go of those whose key is gone", async () => {
    const of_case = (id: string) =>
      store.records.filter((record) => new TextDecoder().decode(record).startsWith(`${id} `)).length;
    await unlock();
    await tell(card("a", true), intake("a"), { event: "claimed", case: "a" }, message("a", "to go"));
    await tell(card("b", true), intake("b"), { event: "claimed", case: "b" }, message("b", "to stay"));
    expect([of_case("a"), of_case("b")]).toEqual([3, 3]);
    core.shredded = ["a"];
    await tell({ event: "shredded", case: "a" });
    expect([of_case("a"), of_case("b")]).toEqual([0, 3]);
    expect(own_cases(state()).map((held) => held.case_id)).toEqual(["b"]);
  });

  it("deletes what it cannot open any more when it is unlocked", async () => {
    await unlock();
    await tell(card("a", true), intake("a"), { event: "claimed", case: "a" }, message("a", "kept"));
    const kept = store.records.length;
    make_session();
    core.shredded = ["a"];
    await session.begin();
    core.events.push(unlocked);
    session.unlock("words");
    await settled();
    expect([kept, store.records.length]).toEqual([3, 0]);
    expect(own_cases(state())).toEqual([]);
    expect(state().unlock.fault).toBe("none");
  });

  it("shows the same after the next unlock", async () => {
    await unlock();
    await tell(card("a", true), intake("a"), { event: "claimed", case: "a" }, message("a", "hello"));
    await session.send("a", "answer");
    await settled();
    const before = own_cases(state())[0]?.conversation;
    make_session();
    await session.begin();
    expect(state().unlock.has_file).toBe(true);
    core.events.push(unlocked);
    session.unlock("words");
    await settled();
    expect(own_cases(state())[0]?.conversation).toEqual(before);
    expect(own_cases(state())[0]).toMatchObject({ number: 1, unread: 0 });
  });

  it("rejects what the core does not take, and goes on", async () => {
    await unlock();
    core.outcome = "full";
    await expect(session.send("a", "text")).rejects.toThrow();
    core.outcome = "ok";
    await session.send("a", "text");
    expect(own_cases(state())).toHaveLength(1);
  });
});

describe("an appointment", () => {
  const offer = { kind: "chat", starts_min: [150, 300], length_min: 30, place: "" } as const;
  const cards = () => own_cases(state())[0]?.conversation.entries.filter((entry) => entry.is === "appointment") ?? [];
  const taken = { event: "slot_taken", appointment: "made", id: "1", start_min: 300 } as const;
  const said = { case: "a", appointment: "made", way: "chat", place: "" } as const;
  const times = [0, 1].map((at) => ({ id: String(at), start_min: 150 + at * 150, length_min: 30 }));
  const by_visitor = { id: "e", from: "v", role: "visitor", label: "", sent_min: 1 } as const;

  const offered = async () => {
    await unlock();
    await tell({ event: "claimed", case: "a" });
    void session.offer("a", offer);
    await settled();
  };

  it("is taken back when the calendar has no room", async () => {
    await offered();
    expect(cards()).toMatchObject([{ id: "made", appointment: { state: "offered", times } }]);
    await tell(taken);
    expect(cards()).toEqual([]);
    expect(state().taken).toEqual({ case_id: "a", start_min: 300 });
    await tell({ ...taken, appointment: "unknown" });
    expect(state().taken).toBeNull();
  });

  it("stands as it was when it cannot be moved, with what the visitor said meanwhile", async () => {
    await offered();
    void session.move("a", "made", { ...offer, starts_min: [450] });
    await settled();
    expect(cards()).toMatchObject([{ appointment: { state: "moved", times: [{ start_min: 450 }] } }]);
    await tell({ event: "appointment", ...said, ...by_visitor, act: "accept", times: times.slice(1) });
    expect(cards()).toMatchObject([{ appointment: { state: "moved" } }]);
    await tell(taken);
    expect(cards()).toMatchObject([{ appointment: { state: "accepted", chosen: "1" } }]);
  });

  it("stands as it was when the server says that it has not begun", async () => {
    const refused = { event: "slot_refused", case: "a", appointment: "made", id: "1", start_min: 300 } as const;
    await offered();
    await tell({ event: "appointment", ...said, ...by_visitor, act: "accept", times: times.slice(1) });
    session.missed("a", "made");
    await settled();
    expect(cards()).toMatchObject([{ appointment: { state: "missed" } }]);
    await tell({ ...refused, state: "no_show", why: "not_allowed" });
    expect(cards()).toMatchObject([{ appointment: { state: "accepted", chosen: "1" } }]);
    expect(state().failed).toEqual({ case_id: "a", act: "appointment", why: "too_early" });
    await tell({ ...refused, state: "held", why: "gone" });
    expect(state().failed).toEqual({ case_id: "a", act: "appointment", why: "gone" });
    make_session();
    await unlock();
    expect(cards()).toMatchObject([{ appointment: { state: "accepted", chosen: "1" } }]);
    expect(state().failed).toBeNull();
  });

  it("is refused for another reason than the clock when it began a day ago", async () => {
    const refused = { event: "slot_refused", case: "a", appointment: "made", id: "1", start_min: 300 } as const;
    await offered();
    const why_after = async (minutes: number) => {
      now_ms = (refused.start_min + minutes) * 60_000;
      await tell({ ...refused, state: "no_show", why: "not_allowed" });
      return state().failed?.why;
    };
    expect(await why_after(24 * 60 - 1)).toBe("too_early");
    expect(await why_after(24 * 60)).toBe("not_allowed");
  });

  it("is offered again by the core itself", async () => {
    await offered();
    await tell({ event: "offered_again", ...said, act: "move", times: times.slice(0, 1) });
    expect(cards()).toMatchObject([{ appointment: { state: "moved", times: times.slice(0, 1) } }]);
  });

  it("is called off by the core itself", async () => {
    await offered();
    await tell({ event: "called_off", ...said, act: "call_off", times });
    expect(cards()).toMatchObject([{ appointment: { state: "called_off", times } }]);
    make_session();
    await unlock();
    expect(cards()).toMatchObject([{ sent_min: 1, appointment: { state: "called_off" } }]);
  });

  it("that was offered again is kept with its time", async () => {
    await offered();
    await tell({ event: "offered_again", ...said, act: "move", times: times.slice(0, 1) });
    now_ms += 3_600_000;
    make_session();
    await unlock();
    expect(cards()).toMatchObject([{ sent_min: 1, appointment: { state: "moved", times: times.slice(0, 1) } }]);
  });

  it("that the core does not take is told, and what was entered is not lost", async () => {
    await offered();
    core.outcome = "full";
    await expect(session.move("a", "made", { ...offer, starts_min: [450] })).rejects.toThrow();
    expect(state().failed).toEqual({ case_id: "a", act: "appointment", why: "full" });
    await expect(session.offer("a", offer)).rejects.toThrow();
    core.outcome = "refused";
    session.call_off("a", "made");
    await settled();
    expect(state().failed).toEqual({ case_id: "a", act: "appointment", why: "refused" });
    expect(cards()).toMatchObject([{ appointment: { state: "offered" } }]);
    core.outcome = "ok";
    session.call_off("a", "made");
    await settled();
    expect(state().failed).toBeNull();
  });

  it("is at times that are filled in, to come, and each another one", () => {
    expect(fault_of([300, 400], 200)).toBeNull();
    expect(fault_of([null], 200)).toBe("staff-offer-bad");
    expect(fault_of([300, 400, 300], 200)).toBe("staff-offer-bad");
    expect(fault_of([300, 200], 200)).toBe("staff-offer-past");
  });

  it("is missed, of the time that was agreed", async () => {
    await offered();
    await tell({ event: "appointment", ...said, ...by_visitor, act: "accept", times: times.slice(1) });
    session.missed("a", "made");
    await settled();
    expect(cards()).toMatchObject([{ appointment: { state: "missed" } }]);
    session.missed("a", "unknown");
    session.call_off("b", "made");
    await settled();
    expect(cards()).toMatchObject([{ appointment: { state: "missed" } }]);
  });

  it("is in the calendar file when it is one's own", async () => {
    const slot = {
      event: "slot",
      start_min: 150,
      length_min: 30,
      state: "offered",
      who: "w",
      label: "",
      case: "",
    } as const;
    session.save_calendar("x");
    expect(files).toEqual([]);
    await unlock();
    await tell({ ...slot, id: "1", mine: true });
    await tell({ ...slot, id: "2", mine: false });
    session.save_calendar("x");
    const [[name, text] = ["", ""]] = files;
    expect(name).toBe("udvej.ics");
    expect(text.split("\n").slice(2)).toEqual(["1 offered"]);
  });
});

describe("a conversation", () => {
  it("is receipted when it is open and in sight", async () => {
    await unlock();
    await tell({ event: "claimed", case: "a" }, { event: "claimed", case: "b" });
    await tell(message("a", "one"));
    expect(core.calls).not.toContain("shown one");
    expect(own_cases(state())[0]?.unread).toBe(1);
    session.open_case("a");
    await settled();
    expect(core.calls).toContain("shown one");
    expect(own_cases(state())[0]?.unread).toBe(0);
  });
});

describe("a case with several members", () => {
  const colleague = (
    who: string,
    role: "counsellor" | "mentor" | "supervisor",
    presence: "on_duty" | "away",
  ): CoreEvent => ({
    event: "colleague",
    who,
    label: who.toUpperCase(),
    role,
    presence,
  });
  const k2 = { who: "k2", role: "counsellor", label: "K2" } as const;
  const room = (...others: (typeof k2)[]): CoreEvent => ({
    event: "room",
    case: "a",
    epoch: 1,
    members: [
      { who: "v", role: "visitor", label: "", me: false },
      { who: "k1", role: "counsellor", label: "K 1", me: true },
      ...others.map((other) => ({ ...other, me: false })),
    ],
  });
  const note = (id: string, event: "note" | "briefing" = "note"): CoreEvent => {
    const said = { case: "a", id, from: "k2", role: "counsellor", label: "K2", sent_min: 3, text: id } as const;
    return event === "note" ? { event, ...said, offline: false } : { event, ...said };
  };
  const told = (what: "yes_to_member" | "no_to_member" | "blocked"): CoreEvent => ({
    event: "told",
    case: "a",
    what,
    about: { ...k2, me: false },
    sent_min: 4,
  });
  const held = () => own_cases(state())[0];
  const again = async () => {
    make_session();
    await session.begin();
    core.events.push(unlocked);
    session.unlock("words");
    await settled();
  };

  it("shows what the visitor answers about whoever comes", async () => {
    await unlock();
    await tell({ event: "claimed", case: "a" }, room(), room(k2));
    expect(held()?.answers).toEqual({ k2: "asked" });
    await tell(told("yes_to_member"));
    expect(held()?.answers).toEqual({ k2: "yes" });
    await tell(told("blocked"));
    expect(held()?.answers).toEqual({ k2: "blocked" });
    await tell(room());
    expect(held()?.answers).toEqual({});
  });

  it("keeps notes apart from the conversation, and receipts them where they stand", async () => {
    await unlock();
    await tell({ event: "claimed", case: "a" }, room(k2), note("n1"), note("b1", "briefing"));
    expect(held()?.conversation.entries).toEqual([]);
    expect(held()?.notes).toMatchObject([
      { id: "n1", alone: null },
      { id: "b1", alone: "" },
    ]);
    expect(held()?.unread_notes).toBe(2);
    expect(core.calls).not.toContain("shown n1");
    session.show_part("notes");
    await settled();
    expect(core.calls).toContain("shown n1");
    expect(core.calls).toContain("shown b1");
    expect(held()?.unread_notes).toBe(0);
    await tell(message("a", "hello"));
    expect(core.calls).not.toContain("shown hello");
    expect(held()?.unread).toBe(1);
  });

  it("says a note to colleagues and never to the visitor, and who has read it", async () => {
    await unlock();
    await tell({ event: "claimed", case: "a" }, room(k2));
    await session.note("a", "careful");
    expect(core.calls).toContain("note a careful");
    expect(core.calls.some((call) => call.startsWith("say "))).toBe(false);
    const id = held()?.notes[0]?.id ?? "";
    expect(held()?.notes).toMatchObject([{ text: "careful", mark: "sending" }]);
    await tell({ event: "delivered", case: "a", id, by: k2 });
    expect(held()?.notes).toMatchObject([{ mark: "read", read_by: "K2" }]);
    core.outcome = "gone";
    await expect(session.note("a", "more")).rejects.toThrow();
    expect(held()?.notes).toHaveLength(1);
  });

  it("brings a colleague in with words for that one alone", async () => {
    await unlock();
    await tell(colleague("k2", "counsellor", "on_duty"), { event: "claimed", case: "a" }, room());
    await session.bring_in("a", "k2", "take care");
    await settled();
    expect(core.calls).toContain("add a k2 take care 0");
    expect(held()?.notes).toMatchObject([{ text: "take care", alone: "K2" }]);
    await session.bring_in("a", "k2", "");
    expect(held()?.notes).toHaveLength(1);
    core.outcome = "refused";
    await expect(session.bring_in("a", "k2", "again")).rejects.toThrow();
  });

  it("asks a supervisor in for some days, and all of them to look", async () => {
    await unlock();
    await tell(colleague("k1", "counsellor", "on_duty"), colleague("k2", "supervisor", "on_duty"));
    await tell(card("a", false, "K 1"), { event: "claimed", case: "a" }, room());
    await session.ask_in("a", "k2", "please look");
    await settled();
    const asked = ["add a k2 please look 3", "set_case a escalated"];
    expect(core.calls.filter((call) => asked.includes(call))).toEqual(asked);
    expect(held()?.notes).toMatchObject([{ text: "please look", alone: "K2" }]);
    core.set_case = () => "refused";
    await session.ask_in("a", "k2", "and nobody else");
    expect(held()?.notes).toMatchObject([{ text: "please look" }, { text: "and nobody else" }]);
    core.outcome = "refused";
    await expect(session.ask_in("a", "k2", "again")).rejects.toThrow();
    expect(core.calls.at(-1)).toBe("add a k2 again 3"); /* and nobody is asked to look */
  });

  it("asks nobody else to look when a supervisor asks, who may not set that", async () => {
    await unlock();
    await tell(colleague("k1", "supervisor", "on_duty"), colleague("k2", "supervisor", "on_duty"));
    await tell(card("a", false, "K 3"), { event: "claimed", case: "a" }, room());
    await session.ask_in("a", "k2", "please look");
    expect(core.calls).toContain("add a k2 please look 3");
    expect(core.calls).not.toContain("set_case a escalated");
  });

  it("offers who is not in it, those on duty first, and only to who may add", async () => {
    await unlock();
    await tell(colleague("k3", "counsellor", "away"), colleague("k2", "counsellor", "on_duty"));
    await tell(colleague("s1", "supervisor", "on_duty"), { event: "claimed", case: "a" }, room());
    const names = (roles: readonly ("counsellor" | "supervisor")[], members: readonly { id: string }[]) =>
      candidates(state(), roles, members).map((one) => one.id);
    expect(names(["counsellor"], [])).toEqual(["k2", "k3"]);
    expect(names(["counsellor"], [{ id: "k2" }])).toEqual(["k3"]);
    expect(names(["supervisor"], [])).toEqual(["s1"]);
    const own = held();
    if (own === undefined) throw new Error("no case");
    expect(answers_for(state(), own)).toBe(true);
    expect(may_add(state(), own)).toBe(false);
    expect(may_add({ ...state(), caps: 2 }, own)).toBe(true);
  });

  it("is new to who is brought in, and begins with what was kept of it", async () => {
    await unlock();
    await tell(note("early"), { event: "added", case: "a" }, room(k2));
    expect(held()).toMatchObject({ is_new: true, answers: { k1: "asked" }, notes: [{ id: "early" }] });
    const added = held();
    expect(added !== undefined && is_unheard(added)).toBe(true);
    await tell({
      ...told("yes_to_member"),
      about: { who: "k1", role: "counsellor", label: "K 1", me: true },
    } as CoreEvent);
    const heard = held();
    expect(heard !== undefined && is_unheard(heard)).toBe(false);
    expect(state().open_case).toBeNull();
    expect(state().announcement).toMatchObject({ what: "added" });
    session.open_case("a");
    await settled();
    expect(held()?.is_new).toBe(false);
    await again();
    expect(held()).toMatchObject({ notes: [{ id: "early" }], is_new: false });
  });

  it("shows nothing any more to who was taken out, and says by whom", async () => {
    await unlock();
    await tell({ event: "claimed", case: "a" }, room(k2), message("a", "hello"), note("n1"), told("yes_to_member"));
    await tell({ event: "removed", case: "a", by: { who: "s1", role: "supervisor", label: "S 1" } });
    expect(held()).toMatchObject({
      removed: { name: "S 1", role: "supervisor", is_by_self: false },
      notes: [],
      answers: {},
    });
    expect(held()?.conversation.entries).toEqual([]);
    const kept = store.records.length;
    await tell(message("a", "late"));
    expect(store.records).toHaveLength(kept);
    await again();
    expect(held()).toMatchObject({ removed: { name: "S 1" }, notes: [] });
    await tell({ event: "added", case: "a" }, room(k2));
    expect(held()?.removed).toBeNull();
  });

  it("knows when we left by ourselves", async () => {
    await unlock();
    await tell({ event: "claimed", case: "a" }, room(k2));
    session.take_out("a", "k1");
    await settled();
    expect(core.calls).toContain("remove a k1");
    await tell({ event: "removed", case: "a", by: { who: "k1", role: "counsellor", label: "K 1" } });
    expect(held()?.removed).toMatchObject({ is_by_self: true });
  });

  it("closes, opens again, and doubts, also after the next unlock", async () => {
    await unlock();
    await tell({ event: "claimed", case: "a" }, room(k2), { event: "visitor", case: "a", confirmed: false });
    await tell({ event: "closed", case: "a" });
    expect(held()).toMatchObject({ is_closed: true, is_confirmed: false });
    session.reopen("a");
    await settled();
    expect(core.calls).toContain("reopen a");
    await tell({ event: "reopened", case: "a" }, note("n1"), told("no_to_member"));
    await session.note("a", "mine");
    await settled();
    const before = held();
    expect(before).toMatchObject({ is_closed: false, answers: { k2: "no" } });
    await again();
    expect(held()).toEqual({ ...before, unread: 0, unread_notes: 0, live_min: 0 });
  });

  it("tells a move that did not happen, whoever refused it", async () => {
    await unlock();
    await tell({ event: "claimed", case: "a" }, room(k2));
    core.outcome = "refused";
    session.close_case("a");
    await settled();
    expect(state().failed).toEqual({ case_id: "a", act: "close", why: "refused" });
    core.outcome = "ok";
    session.reopen("a");
    await settled();
    expect(state().failed).toBeNull();
    await tell({ event: "act_failed", case: "a", act: "reopen", why: "epoch_conflict" });
    expect(state().failed).toMatchObject({ act: "reopen", why: "epoch_conflict" });
  });

  it("frees the card of a claim that failed", async () => {
    await unlock();
    await tell(card("b", true));
    session.take("b");
    await settled();
    expect(state().queue[0]?.is_taking).toBe(true);
    await tell({ event: "act_failed", case: "b", act: "claim", why: "disconnected" });
    expect(state().queue[0]?.is_taking).toBe(false);
  });
});

describe("a take-over", () => {
  const held_card = (holder: string, epoch: number): CoreEvent =>
    ({ ...card("a", false, holder), event: "card", epoch }) as CoreEvent;
  const proposal: CoreEvent = {
    event: "proposal",
    case: "a",
    act: "takeover",
    who: "K 3",
    label: "K 3",
    by: "s2",
    by_label: "S 2",
    mine: false,
    day: 1,
  };

  it("is seen, and goes when it has happened or is of no use", async () => {
    await unlock();
    await tell(held_card("K 2", 1), proposal, held_card("K 2", 1));
    expect(state().rooms).toMatchObject([{ case_id: "a", holder_name: "K 2", state: "claimed" }]);
    expect(state().proposals).toMatchObject([{ case_id: "a", name: "K 3", by_name: "S 2", is_own: false }]);
    expect(state().announcement).toMatchObject({ what: "proposal" });
    await tell(held_card("K 3", 2));
    expect(state().proposals).toEqual([]);
    await tell(proposal, held_card("K 3", 3));
    expect(state().proposals).toEqual([]);
    await tell(proposal, { event: "taken_over", case: "a" });
    expect(state().proposals).toEqual([]);
    await tell(proposal, card("a", true));
    expect(state()).toMatchObject({ proposals: [], rooms: [] });
  });

  it("needs no secret way in: a supervisor joins by being added, or hears why not", async () => {
    await unlock();
    session.join("a");
    await settled();
    expect(core.calls).toContain("add a k1  0");
    expect(state().failed).toBeNull();
    core.outcome = "full";
    session.join("a");
    await settled();
    expect(state().failed).toEqual({ case_id: "a", act: "add", why: "full" });
  });

  it("is proposed and seconded", async () => {
    await unlock();
    session.propose("a", "k3");
    session.second("a");
    await settled();
    expect(core.calls).toContain("take_over a k3");
    expect(core.calls).toContain("second a");
  });
});
