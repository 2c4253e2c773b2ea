import { beforeEach, describe, expect, it } from "vitest";
import type { CoreEvent } from "../src/core/events";
import { hidden_limit_ms } from "../src/model/hidden";
import { first_tries, next_tries } from "../src/model/pace";
import { VisitorSession } from "../src/model/visitor_session";
import { first_state } from "../src/model/visitor_state";
import { FakeSocket, FakeVisitorCore, settled } from "./fakes";

let core: FakeVisitorCore;
let socket: FakeSocket;
let session: VisitorSession;
let now_ms: number;
let has_left: boolean;
let has_core: boolean;

const state = () => session.state.value;
const message = (id: string): CoreEvent => ({
  event: "message",
  case: "c",
  id,
  from: "k",
  role: "counsellor",
  label: "K 1",
  sent_min: 1,
  text: `text ${id}`,
  offline: false,
});

function tell(...events: CoreEvent[]) {
  core.events.push(...events);
  socket.listener?.frame(new Uint8Array(1));
}

beforeEach(() => {
  core = new FakeVisitorCore();
  socket = new FakeSocket();
  now_ms = 60_000;
  has_left = false;
  has_core = true;
  session = new VisitorSession(
    {
      now_ms: () => now_ms,
      load_core: async () => {
        if (!has_core) throw new Error("none");
        return core;
      },
      open_transport: socket.open,
      painted: async () => undefined,
      breathe: async () => undefined,
      leave: () => {
        has_left = true;
      },
    },
    first_state("da", null),
  );
});

async function write_first() {
  session.start();
  await settled();
  socket.listener?.opened();
  session.choose_door(1);
  session.accept_limits();
  session.say_wishes(state().wishes);
  session.open("first words");
  await settled();
}

async function in_room() {
  await write_first();
  tell({ event: "ready" });
  tell({ event: "opened", case: "c" });
  session.set_code_aside();
}

describe("opening a case", () => {
  it("asks for no connection before the first step", () => {
    expect(socket.opened).toBe(0);
  });

  it("makes keys, waits until the server is checked, then opens", async () => {
    await write_first();
    expect(core.calls).toContain("make");
    expect(core.calls).not.toContain("open_case 1 da");
    expect(state().screen).toBe("busy");
    tell({ event: "ready" });
    expect(core.calls).toContain("open_case 1 da");
    tell({ event: "opened", case: "c" });
    expect(state()).toMatchObject({ screen: "code", draft: "" });
    expect(state().conversation.entries).toMatchObject([{ text: "first words", mark: "sent" }]);
  });

  it("keeps the words when the server refuses", async () => {
    await write_first();
    tell({ event: "ready" }, { event: "error", code: "quota" });
    expect(state()).toMatchObject({ screen: "write", refusal: "busy", draft: "first words" });
  });

  it("says so when nobody can receive the first words yet", async () => {
    await write_first();
    core.outcome = "gone";
    tell({ event: "ready" });
    expect(state()).toMatchObject({ screen: "write", refusal: "nobody", draft: "first words" });
  });

  it("says so when the core cannot be loaded", async () => {
    has_core = false;
    session.start();
    await settled();
    expect(state().screen).toBe("no_core");
    expect(socket.opened).toBe(0);
  });
});

