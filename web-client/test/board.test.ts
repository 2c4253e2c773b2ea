import { beforeEach, describe, expect, it } from "vitest";
import { type CoreEvent, parse_staff_event } from "../src/core/events";
import { acts_file, day_text, first_board, type Leaving, leaving_line, most } from "../src/model/board_state";
import { StaffSession } from "../src/model/staff_session";
import { first_staff_state } from "../src/model/staff_state";
import { heirs_of, reason_of } from "../src/view/board/leaver";
import { told_name } from "../src/view/board/names";
import { FakeSocket, FakeStaffCore, FakeStore, settled } from "./fakes";

let core: FakeStaffCore;
let socket: FakeSocket;
let session: StaffSession;
let files: [string, string][];

const board = () => session.state.value.board;

async function tell(...events: CoreEvent[]) {
  core.events.push(...events);
  socket.listener?.frame(new Uint8Array(1));
  await settled();
}

beforeEach(async () => {
  core = new FakeStaffCore();
  socket = new FakeSocket();
  files = [];
  session = new StaffSession(
    {
      roles: ["supervisor"],
      now_ms: () => 60_000,
      load_core: async () => core,
      open_transport: socket.open,
      store: new FakeStore(),
      painted: async () => undefined,
      pause: async () => undefined,
      save_file: (name, text) => void files.push([name, text]),
    },
    first_staff_state("da", null, 1),
  );
  session.choose_key_file(new Uint8Array([1]));
  core.events.push({ event: "unlocked", me: "s1", label: "S 1", role: "supervisor", caps: 4 });
  session.unlock("words");
  await settled();
  socket.listener?.opened();
  await tell({ event: "ready" });
});

describe("a colleague who leaves", () => {
  it("is told case by case, and then that it is over", async () => {
    session.leaver_move("k1", "k2", true);
    await settled();
    expect(core.calls).toContain("leaver_move k1 k2 true");
    expect(board().leaving).toMatchObject({ who: "k1", step: "move", is_under_way: true, cases: [] });
    await tell(
      { event: "leaver_case", case: "a", holds: true, became: "proposed", why: "" },
      { event: "leaver_case", case: "b", holds: true, became: "not_done", why: "changed" },
    );
    expect(board().leaving?.cases).toHaveLength(2);
    await tell({ event: "leaver", who: "k1", step: "move", done: 1, left: 1, why: "disconnected" });
    expect(board().leaving).toMatchObject({ is_under_way: false, done: 1, left: 1, why: "disconnected" });
  });

  it("says what the core did not take, and waits for nothing", async () => {
    core.outcome = "refused";
    session.leaver_look("k1");
    await settled();
    expect(board().leaving).toMatchObject({ step: "look", is_under_way: false, why: "refused" });
  });

  it("is not forgotten while a step is under way that the core takes no other beside", async () => {
    session.leaver_move("k1", "k2", true);
    await settled();
    core.outcome = "full";
    session.leaver_look("k3");
    await settled();
    expect(board().leaving).toMatchObject({ who: "k1", step: "move", is_under_way: true, why: "" });
  });

  it("says of a look that failed only why, and of what moves nothing not that it moves", () => {
    const leaving: Leaving = { who: "k1", step: "look", is_under_way: true, why: "", done: 0, left: 0, cases: [] };
    expect(leaving_line(leaving)).toBe("waits");
    expect(leaving_line({ ...leaving, step: "decline" })).toBe("waits");
    expect(leaving_line({ ...leaving, step: "second" })).toBe("under_way");
    const ended = { ...leaving, is_under_way: false, step: "move" } as const;
    expect(leaving_line({ ...ended, why: "full" })).toBe("result");
    expect(leaving_line({ ...ended, why: "disconnected" })).toBe(null); /* what was left may have happened */
    const over = { ...leaving, is_under_way: false };
    expect(leaving_line(over)).toBe("found");
    expect(leaving_line({ ...over, why: "refused" })).toBeNull();
    expect(leaving_line({ ...over, step: "move", why: "refused" })).toBe("result");
    expect(reason_of("malformed")).toBe("staff-why-not-allowed");
    expect(reason_of("full")).toBe("board-leaver-why-full");
  });

  it("is not among those who could come after", async () => {
    const colleague = { event: "colleague", role: "counsellor", presence: "away" } as const;
    await tell({ ...colleague, who: "k1", label: "K 1" }, { ...colleague, who: "k2", label: "K 2" });
    expect(heirs_of(session.state.value, "k1").map(({ id }) => id)).toEqual(["k2"]);
  });

  it("hands over which cases were seen", async () => {
    session.leaver_second({ who: "k1", to: "k2", by: "s2", cases: ["c1", "c2", "c3"] });
    session.leaver_decline({ who: "k1", to: "k2", by: "s2", cases: ["c1", "c2"] });
    await settled();
    expect(core.calls).toContain("leaver_second k1 k2 s2 c1,c2,c3");
    expect(core.calls).toContain("leaver_decline k1 k2 s2 c1,c2");
  });
});

