/* Cases that change hands, that a supervisor is asked to look at, that rest, and that come back. */
import { beforeEach, describe, expect, it } from "vitest";
import type { CoreEvent, EventOf } from "../src/core/events";
import { StaffSession } from "../src/model/staff_session";
import { by_need, first_staff_state, may_hand_over, own_cases, settings_for } from "../src/model/staff_state";
import { say_in } from "../src/text/text";
import { ActFailed } from "../src/view/staff/act_failed";
import { FakeSocket, FakeStaffCore, FakeStore, settled } from "./fakes";

let core: FakeStaffCore;
let socket: FakeSocket;
let store: FakeStore;
let session: StaffSession;

const state = () => session.state.value;
const me = "k1";
/** May add. */
const caps = 2;

type Card = EventOf<"card">;
const card = (change: Partial<Card> = {}): Card => ({
  event: "card",
  case: "a",
  door: 1,
  state: "claimed",
  why: "",
  since_min: 1,
  epoch: 1,
  holder: me,
  label: "K 1",
  mine: change.holder === undefined,
  ...change,
});
const proposal = (change: Partial<EventOf<"proposal">> = {}): CoreEvent => ({
  event: "proposal",
  case: "a",
  act: "handover",
  who: "k2",
  label: "K 2",
  by: me,
  by_label: "K 1",
  mine: true,
  day: 1,
  ...change,
});
const to_us = proposal({ who: me, label: "K 1", by: "k2", by_label: "K 2", mine: false });

async function tell(...events: CoreEvent[]) {
  core.events.push(...events);
  socket.listener?.frame(new Uint8Array(1));
  await settled();
}

async function unlock(role: "counsellor" | "supervisor" = "counsellor") {
  core = new FakeStaffCore();
  socket = new FakeSocket();
  const world = {
    roles: [role],
    now_ms: () => 60_000,
    load_core: async () => core,
    open_transport: socket.open,
    store,
    painted: async () => undefined,
    pause: async () => undefined,
    save_file: () => undefined,
  };
  session = new StaffSession(world, first_staff_state("da", null, 1));
  session.choose_key_file(new Uint8Array([1]));
  core.events.push({ event: "unlocked", me, label: "K 1", role, caps });
  session.unlock("words");
  await settled();
  socket.listener?.opened();
  await tell({ event: "ready" });
}

const held = () => {
  const [found] = own_cases(state());
  if (found === undefined) throw new Error("no case");
  return found;
};

beforeEach(() => {
  store = new FakeStore();
});

