/* Draws what a session holds, again after every change; changes that come together are drawn once. */
import { type ComponentChild, render } from "preact";
import type { Held } from "../../model/held";

export function draw<T>(held: Held<T>, place: HTMLElement, view: (value: T) => ComponentChild): void {
  let is_due = false;
  const again = () => {
    is_due = false;
    render(view(held.value), place);
  };
  again();
  held.watch(() => {
    if (!is_due) queueMicrotask(again);
    is_due = true;
  });
}