describe("take-overs that wait for a signature", () => {
  const proposal = (id: string): CoreEvent => ({
    event: "proposal",
    case: id,
    act: "takeover",
    who: "k2",
    label: "K 2",
    by: "s2",
    by_label: "S 2",
    mine: false,
    day: 1,
  });
  const waiting = () => session.state.value.proposals.map((one) => one.case_id);
  const not_done = (id: string, why: string): CoreEvent => ({
    event: "leaver_case",
    case: id,
    holds: true,
    became: "not_done",
    why,
  });
  const refused = (why: string): CoreEvent => ({ event: "act_failed", case: "a", act: "takeover", why });

  it("are told anew at each login: those of the one before are gone", async () => {
    await tell(proposal("a"), proposal("b"));
    expect(waiting()).toEqual(["a", "b"]);
    await tell({ event: "connected" }, proposal("b"), { event: "ready" });
    expect(waiting()).toEqual(["b"]);
  });

  it("are gone when the server refuses our signature, in one step or alone, and stay for what passes", async () => {
    await tell(...["a", "b", "c", "d", "e"].map(proposal));
    session.leaver_second({ who: "k1", to: "k2", by: "s2", cases: ["a", "b", "c", "d", "e"] });
    await settled();
    const passing = ["rate", "unavailable", "full", "disconnected"];
    await tell(not_done("a", "epoch_conflict"), ...passing.map((why, at) => not_done("bcde"[at] ?? "", why)));
    expect(waiting()).toEqual(["b", "c", "d", "e"]);
    await tell(proposal("a"));
    session.second("a");
    await settled();
    await tell(refused("rate"));
    expect(waiting()).toContain("a");
    session.second("a");
    await settled();
    await tell(refused("epoch_conflict"));
    expect(waiting()).not.toContain("a");
  });

  it("stay when it was another step, or another proposal for the same case, that failed", async () => {
    await tell(proposal("a"));
    session.leaver_move("k1", "k2", true);
    await settled();
    await tell(not_done("a", "proposed"));
    session.propose("a", "k3");
    await settled();
    await tell(refused("refused"));
    core.outcome = "refused";
    session.second("a");
    await settled();
    await tell(refused("refused"));
    expect(waiting()).toEqual(["a"]);
  });
});