describe("work that the server asks for", () => {
  const works = () => core.calls.filter((call) => call.startsWith("work"));

  it("is done in pieces that grow while they are short, and told meanwhile", async () => {
    await write_first();
    tell({ event: "ready" });
    core.work_left = 4;
    tell({ event: "working", done: 0, of: 100 });
    expect(state()).toMatchObject({ screen: "busy", busy_with: "open", work: { done: 0, of: 100 } });
    expect(works()).toEqual([`work ${first_tries}`]);
    core.events.push({ event: "working", done: 60, of: 100 });
    core.frames.push(new Uint8Array([5]));
    await settled();
    expect(works()).toEqual([1, 2, 4, 8].map((times) => `work ${first_tries * times}`));
    expect(state()).toMatchObject({ work: { done: 60, of: 100 }, draft: "first words" });
    expect(socket.sent.at(-1)).toEqual(new Uint8Array([5]));
    tell({ event: "opened", case: "c" });
    expect(state()).toMatchObject({ screen: "code", work: null, draft: "" });
  });

  it("ends when the person leaves", async () => {
    await write_first();
    tell({ event: "ready" });
    core.work_left = 1000;
    tell({ event: "working", done: 0, of: 100 });
    session.leave();
    const before = works().length;
    await settled();
    expect(works().length).toBe(before);
    expect(core.calls.at(-1)).toBe("close");
    expect(state().work).toBeNull();
  });

  it("wipes when the core fails in the middle", async () => {
    await write_first();
    core.work = () => {
      throw new Error("trap");
    };
    tell({ event: "working", done: 0, of: 100 });
    await settled();
    expect(state().screen).toBe("unreachable");
    expect(core.calls).toContain("close");
  });

  it("keeps the words when it was in vain", async () => {
    await write_first();
    tell({ event: "ready" }, { event: "working", done: 1, of: 2 }, { event: "error", code: "pow_bad" });
    expect(state()).toMatchObject({ screen: "write", refusal: "busy", draft: "first words", work: null });
  });

  it("has a pace with bounds", () => {
    expect(next_tries(16, 0)).toBe(32);
    expect(next_tries(65_536, 0)).toBe(65_536);
    expect(next_tries(16, 8)).toBe(16);
    expect(next_tries(16, 100)).toBe(8);
    expect(next_tries(1, 5000)).toBe(1);
  });
});

describe("the return code", () => {
  it("goes away only when typed back or set aside", async () => {
    await write_first();
    tell({ event: "ready" }, { event: "opened", case: "c" });
    core.outcome = "refused";
    session.check_code("1");
    session.check_code("2");
    expect(state()).toMatchObject({ screen: "code", code_wrong_count: 2 });
    expect(core.calls).not.toContain("hide_code");
    core.outcome = "ok";
    session.check_code("right");
    expect(state().screen).toBe("room");
    expect(core.calls).toContain("hide_code");
  });

  it("is read in the form that was chosen, and is never part of the state", async () => {
    await write_first();
    tell({ event: "ready" }, { event: "opened", case: "c" });
    expect(session.read_code()).toBe(core.code());
    session.check_code("1");
    for (const form of ["da", "en"] as const) {
      session.choose_code_form(form);
      expect(session.read_code()).toBe(core.words(form));
      expect(JSON.stringify(state())).not.toContain(core.words(form));
    }
    expect(state()).toMatchObject({ code_form: "en" });
    session.choose_code_form("digits");
    expect(session.read_code()).toBe(core.code());
    expect(JSON.stringify(state())).not.toContain(core.code());
    session.leave();
    expect(session.read_code()).toBe("");
  });

  it("is told apart: too short, mistyped, unknown", async () => {
    core.outcome = "malformed";
    session.return_with("   ");
    expect(state().return_fault).toEqual({ is: "empty" });
    session.return_with("12 34");
    await settled();
    expect(state()).toMatchObject({ screen: "come_back", return_fault: { is: "short", count: 4 } });
    session.return_with("\u0661".repeat(24));
    await settled();
    expect(state().return_fault).toEqual({ is: "mistyped" });
    for (const words of ["bord stol", "\u0633\u0644\u0627\u0645"]) {
      session.return_with(words);
      await settled();
      expect(state().return_fault).toEqual({ is: "words" });
    }
    core.outcome = "ok";
    session.return_with("1".repeat(24));
    await settled();
    tell({ event: "unknown_code", receipt: "1.0a" });
    expect(state()).toMatchObject({ screen: "come_back", return_fault: { is: "unknown" }, receipt: "1.0a" });
    session.return_with("1".repeat(24));
    await settled();
    tell({ event: "unknown_code", receipt: "" }); /* of the code before none stays */
    expect(state().receipt).toBe("");
  });
});

