import { describe, expect, it } from "vitest";
import { leave_page, neutral_title } from "../src/leave/leave";
import { type KeyPress, no_shift, shift_step } from "../src/leave/shift";

const press = (key: string, phase: "down" | "up", is_repeat = false): KeyPress => ({ key, phase, is_repeat });

function presses(times: readonly number[], key = "Shift"): number {
  let state = no_shift;
  for (const time of times) {
    state = shift_step(state, press(key, "down"), time);
    state = shift_step(state, press(key, "up"), time + 50);
  }
  return state.count;
}

describe("Shift", () => {
  it("counts three presses within five seconds", () => {
    expect(presses([0, 1000, 4900])).toBe(3);
  });

  it("starts anew when the five seconds are over", () => {
    expect(presses([0, 1000, 5200])).toBe(1);
  });

  it("does not count a capital letter", () => {
    let state = shift_step(no_shift, press("Shift", "down"), 0);
    state = shift_step(state, press("A", "down"), 10);
    state = shift_step(state, press("A", "up"), 20);
    state = shift_step(state, press("Shift", "up"), 30);
    expect(state.count).toBe(0);
  });

  it("forgets earlier presses when another key comes", () => {
    let state = shift_step(no_shift, press("Shift", "down"), 0);
    state = shift_step(state, press("Shift", "up"), 10);
    expect(state.count).toBe(1);
    expect(shift_step(state, press("a", "down"), 20).count).toBe(0);
  });

  it("counts a key that is held down once", () => {
    let state = shift_step(no_shift, press("Shift", "down"), 0);
    for (let time = 30; time < 3000; time += 30) state = shift_step(state, press("Shift", "down", true), time);
    expect(shift_step(state, press("Shift", "up"), 3000).count).toBe(1);
  });
});

describe("leaving", () => {
  it("blanks the page, then names it neutrally, then goes, then empties it", () => {
    const order: string[] = [];
    const world = {
      document: {
        documentElement: {
          set hidden(_: boolean) {
            order.push("hidden");
          },
        } as HTMLElement,
        body: { replaceChildren: () => order.push("empty") } as unknown as HTMLElement,
        set title(title: string) {
          order.push(title);
        },
      },
      location: { replace: (url: string | URL) => void order.push(String(url)) },
    };
    leave_page(world, "https://weather.example/");
    expect(order).toEqual(["hidden", neutral_title, "https://weather.example/", "empty"]);
  });
});
