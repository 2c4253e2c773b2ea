import { describe, expect, it } from "vitest";
import type { AppointmentTime } from "../src/core/core";
import type { Act } from "../src/core/events";
import {
  type Appointment,
  type AppointmentSaid,
  appointment_after,
  empty_conversation,
  excess_of,
  move_entry,
  own_visitor,
  put_entry,
  put_mark,
  put_members,
  type Role,
  times_of,
} from "../src/model/conversation";
import { door_text } from "../src/model/doors";
import { hidden_limit_ms, hidden_verdict } from "../src/model/hidden";
import { parse_programme } from "../src/model/programme";
import { put_conversation_event } from "../src/model/visitor_events";
import { backoff_ms } from "../src/transport/backoff";
import { relay_url } from "../src/transport/socket";

const message = (id: string, mark: "sending" | "sent" | "read" = "sending") =>
  ({ is: "message", id, by: own_visitor, text: id, sent_min: 1, mark }) as const;
const member = (id: string, role: Role, is_self = false) => ({ id, name: id, role, is_self });

describe("a conversation", () => {
  it("keeps one entry for a message that comes twice", () => {
    const twice = put_entry(put_entry(empty_conversation, message("1")), message("1"));
    expect(twice.entries).toHaveLength(1);
  });

  it("moves marks forward only", () => {
    const read = put_mark(put_entry(empty_conversation, message("1")), "1", "read");
    expect(put_mark(read, "1", "sent").entries[0]).toMatchObject({ mark: "read" });
  });

  it("calls unsent only what nobody may have read", () => {
    const marks = (["sent", "read"] as const).map((mark) => {
      const conversation = put_entry(empty_conversation, message("1", mark));
      const after = put_conversation_event(conversation, { event: "expired", case: "c", id: "1" });
      expect(after?.entries[1]).toMatchObject({ is: "expired" });
      return after?.entries[0];
    });
    expect(marks).toMatchObject([{ mark: "unsent" }, { mark: "read" }]);
  });

  it("says who came and who went, but not the visitor", () => {
    const alone = put_members(empty_conversation, [member("v", "visitor", true)]);
    expect(alone.entries).toEqual([]);
    const joined = put_members(alone, [member("v", "visitor", true), member("c", "counsellor")]);
    expect(joined.entries).toMatchObject([{ is: "joined", name: "c" }]);
    const again = put_members(joined, joined.members);
    expect(again.entries).toHaveLength(1);
    expect(put_members(again, [member("v", "visitor", true)]).entries).toMatchObject([
      { is: "joined" },
      { is: "left" },
    ]);
  });

  const time = (id: string, start_min: number) => ({ id, start_min, length_min: 30 });
  const offer = { id: "a", kind: "phone", place: "12 34", times: [time("1", 150), time("2", 300)] } as const;
  const by_staff = (act: Act, times: readonly AppointmentTime[] = offer.times) =>
    ({ ...offer, act, times, by_visitor: false }) as const;
  const by_visitor = (act: Act, times: readonly AppointmentTime[] = offer.times) =>
    ({ ...offer, act, times, by_visitor: true }) as const;
  const ended = (...acts: readonly AppointmentSaid[]) =>
    acts.reduce<Appointment | undefined>((known, said) => appointment_after(known, said), undefined);

  it("has one card an appointment, at the end", () => {
    const card = { is: "appointment", id: "a", by: own_visitor, sent_min: 1 } as const;
    const offered = appointment_after(undefined, by_staff("offer"));
    const first = move_entry(empty_conversation, { ...card, appointment: offered });
    const accepted = appointment_after(offered, by_visitor("accept", [time("2", 300)]));
    const then = move_entry(put_entry(first, message("1")), { ...card, appointment: accepted });
    expect(then.entries.map((entry) => entry.is)).toEqual(["message", "appointment"]);
    expect(then.entries[1]).toMatchObject({ appointment: { state: "accepted", chosen: "2" } });
    expect(times_of(offered)).toHaveLength(2);
    expect(times_of(accepted)).toEqual([time("2", 300)]);
  });

  it("keeps place and times when the visitor asks for another time", () => {
    const asked = ended(by_staff("offer"), { ...by_visitor("move"), place: "after six" });
    expect(asked).toMatchObject({ state: "asked", place: "12 34", asked: "after six", times: offer.times });
  });

  /* Both sides hear the same acts, each their own first. */
  const moved = [time("3", 600)];
  const crossings: readonly [string, AppointmentSaid, AppointmentSaid, Appointment["state"]][] = (
    ["accept", "decline", "call_off", "move"] as const
  ).flatMap((act) => {
    const said = by_visitor(act, act === "accept" ? [time("1", 150)] : offer.times);
    return [
      [`${act} and call_off`, said, by_staff("call_off"), "called_off"] as const,
      [`${act} and move`, said, by_staff("move", moved), "moved"] as const,
      [`${act} and missed`, said, by_staff("missed", [time("1", 150)]), "missed"] as const,
    ];
  }) as [string, AppointmentSaid, AppointmentSaid, Appointment["state"]][];

  it.each(crossings)("ends the same on both sides: %s", (_, visitor, staff, state) => {
    for (const start of [[], [by_visitor("accept", [time("1", 150)])]]) {
      const there = ended(by_staff("offer"), ...start, visitor, staff);
      const here = ended(by_staff("offer"), ...start, staff, visitor);
      expect(here?.state).toBe(state);
      expect(there?.state).toBe(state);
      expect(here?.times).toEqual(there?.times);
      expect(here?.asked).toBe(there?.asked);
    }
  });

  it("does not let the other side's acts be said by this one", () => {
    expect(ended(by_staff("offer"), by_visitor("missed", [time("1", 150)]))?.state).toBe("offered");
    expect(ended(by_staff("offer"), by_staff("accept", [time("1", 150)]))?.state).toBe("offered");
    expect(ended(by_staff("offer"), by_visitor("accept", [time("1", 165)]))?.state).toBe("offered");
  });

  it("agrees once: a second page's answer waits for what it is told", () => {
    const accepted = [by_staff("offer"), by_visitor("accept", [time("1", 150)])];
    const twice = ended(...accepted, by_visitor("accept", [time("2", 300)]));
    expect(twice).toMatchObject({ state: "accepted", chosen: "1" });
    const again = ended(...accepted, by_staff("move", [time("1", 150)]));
    expect(again).toMatchObject({ state: "moved", chosen: "", times: [time("1", 150)] });
  });

  it("counts characters as the protocol does", () => {
    expect(excess_of("😀".repeat(4000))).toBe(0);
    expect(excess_of("a".repeat(4003))).toBe(3);
  });
});