describe("the conversation", () => {
  it("receipts what is shown, and only then", async () => {
    await in_room();
    session.page_visible(false);
    tell(message("1"));
    expect(core.calls).not.toContain("shown 1");
    session.page_visible(true);
    expect(core.calls).toContain("shown 1");
    expect(state().announcement).toMatchObject({ what: "message", name: "K 1" });
  });

  it("throws when the core takes no more, so that the field keeps the text", async () => {
    await in_room();
    core.outcome = "full";
    expect(() => session.send("more")).toThrow();
  });

  it("marks what was said: sent, then read", async () => {
    await in_room();
    session.send("more");
    const id = state().conversation.entries.at(-1)?.id ?? "";
    tell({ event: "accepted", case: "c", id });
    expect(state().conversation.entries.at(-1)).toMatchObject({ mark: "sent" });
    tell({ event: "delivered", case: "c", id, by: null });
    expect(state().conversation.entries.at(-1)).toMatchObject({ mark: "read" });
  });

  it("says once that the server told wrongly who is away", async () => {
    await in_room();
    tell({ event: "downgrade", case: "c" }, message("1"), { event: "downgrade", case: "c" });
    expect(state().conversation.entries.filter((entry) => entry.is === "downgrade")).toHaveLength(1);
  });

  it("connects anew when the core asks for it", async () => {
    await in_room();
    tell({ event: "reconnect" });
    expect(socket.opened).toBe(2);
    expect(socket.closed).toBe(1);
  });
});

