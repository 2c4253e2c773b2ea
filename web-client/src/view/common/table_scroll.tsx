/* Room for a table that may be wider than the screen; reachable by keyboard, so that it can be scrolled without a pointer. */
import type { ComponentChildren } from "preact";

export function TableScroll(props: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a field set is for controls
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus (WCAG 2.1.1)
    <div class="table-scroll" role="group" aria-label={props.label} tabIndex={0}>
      {props.children}
    </div>
  );
}
