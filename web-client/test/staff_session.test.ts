import { beforeEach, describe, expect, it } from "vitest";
import type { CoreEvent } from "../src/core/events";
import { StaffSession } from "../src/model/staff_session";
import { first_staff_state, own_cases } from "../src/model/staff_state";
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

function make_session() {
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
  const offer = { kind: "chat", start_min: 150, length_min: 30, place: "" } as const;
  const cards = () => own_cases(state())[0]?.conversation.entries.filter((entry) => entry.is === "appointment") ?? [];

  it("is taken back when the calendar has no room", async () => {
    await unlock();
    await tell({ event: "claimed", case: "a" });
    session.offer("a", offer);
    await settled();
    expect(cards()).toMatchObject([{ id: "made", appointment: { state: "offered" } }]);
    await tell({ event: "slot_taken", id: "made" });
    expect(cards()).toEqual([]);
    expect(state().is_slot_taken).toBe(true);
  });

  it("stands as it was when it cannot be moved", async () => {
    await unlock();
    await tell({ event: "claimed", case: "a" });
    session.offer("a", offer);
    await settled();
    session.move("a", "made", { ...offer, start_min: 300 });
    await settled();
    expect(cards()).toMatchObject([{ appointment: { state: "moved", start_min: 300 } }]);
    await tell({ event: "slot_taken", id: "made" });
    expect(cards()).toMatchObject([{ appointment: { state: "offered", start_min: 150 } }]);
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
