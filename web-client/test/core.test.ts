import { describe, expect, it } from "vitest";
import type { VisitorCore } from "../src/core/core";
import { parse_staff_event, parse_visitor_event } from "../src/core/events";
import { make_staff_instance, make_visitor_instance } from "../src/core/instance";
import { hex_of_octets, octets_of_hex } from "../src/core/memory";
import { open_staff_core, open_visitor_core } from "../src/core/wasm_core";
import { has_core, instantiate_fallback, instantiate_wasm, read_words } from "./core_files.mjs";

const deployment_id = "00".repeat(32);
const host = "localhost:8470";
const arabic = (code: string) => [...code].map((digit) => String.fromCodePoint(0x660 + Number(digit))).join(" ");

describe("events", () => {
  it("are parsed strictly", () => {
    expect(parse_visitor_event('{"event":"accepted","case":"a","id":"b"}')).toEqual({
      event: "accepted",
      case: "a",
      id: "b",
    });
    for (const wrong of [
      '{"event":"something"}',
      '{"event":"toString"}',
      '{"event":"accepted","case":"a"}',
      '{"event":"stopped","why":"because"}',
      '{"event":"gap","case":"a","from":"b","label":"","missing":-1}',
      "[]",
      "nothing",
    ])
      expect(() => parse_visitor_event(wrong)).toThrow();
  });

  it("are read on the page that they are for, and on no other", () => {
    const consent = '{"event":"consent","case":"a","who":"b","role":"mentor","label":"M 1","holder":false,"heir":true}';
    expect(parse_visitor_event(consent)).toMatchObject({ who: "b", role: "mentor", holder: false, heir: true });
    expect(() => parse_staff_event(consent)).toThrow();
    const visitor = '{"event":"visitor","case":"a","confirmed":false}';
    expect(parse_staff_event(visitor)).toMatchObject({ confirmed: false });
    expect(() => parse_visitor_event(visitor)).toThrow();
  });

  it("say a downgrade in the words of either role", () => {
    const downgrade = { event: "downgrade", case: "a" };
    const by = '"who":"b","role":"counsellor","label":"K 1"';
    expect(parse_visitor_event(`{"event":"downgrade","case":"a",${by}}`)).toEqual(downgrade);
    expect(parse_staff_event('{"event":"downgrade","case":"a","count":2}')).toEqual(downgrade);
  });

  it("may leave out who did it, and what was answered is about somebody", () => {
    expect(parse_staff_event('{"event":"removed","case":"a"}')).toMatchObject({ by: null });
    expect(
      parse_staff_event('{"event":"removed","case":"a","by":"b","role":"supervisor","label":"S 1"}'),
    ).toMatchObject({
      by: { who: "b", role: "supervisor", label: "S 1" },
    });
    expect(() => parse_staff_event('{"event":"removed","case":"a","by":"b"}')).toThrow();
    expect(() => parse_staff_event('{"event":"told","case":"a","what":"blocked","sent_min":1}')).toThrow();
    expect(parse_staff_event('{"event":"told","case":"a","what":"here","sent_min":1}')).toMatchObject({ about: null });
  });
});

