import { describe, expect, it } from "vitest";
import { forbidden_everywhere, forbidden_for_visitors, lint_faults, lint_source, reachable } from "../tools/lint.mjs";

const rules = [...forbidden_everywhere, ...forbidden_for_visitors];

describe("the lint", () => {
  it("finds nothing in the source", () => {
    expect(lint_faults()).toEqual([]);
  });

  it.each([
    'document.cookie = "a"',
    "localStorage.setItem",
    "sessionStorage",
    "indexedDB.open",
    "caches.open",
    "navigator.serviceWorker",
    "history.pushState()",
    "history.replaceState()",
    'location.hash = "a"',
    "<p style={{}}>",
    "console.log(1)",
    'say("staff-lock")',
  ])("finds %s", (source) => {
    expect(lint_source("x.ts", source, rules)).not.toEqual([]);
  });

  it("reads past comments", () => {
    expect(lint_source("x.ts", "/* no cookie */\n// no localStorage\n", rules)).toEqual([]);
  });

  it("keeps the device store away from visitors", () => {
    expect(reachable("src/visitor.tsx").some((path) => path.includes("device_store"))).toBe(false);
    expect(reachable("src/counsellor.tsx").some((path) => path.includes("device_store"))).toBe(true);
  });
});