describe("the figures", () => {
  const count = (opened: string, day = 20_735, door = 1) =>
    `{"event":"count","day":${day},"door":${door},"opened":${opened},"claimed_quarter":5,"claimed_hour":"<5","claimed_4_hours":"<5","claimed_day":"<5","claimed_later":"<5","returned":"<5","closed":10}`;

  it("never make a number of what was not told", () => {
    expect(parse_staff_event(count("15"))).toMatchObject({ figures: [15, 5, null, null, null, null, null, 10] });
    expect(parse_staff_event(count('"<5"'))).toMatchObject({ figures: [null, 5, null, null, null, null, null, 10] });
    expect(() => parse_staff_event(count('"<4"'))).toThrow();
    expect(() => parse_staff_event(count("null"))).toThrow();
  });

  it("are whole after the last, and begin anew when they are asked again", async () => {
    session.read_figures(20_735, 7);
    await settled();
    expect(core.calls).toContain("counts 20735 7");
    await tell(parse_staff_event(count("15")), parse_staff_event(count('"<5"', 20_735, 2)));
    expect(board().figures).toMatchObject({ is_whole: false });
    await tell({ event: "counts" });
    expect(board().figures?.is_whole).toBe(true);
    expect(board().figures?.rows).toHaveLength(2);
    expect(most(board().figures?.rows ?? [], 0)).toBe(15);
    session.read_figures(20_735, 1);
    await settled();
    expect(board().figures).toEqual({ rows: [], from: 20_735, days: 1, is_whole: false, why: "" });
    expect(day_text(20_735)).toBe("2026-10-09");
  });

  it("stand once for a day and door, and only for the days that were asked for last", async () => {
    session.read_figures(20_735, 7);
    session.read_figures(20_736, 2);
    await settled();
    const days = [20_735, 20_736, 20_737, 20_738];
    await tell(...days.map((day) => parse_staff_event(count("15", day))));
    await tell(parse_staff_event(count("20", 20_736)), { event: "counts" });
    expect(board().figures?.rows.map(({ day, figures }) => [day, figures[0]])).toEqual([
      [20_736, 20],
      [20_737, 15],
    ]);
  });

  it("that are not told say so, and what was shown stays", async () => {
    session.read_figures(20_735, 7);
    await settled();
    await tell({ event: "error", code: "rate" });
    expect(board().figures).toMatchObject({ why: "rate" });
    await tell(parse_staff_event(count("15")), { event: "counts" }, { event: "error", code: "rate" });
    expect(board().figures).toMatchObject({ is_whole: true, why: "" });
    core.outcome = "refused";
    session.read_figures(20_735, 1);
    await settled();
    expect(board().figures).toMatchObject({ rows: [{ day: 20_735 }], days: 7, why: "refused" });
  });

  it("are still waited for after a lost connection: the core asks again, from the beginning", async () => {
    session.read_figures(20_735, 7);
    await settled();
    await tell(parse_staff_event(count("15")));
    socket.listener?.lost();
    await tell({ event: "connected" });
    expect(board().figures).toEqual({ rows: [], from: 20_735, days: 7, is_whole: false, why: "" });
    await tell({ event: "ready" }, parse_staff_event(count("20")), { event: "counts" });
    expect(board().figures).toMatchObject({ rows: [{ day: 20_735 }], is_whole: true, why: "" });
    await tell({ event: "connected" });
    expect(board().figures).toMatchObject({ rows: [{ day: 20_735 }], is_whole: true, why: "" });
  });

  it("that cannot be asked for without a connection are not called forbidden", async () => {
    core.outcome = "refused";
    socket.listener?.lost();
    session.read_figures(20_735, 7);
    session.leaver_look("k1");
    await settled();
    expect(board()).toMatchObject({ figures: { why: "offline" }, leaving: { is_under_way: false, why: "offline" } });
    expect(reason_of("offline")).toBe("staff-why-other");
  });

  it("of a day that no calendar has are shown all the same", () => {
    expect(day_text(2_932_896)).toBe("9999-12-31");
    expect(day_text(4_294_967_295)).toBe("4294967295");
  });
});