describe("a member who comes in", () => {
  const member = (who: string, role: "visitor" | "counsellor" | "mentor", me = false) => ({
    who,
    role,
    label: who,
    me,
  });
  const self = member("v", "visitor", true);
  const room = (...members: ReturnType<typeof member>[]): CoreEvent => ({
    event: "room",
    case: "c",
    epoch: 1,
    members,
  });
  const consent = (who: string, holder = false, heir = false): CoreEvent => ({
    event: "consent",
    case: "c",
    who,
    role: "mentor",
    label: who,
    holder,
    heir,
  });
  const questions = () => state().conversation.entries.filter((entry) => entry.is === "question");
  const taken = [room(self), room(self, member("k", "counsellor"))];
  const with_mentor = room(self, member("k", "counsellor"), member("m", "mentor"));

  it("is asked about once, in the conversation and aloud", async () => {
    await in_room();
    tell(...taken, consent("m"), with_mentor);
    expect(questions()).toMatchObject([{ id: "m", role: "mentor", is_holder: false }]);
    expect(state().answers).toEqual({ m: "asked" });
    expect(state().announcement).toMatchObject({ what: "question", name: "m" });
    const { serial } = state().announcement ?? { serial: 0 };
    tell(with_mentor, consent("m"));
    expect(questions()).toHaveLength(1);
    expect(state().announcement?.serial).toBe(serial);
  });

  it("is answered, and answered otherwise later", async () => {
    await in_room();
    tell(...taken, consent("m"), with_mentor);
    session.answer_member("m", true);
    expect(core.calls).toContain("consent m true");
    expect(state().answers).toEqual({ m: "yes" });
    session.answer_member("m", false);
    expect(core.calls).toContain("consent m false");
    expect(state().answers).toEqual({ m: "no" });
  });

  it("stays as it was when the core does not take the answer", async () => {
    await in_room();
    tell(...taken, consent("m"), with_mentor);
    core.outcome = "full";
    session.answer_member("m", false);
    expect(state()).toMatchObject({ answers: { m: "asked" }, answer_lost: "m" });
    core.outcome = "ok";
    session.answer_member("m", false);
    expect(state()).toMatchObject({ answers: { m: "no" }, answer_lost: null });
  });

  it("is asked about again after having left, at the end", async () => {
    await in_room();
    tell(...taken, consent("m"), with_mentor);
    session.answer_member("m", true);
    tell(room(self, member("k", "counsellor")));
    expect(state().answers).toEqual({});
    tell(consent("m", true), with_mentor);
    expect(state().answers).toEqual({ m: "asked" });
    expect(questions()).toMatchObject([{ id: "m", is_holder: true }]);
    expect(
      state()
        .conversation.entries.map((entry) => entry.is)
        .slice(-3),
    ).toEqual(["left", "question", "joined"]);
  });

  it("is asked about anew who is to take over, until that has happened", async () => {
    await in_room();
    tell(...taken, consent("m"), with_mentor);
    session.answer_member("m", true);
    tell(consent("m", false, true));
    expect(state()).toMatchObject({ answers: { m: "asked" }, heir: "m" });
    const { serial } = state().announcement ?? { serial: 0 };
    tell(consent("m", false, true));
    expect(state().announcement?.serial).toBe(serial);
    tell(room(self, member("m", "mentor")));
    expect(state().heir).toBe("m");
    tell(with_mentor);
    session.answer_member("m", true);
    tell(with_mentor);
    expect(state().heir).toBe("m");
    tell(room(self, member("m", "mentor")));
    expect(state()).toMatchObject({ answers: { m: "yes" }, heir: null });
  });

  it("is asked about taking over also when the first question was not answered, and as a member again later", async () => {
    await in_room();
    tell(...taken, consent("m"), with_mentor, consent("m", false, true));
    expect(state()).toMatchObject({ answers: { m: "asked" }, heir: "m" });
    tell(room(self, member("k", "counsellor")), consent("m"), with_mentor);
    expect(state()).toMatchObject({ answers: { m: "asked" }, heir: null });
  });

  it("asks for a closed conversation to be opened again, and hears whether that was heard", async () => {
    await in_room();
    tell(...taken, { event: "error", code: "rate" });
    expect(state().reopening).toBe("no");
    tell({ event: "closed", case: "c" });
    core.outcome = "refused";
    session.ask_reopen();
    expect(state().reopening).toBe("lost");
    core.outcome = "ok";
    session.ask_reopen();
    expect(core.calls.filter((call) => call === "ask_reopen")).toHaveLength(2);
    expect(state().reopening).toBe("lost");
    tell({ event: "reopening" }, { event: "error", code: "rate" });
    expect(state().reopening).toBe("asked");
    tell({ event: "reopened", case: "c" }, { event: "closed", case: "c" });
    expect(state().reopening).toBe("no");
    tell({ event: "error", code: "unavailable" });
    expect(state().reopening).toBe("lost");
  });

  it("hears that a conversation is ended for good, also when it comes back, and that this was taken back", async () => {
    await in_room();
    tell(...taken, { event: "closed", case: "c" }, { event: "state", state: "ended", band: "none" });
    expect(state()).toMatchObject({ case_state: "closed", reopening: "ended" });
    tell({ event: "error", code: "unavailable" }, { event: "closed", case: "c" });
    expect(state()).toMatchObject({ case_state: "closed", reopening: "ended" });
    tell({ event: "state", state: "closed", band: "none" });
    expect(state()).toMatchObject({ case_state: "closed", reopening: "no" });
    tell({ event: "reopening" }, { event: "state", state: "closed", band: "none" });
    expect(state().reopening).toBe("asked");
  });

  it("finds a closed conversation open again", async () => {
    await in_room();
    tell(...taken, { event: "closed", case: "c" });
    expect(state()).toMatchObject({ case_state: "closed", announcement: { what: "closed" } });
    tell({ event: "reopened", case: "c" });
    expect(state()).toMatchObject({ case_state: "claimed", announcement: { what: "reopened" } });
    expect(state().conversation.entries.at(-1)).toMatchObject({ is: "reopened" });
  });
});