describe("events of cases that change hands", () => {
  const card = (state: string, why: string) =>
    JSON.stringify({
      event: "card",
      case: "a",
      door: 1,
      state,
      why,
      since_min: 1,
      epoch: 2,
      holder: "b",
      label: "K 1",
      mine: false,
    });

  it("know how a case stands, and why", () => {
    for (const state of ["waiting", "claimed", "closed", "burnt", "handed_over", "resting", "returned", "ended"])
      expect(parse_staff_event(card(state, ""))).toMatchObject({ state, why: "" });
    for (const why of ["asked", "unanswered", "gone"])
      expect(parse_staff_event(card("escalated", why))).toMatchObject({ state: "escalated", why });
    expect(() => parse_staff_event(card("lost", ""))).toThrow();
    expect(() => parse_staff_event(card("escalated", "because"))).toThrow();
  });

  it("know proposals, how they end, and what failed", () => {
    const proposal = {
      event: "proposal",
      case: "a",
      who: "b",
      label: "K 1",
      by: "c",
      by_label: "K 2",
      mine: true,
      day: 1,
    };
    for (const act of ["takeover", "handover"])
      expect(parse_staff_event(JSON.stringify({ ...proposal, act }))).toEqual({ ...proposal, act });
    expect(() => parse_staff_event(JSON.stringify({ ...proposal, act: "add" }))).toThrow();
    for (const why of ["declined", "withdrawn", "too_old"])
      expect(parse_staff_event(JSON.stringify({ event: "proposal_over", case: "a", why }))).toMatchObject({ why });
    for (const act of ["handover", "escalate", "rest", "decline", "end", "lift"])
      expect(parse_staff_event(JSON.stringify({ event: "act_failed", case: "a", act, why: "gone" }))).toMatchObject({
        act,
      });
  });

  it("tell a case that was accepted from a message that was", () => {
    expect(parse_staff_event('{"event":"offer_accepted","case":"a"}')).toEqual({ event: "offer_accepted", case: "a" });
    expect(parse_staff_event('{"event":"accepted","case":"a","id":"b"}')).toMatchObject({ id: "b" });
    expect(() => parse_staff_event('{"event":"accepted","case":"a"}')).toThrow();
  });

  it("tell only the visitor that the colleagues were asked", () => {
    expect(parse_visitor_event('{"event":"reopening"}')).toEqual({ event: "reopening" });
    expect(() => parse_staff_event('{"event":"reopening"}')).toThrow();
  });
});

describe("hex", () => {
  it("goes there and back, strictly", () => {
    expect(hex_of_octets(octets_of_hex("00ff10"))).toBe("00ff10");
    for (const wrong of ["0", "0g", "FF"]) expect(() => octets_of_hex(wrong)).toThrow();
  });
});