describe("the list of acts", () => {
  const act = (number: number, previous: string, head: string): CoreEvent => ({
    event: "audit",
    number,
    day: 20_735,
    act: "claim",
    actor: "k1",
    second: "",
    subject: number === 2 ? "k2" : "",
    previous,
    head,
  });

  it("is read on from what is known, and an entry that comes again stands once", async () => {
    session.read_acts();
    await settled();
    expect(core.calls).toContain("audit 0 ");
    expect(board().acts.is_reading).toBe(true);
    await tell(act(1, "00", "h1"), act(2, "h1", "h2"), { event: "audit_read", number: 2, head: "h2", checked: false });
    expect(board().acts).toMatchObject({ number: 2, head: "h2", is_known: false, is_reading: false });
    session.read_acts();
    await settled();
    expect(core.calls).toContain("audit 2 h2");
    await tell(act(2, "h1", "h2"), act(3, "h2", "h3"), { event: "audit_read", number: 3, head: "h3", checked: true });
    expect(board().acts.entries.map((entry) => entry.number)).toEqual([1, 2, 3]);
    expect(board().acts.is_known).toBe(true);
  });

  it("that broke off can be read again, and is saved as far as it was checked", async () => {
    const whole = acts_file({ ...board().acts, number: 0 });
    session.read_acts();
    await settled();
    await tell(act(1, "00", "h1"), { event: "error", code: "unavailable" });
    expect(board().acts.is_reading).toBe(false);
    expect(acts_file(board().acts)).toBe(whole);
    await tell(act(2, "h1", "h2"), { event: "audit_read", number: 2, head: "h2", checked: false });
    expect(acts_file(board().acts)).toContain("1 2026-10-09 claim k1 - - h1\n2 ");
    session.read_acts();
    await settled();
    await tell(act(3, "h2", "h3"), { event: "connected" });
    expect(board().acts).toMatchObject({ number: 2, is_reading: true, entries: [{ number: 1 }, { number: 2 }] });
    await tell(act(2, "h1", "h2"), act(3, "h2", "h3"), { event: "audit_read", number: 3, head: "h3", checked: true });
    expect(board().acts).toMatchObject({ number: 3, is_reading: false });
    expect(board().acts.entries.map((entry) => entry.number)).toEqual([1, 2, 3]);
  });

  it("is saved as udvej audit verify reads it", async () => {
    await tell(act(1, "00", "h1"), act(2, "h1", "h2"), { event: "audit_read", number: 2, head: "h2", checked: false });
    session.save_acts();
    expect(files).toEqual([
      [
        "udvej-audit-list.txt",
        "udvej audit list 1\nfrom 1 00\n1 2026-10-09 claim k1 - - h1\n2 2026-10-09 claim k1 - k2 h2\nend 2 h2\n",
      ],
    ]);
    const nobody = "0".repeat(64);
    const empty = { entries: [], number: 0, head: "", is_known: false, is_reading: false };
    expect(acts_file(empty)).toBe(`udvej audit list 1\nfrom 1 ${nobody}\nend 0 ${nobody}\n`);
  });
});

describe("a core that is another one, after locking and unlocking", () => {
  it("is asked anew: nothing is waited for that only the one before was asked", async () => {
    session.read_figures(20_735, 7);
    session.read_acts();
    session.leaver_look("k1");
    await settled();
    expect(board()).toMatchObject({
      figures: { is_whole: false },
      acts: { is_reading: true },
      leaving: { is_under_way: true },
    });
    session.lock();
    await settled();
    core.events.push({ event: "unlocked", me: "s1", label: "S 1", role: "supervisor", caps: 4 });
    session.unlock("words");
    await settled();
    socket.listener?.opened();
    await tell({ event: "connected" }, { event: "ready" });
    expect(session.state.value.screen).toBe("desk");
    expect(board()).toEqual(first_board);
  });
});

describe("a name that came with a certificate", () => {
  const say = (key: string, values?: object) => `${key} ${JSON.stringify(values)}`;

  it("is told as it came", () => {
    expect(told_name(say, "d", "K 2")).toBe("K 2");
  });

  it("is told as somebody without access where none came, so that no sentence has a hole", () => {
    expect(told_name(say, "0123456789abcdef", "")).toBe('board-unnamed {"id":"01234567"}');
  });

  it("is nothing where there is nobody", () => {
    expect(told_name(say, "", "")).toBe("");
  });
});