describe("stopping", () => {
  it("wipes and offers nothing when a check fails", async () => {
    await in_room();
    tell({ event: "stopped", why: "roster" });
    expect(state()).toMatchObject({ screen: "stopped", stop_reason: "roster" });
    expect(core.calls).toContain("close");
    expect(socket.closed).toBe(1);
  });

  it("wipes when its own state is not understood", async () => {
    await in_room();
    core.take_event = () => {
      throw new Error("unknown event");
    };
    tell();
    expect(state().screen).toBe("unreachable");
    expect(core.calls).toContain("close");
  });

  it("clears a page that was out of sight for ten minutes", async () => {
    await in_room();
    session.page_visible(false);
    now_ms += hidden_limit_ms - 15_000;
    session.tick();
    expect(state().hidden_seconds).toBe(15);
    now_ms += 15_000;
    session.tick();
    expect(state().screen).toBe("wiped");
    expect(state().conversation.entries).toEqual([]);
    expect(core.calls).toContain("close");
  });

  it("stays when the person says so in time", async () => {
    await in_room();
    session.page_visible(false);
    now_ms += hidden_limit_ms - 5000;
    session.page_visible(true);
    expect(state().hidden_seconds).toBe(5);
    session.stay();
    now_ms += hidden_limit_ms;
    session.tick();
    expect(state().screen).toBe("room");
  });

  it("leaves first and wipes then", async () => {
    await in_room();
    session.leave();
    expect(has_left).toBe(true);
    expect(core.calls).toContain("close");
    expect(state().conversation.entries).toEqual([]);
  });

  it("burns in one step of the session and keeps nothing of what was on the screen", async () => {
    await write_first();
    tell({ event: "opened", case: "c" });
    session.set_code_aside();
    tell(message("m1"));
    core.outcome = "refused";
    session.burn();
    expect(state().screen).toBe("room");
    core.outcome = "ok";
    session.burn();
    expect(state()).toMatchObject({ screen: "busy", busy_with: "burn", conversation: { entries: [] } });
    tell({ event: "error", code: "unavailable" });
    expect(state().screen).toBe("busy");
    tell({ event: "reconnect" }); /* for the receipt */
    expect(state()).toMatchObject({ screen: "busy", busy_with: "burn" });
    tell({ event: "burnt", receipt: "1.0a" });
    expect(state()).toMatchObject({
      screen: "burnt",
      conversation: { entries: [] },
      last_here_min: null,
      receipt: "1.0a",
    });
    expect(core.calls).toContain("close");
    session.end();
    expect(state().receipt).toBe("");
  });

  it("keeps nothing until it is asked to, shows what was kept first, and deletes it", async () => {
    await in_room();
    expect(state().archive).toBe("off");
    tell(message("new"));
    session.keep(true);
    expect(state().archive).toBe("changing");
    tell({ event: "archive", on: true });
    const kept = { event: "kept_message", case: "c", from: "v", label: "", sent_min: 1 } as const;
    tell(
      { ...kept, id: "k1", role: "visitor", text: "own" },
      { ...kept, id: "k2", role: "counsellor", text: "theirs" },
    );
    const texts = () => state().conversation.entries.flatMap((entry) => (entry.is === "message" ? [entry.id] : []));
    expect(texts().filter((id) => id !== "first")).toEqual(["k1", "k2", "new"]);
    session.delete_kept("k1");
    expect(core.calls).toContain("delete_kept k1");
    tell({ event: "unkept", id: "k1" }, { event: "not_kept", id: "x" });
    expect(texts()).not.toContain("k1");
    expect(state().is_archive_full).toBe(true);
    session.keep(false);
    expect(texts()).not.toContain("k2");
    expect(texts()).toContain("new");
  });
});

describe("quiet mode", () => {
  it("is chosen before anything is said, and stays when the page is cleared", async () => {
    session.choose_quiet(true);
    session.start();
    await settled();
    socket.listener?.opened();
    expect(core.calls.indexOf("quiet true")).toBeGreaterThanOrEqual(0);
    expect(core.calls.indexOf("quiet true")).toBeLessThan(core.calls.indexOf("connected"));
    session.end();
    expect(state().is_quiet).toBe(true);
  });

  it("begins a new connection when it is chosen late", async () => {
    session.start();
    await settled();
    socket.listener?.opened();
    session.choose_quiet(true);
    expect(core.calls.slice(-2)).toEqual(["quiet true", "disconnected"]);
    expect([socket.opened, socket.closed]).toEqual([2, 1]);
  });

  it("answers a cell before it looks at what came", async () => {
    session.start();
    await settled();
    socket.listener?.opened();
    core.frames.push(new Uint8Array(4096));
    let sent_before = 0;
    const take_event = core.take_event;
    core.take_event = () => {
      sent_before = Math.max(sent_before, socket.sent.length);
      return take_event();
    };
    socket.listener?.frame(new Uint8Array(4096));
    expect(sent_before).toBe(1);
  });
});