describe("a handover", () => {
  it("is for the holder to offer, and to take back", async () => {
    await unlock();
    await tell(card(), { event: "colleague", who: "k2", label: "K 2", role: "counsellor", presence: "on_duty" });
    expect(may_hand_over(state(), held())).toBe(true);
    core.outcome = "refused";
    session.hand_over("a", "k2");
    await settled();
    expect(state()).toMatchObject({ proposals: [], failed: { act: "handover" } });
    core.outcome = "ok";
    session.hand_over("a", "k2");
    await settled();
    expect(core.calls).toContain("hand_over a k2");
    const own = [{ case_id: "a", act: "handover", epoch: 1, name: "K 2", by_name: "K 1", is_own: true }];
    expect(state().proposals).toMatchObject(own);
    await tell(proposal());
    expect(state().proposals).toMatchObject(own);
    expect(state().announcement?.what).not.toBe("offered");
    session.decline("a");
    await tell({ event: "proposal_over", case: "a", why: "withdrawn" });
    expect(core.calls).toContain("decline a");
    expect(state()).toMatchObject({ proposals: [], ended: { case_id: "a", why: "withdrawn" } });
    await tell(card({ holder: "k2", epoch: 2 }));
    expect(may_hand_over(state(), held())).toBe(false);
  });

  it("is announced to the one it is offered to, who accepts", async () => {
    await unlock();
    await tell(card({ holder: "k2", label: "K 2" }), to_us);
    expect(state().proposals).toMatchObject([{ act: "handover", by_name: "K 2", is_own: false }]);
    expect(state().announcement).toMatchObject({ what: "offered" });
    session.second("a");
    await tell({ event: "offer_accepted", case: "a" }, { event: "added", case: "a" });
    expect(core.calls).toContain("second a");
    expect(state().proposals).toEqual([]);
    expect(held().is_new).toBe(true);
  });

  it("stays offered while a message arrives", async () => {
    await unlock();
    await tell(card(), proposal(), { event: "accepted", case: "a", id: "said" });
    expect(state().proposals).toHaveLength(1);
  });

  it("that the server does not take is offered no more", async () => {
    await unlock();
    await tell(card());
    session.hand_over("a", "k2");
    await tell({ event: "act_failed", case: "a", act: "rest", why: "gone" });
    expect(state().proposals).toHaveLength(1);
    await tell({ event: "act_failed", case: "a", act: "handover", why: "epoch_conflict" });
    expect(state()).toMatchObject({ proposals: [], failed: { act: "handover", why: "epoch_conflict" } });
  });

  it("that was accepted is not kept like a message", async () => {
    await unlock();
    await tell(card());
    const before = store.records.length;
    await tell({ event: "offer_accepted", case: "a" });
    expect(store.records).toHaveLength(before);
    await tell({ event: "accepted", case: "a", id: "said" });
    expect(store.records).toHaveLength(before + 1);
  });

  it("that the core does not take is told as what it was", async () => {
    await unlock();
    await tell(card({ holder: "k2", label: "K 2" }), to_us);
    core.outcome = "refused";
    session.second("a");
    await settled();
    expect(state().failed).toEqual({ case_id: "a", act: "handover", why: "refused" });
    session.decline("a");
    await settled();
    expect(state().failed).toMatchObject({ act: "decline" });
  });

  it("that came to nothing is told until the next move", async () => {
    await unlock();
    await tell(card(), proposal(), { event: "proposal_over", case: "a", why: "declined" });
    expect(state().ended?.why).toBe("declined");
    session.hand_over("a", "k3");
    await settled();
    expect(state().ended).toBeNull();
  });
});

describe("an answer that was lost with the connection", () => {
  const lost = async (act: EventOf<"act_failed">["act"]) => {
    socket.listener?.lost();
    await tell({ event: "act_failed", case: "a", act, why: "disconnected" });
  };
  const say = say_in("en");
  const said = () => JSON.stringify(ActFailed({ state: state(), say, act: session }));

  it("is told as that, and not as something that did not happen", async () => {
    await unlock();
    await tell(card());
    session.set_case("a", "resting");
    await lost("rest");
    expect(state().failed).toEqual({ case_id: "a", act: "state", why: "disconnected" });
    expect(said()).toContain(say("staff-why-disconnected"));
    expect(said()).not.toContain(say("staff-failed-state"));
    await tell({ event: "act_failed", case: "a", act: "rest", why: "not_allowed" });
    expect(said()).toContain(say("staff-failed-state"));
  });

  it("leaves the offer where it stands, to be signed again if it still does", async () => {
    await unlock();
    await tell(card({ holder: "k2", label: "K 2" }), to_us);
    session.second("a");
    await settled();
    expect(state().proposals).toMatchObject([{ is_signing: true }]);
    await lost("handover");
    expect(state()).toMatchObject({ proposals: [{ is_signing: false }], failed: { act: "handover" } });
    session.decline("a");
    await lost("decline");
    expect(state()).toMatchObject({ proposals: [{ is_signing: false }], failed: { act: "decline" } });
    await tell({ event: "connected" });
    expect(state().proposals).toEqual([]);
    await tell(to_us, { event: "ready" });
    session.second("a");
    await settled();
    expect(state()).toMatchObject({ proposals: [{ is_signing: true }], failed: null });
  });

  it("does not make what is asked meanwhile forbidden", async () => {
    await unlock();
    await tell(card());
    core.outcome = "refused";
    socket.listener?.lost();
    session.set_case("a", "resting");
    await settled();
    expect(state().failed).toEqual({ case_id: "a", act: "state", why: "offline" });
    expect(said()).toContain(say("staff-failed-state"));
    expect(said()).toContain(say("staff-why-other"));
    await tell({ event: "ready" });
    session.set_case("a", "resting");
    await settled();
    expect(state().failed?.why).toBe("refused");
  });
});