describe.skipIf(!has_core).each([
  { name: "WebAssembly", instantiate: instantiate_wasm },
  { name: "the fallback", instantiate: instantiate_fallback },
])("the core as $name", ({ instantiate }) => {
  it("makes a return code and knows it again, however it is typed", { timeout: 60_000 }, async () => {
    const core = open_visitor_core(
      await make_visitor_instance(instantiate("core_visitor")),
      read_words(),
      deployment_id,
      host,
    );
    expect(core.code()).toBe("");
    expect(core.make()).toBe("ok");
    const code = core.code();
    expect(code).toMatch(/^\d{24}$/);
    expect(core.check_code(` ${code.slice(0, 8)}-${code.slice(8)} `)).toBe("ok");
    expect(core.check_code(arabic(code))).toBe("ok");
    const last = code.endsWith("0") ? "1" : "0";
    expect(core.check_code(code.slice(0, 23) + last)).toBe("malformed");
    expect(core.make()).toBe("refused");
    core.hide_code();
    expect(core.code()).toBe("");
    core.close();
    expect(() => core.make()).toThrow();
  });

  it("gives the same code as words of two languages, and takes them back however they are typed", {
    timeout: 60_000,
  }, async () => {
    const core = open_visitor_core(
      await make_visitor_instance(instantiate("core_visitor")),
      read_words(),
      deployment_id,
      host,
    );
    expect(core.words("da")).toBe("");
    expect(core.make()).toBe("ok");
    for (const list of ["da", "en"] as const) {
      const words = core.words(list);
      expect(words).toMatch(/^[a-zæøå]{3,8}( [a-zæøå]{3,8}){6}$/);
      const starts = words.split(" ").map((word) => [...word].slice(0, 4).join(""));
      expect(core.check_code(words)).toBe("ok");
      expect(core.check_code(` ${starts.join("-").toUpperCase()}. `)).toBe("ok");
      expect(core.check_code(words.replaceAll("å", "aa").replaceAll("ø", "o").normalize("NFD"))).toBe("ok");
      expect(core.check_code(starts.slice(1).join(" "))).toBe("malformed");
      expect(core.check_code(words.replace(/^\S+/, "xylofon"))).toBe("malformed");
    }
    expect(core.words("da")).not.toBe(core.words("en"));
    core.hide_code();
    expect(core.words("en")).toBe("");
    core.close();
  });

  it("tells a mistyped code without asking anybody", async () => {
    const core = open_visitor_core(
      await make_visitor_instance(instantiate("core_visitor")),
      read_words(),
      deployment_id,
      host,
    );
    expect(core.come_back("12345678 12345678 12345678")).toBe("malformed");
    expect(core.come_back("")).toBe("malformed");
    expect(core.take_frame()).toBeNull();
    core.close();
  });

  it("asks for the doors when it is connected and ignores nothing it does not understand", async () => {
    const core = open_visitor_core(
      await make_visitor_instance(instantiate("core_visitor")),
      read_words(),
      deployment_id,
      host,
    );
    core.connected(1_800_000_000_000);
    core.receive(new Uint8Array([0xff, 1, 2, 3]), 1_800_000_000_000);
    expect(core.take_event()).toEqual({ event: "stopped", why: "server" });
    core.close();
  });

  it("takes no other words than its own", async () => {
    const words = read_words();
    words[9] = (words[9] ?? 0) ^ 1;
    for (const wrong of [words, read_words().slice(1), new Uint8Array()]) {
      const instance = await make_visitor_instance(instantiate("core_visitor"));
      expect(() => open_visitor_core(instance, wrong, deployment_id, host)).toThrow("not taken");
      expect(instance.core_client_open(1, 0, 0, 1)).toBe(0);
    }
  });

  it("takes no other file for a key file", { timeout: 60_000 }, async () => {
    const core = open_staff_core(await make_staff_instance(instantiate("core")), deployment_id, host);
    expect(core.unlock(new Uint8Array(64), "seven words of a passphrase", new Uint8Array())).toBe("malformed");
    core.close();
  });

  it("has the same keys for a code as the core that has everything", { timeout: 60_000 }, async () => {
    const now = 1_800_000_000_000;
    /* CHALLENGE: deployment_id, a point, a nonce, the oldest client, a puzzle of no effort. */
    const challenge = new Uint8Array(1 + 32 + 32 + 32 + 4 + 22);
    challenge.set([0x81]);
    challenge.set([9], 33);
    const login_key = (core: VisitorCore): string => {
      core.connected(now);
      core.receive(challenge, now);
      for (let frame = core.take_frame(); frame !== null; frame = core.take_frame())
        if (frame[0] === 0x01) return hex_of_octets(frame.subarray(1, 33));
      return "";
    };
    const open = async (name: string) =>
      open_visitor_core(await make_visitor_instance(instantiate(name)), read_words(), deployment_id, host);
    const whole = await open("core");
    expect(whole.make()).toBe("ok");
    const visitor = await open("core_visitor");
    expect(visitor.come_back(whole.code())).toBe("ok");
    const key = login_key(whole);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(login_key(visitor)).toBe(key);
    whole.close();
    visitor.close();
  });

  it("knows the moves of cases that change hands", { timeout: 60_000 }, async () => {
    const [case_id, who] = ["00".repeat(16), "00".repeat(32)];
    const staff = open_staff_core(await make_staff_instance(instantiate("core")), deployment_id, host);
    /* Locked, and not connected: refused; but first it is looked at whether there can be such a thing. */
    expect(staff.hand_over(case_id, who)).toBe("refused");
    expect(staff.second(case_id)).toBe("refused");
    expect(staff.decline(case_id)).toBe("refused");
    for (const setting of ["claimed", "escalated", "resting", "ended", "closed"] as const)
      expect(staff.set_case(case_id, setting)).toBe("refused");
    expect(staff.add(case_id, who, "", 365).outcome).toBe("refused");
    expect(staff.add(case_id, who, "", 366).outcome).toBe("malformed");
    staff.close();
    const visitor = open_visitor_core(
      await make_visitor_instance(instantiate("core_visitor")),
      read_words(),
      deployment_id,
      host,
    );
    expect(visitor.ask_reopen()).toBe("refused");
    visitor.close();
  });

  it("is for visitors alone on a visitor's page", async () => {
    await expect(make_staff_instance(instantiate("core_visitor"))).rejects.toThrow("not the core");
    const visitor_core = await make_visitor_instance(instantiate("core_visitor"));
    expect(visitor_core.core_client_open(2, 0, 0, 1)).toBe(0);
  });
});