describe("a hidden tab", () => {
  it("is warned for twenty seconds and then over", () => {
    expect(hidden_verdict(null, 0)).toEqual({ is: "open" });
    expect(hidden_verdict(0, hidden_limit_ms - 20_001)).toEqual({ is: "open" });
    expect(hidden_verdict(0, hidden_limit_ms - 19_500)).toEqual({ is: "warning", seconds: 20 });
    expect(hidden_verdict(0, hidden_limit_ms)).toEqual({ is: "over" });
  });
});

describe("the programme file", () => {
  const right = {
    deployment_id: "0".repeat(64),
    hotline: { number: "41 74 90 90", hours: "8-22" },
    exit_url: "https://weather.example/",
    relay: "/ws",
  };

  it("is read", () => {
    expect(parse_programme(JSON.stringify(right))).toEqual(right);
  });

  it("may not lead elsewhere than to a web page", () => {
    expect(() => parse_programme(JSON.stringify({ ...right, exit_url: "javascript:alert(1)" }))).toThrow();
  });

  it("must have every field in its shape", () => {
    expect(() => parse_programme(JSON.stringify({ ...right, deployment_id: "00" }))).toThrow();
    expect(() => parse_programme(JSON.stringify({ ...right, relay: "//elsewhere" + ".example" }))).toThrow();
    expect(() => parse_programme("[]")).toThrow();
  });
});

describe("connecting", () => {
  it("waits longer each time, up to half a minute, half of it by chance", () => {
    expect(backoff_ms(0, 0)).toBe(250);
    expect(backoff_ms(1, 0.5)).toBe(750);
    expect(backoff_ms(40, 0.999)).toBeLessThanOrEqual(30_000);
  });

  it("finds the relay beside the page", () => {
    expect(relay_url("/ws", { protocol: "https:", host: "a.example" })).toBe("wss://a.example/ws");
    expect(relay_url("/ws", { protocol: "http:", host: "localhost:8470" })).toBe("ws://localhost:8470/ws");
  });
});

describe("a door", () => {
  it("speaks Danish to whom it has no words for", () => {
    const texts = new Map([["da", { name: "dør", text: "" }]]);
    const door = { id: 1, is_open: true, changes_min: 0, answer_min: 0, phone: "", hours: "", texts };
    expect(door_text(door, "so").name).toBe("dør");
  });
});