describe("how a case stands", () => {
  it("is set by who may set it", async () => {
    await unlock();
    await tell(card());
    const settings = () => settings_for(state(), "a");
    expect(settings()).toEqual(["escalated", "resting"]);
    await tell(card({ state: "resting" }));
    expect(settings()).toEqual(["escalated", "claimed"]);
    await tell(card({ state: "handed_over" }));
    expect(settings()).toEqual(["escalated"]);
    await tell(card({ state: "escalated", why: "asked" }));
    expect(settings()).toEqual(["claimed"]);
    await tell(card({ holder: "k2" }));
    expect(settings()).toEqual(["escalated"]);
    await tell(card({ holder: "k2", state: "escalated", why: "gone" }));
    expect(settings()).toEqual([]);
    await tell(card({ state: "returned" }));
    expect(settings()).toEqual([]);
    expect(held().is_closed).toBe(true);
    await tell(card({ holder: "k2", case: "b" }));
    expect(settings_for(state(), "b")).toEqual([]);
  });

  it("is ended for good by a supervisor, who may take that back", async () => {
    await unlock("supervisor");
    await tell(card({ state: "closed" }));
    expect(settings_for(state(), "a")).toEqual(["ended"]);
    await tell(card({ state: "returned" }));
    expect(settings_for(state(), "a")).toEqual(["ended"]);
    await tell(card({ state: "ended" }));
    expect(settings_for(state(), "a")).toEqual(["closed"]);
    expect(held().is_closed).toBe(true);
    session.set_case("a", "closed");
    await settled();
    expect(core.calls).toContain("set_case a closed");
  });

  it("is settled by a supervisor from outside, who joins for some days", async () => {
    await unlock("supervisor");
    await tell(card({ holder: "k2", state: "escalated", why: "unanswered" }));
    expect(settings_for(state(), "a")).toEqual(["claimed"]);
    session.stay("a");
    session.set_case("a", "claimed");
    await settled();
    expect(core.calls).toContain("add a k1  3");
    expect(core.calls).toContain("set_case a claimed");
    await tell(card({ holder: "k2" }));
    expect(settings_for(state(), "a")).toEqual([]);
  });

  it("that was not changed is not called a case that was not taken", async () => {
    await unlock();
    await tell(card());
    for (const act of ["escalate", "rest", "claim", "end", "lift"] as const) {
      await tell({ event: "act_failed", case: "a", act, why: "not_allowed" });
      expect(state().failed).toEqual({ case_id: "a", act: "state", why: "not_allowed" });
    }
    await tell(card({ case: "b", state: "waiting", holder: "" }));
    await tell({ event: "act_failed", case: "b", act: "claim", why: "gone" });
    expect(state().failed?.act).toBe("claim");
  });

  it("puts first on the board what needs somebody, the longest wait first", async () => {
    await unlock("supervisor");
    const of_others = { holder: "k2" } as const;
    await tell(
      card({ ...of_others, case: "calm" }),
      card({ ...of_others, case: "back", state: "returned" }),
      card({ ...of_others, case: "late", state: "escalated", why: "asked", since_min: 9 }),
      card({ ...of_others, case: "early", state: "escalated", why: "gone", since_min: 4 }),
    );
    expect(by_need(state().rooms).map((room) => room.case_id)).toEqual(["early", "late", "back", "calm"]);
    expect(state().rooms.find((room) => room.case_id === "early")?.why).toBe("gone");
  });
});
