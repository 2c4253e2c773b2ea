/* Keeps the place of whoever works with the keyboard when what has the focus goes away, or can no longer be pressed: a button that was
 * pressed, a form that is done with, a field of a conversation that somebody closed. The focus goes to the nearest thing round it that is still
 * there, and never to the page itself, from where Tab begins at the top and a screen reader says nothing. What knows of a better place
 * takes the focus itself, and is not disturbed. */

/** An element, and which child of its parent it is. */
type Step = { element: Element; at: number };

/** From an element up to the page. */
function way_up(from: Element): Step[] {
  const steps: Step[] = [];
  for (let element: Element | null = from; element !== null; element = element.parentElement)
    steps.push({ element, at: [...(element.parentElement?.children ?? [])].indexOf(element) });
  return steps;
}

/** What in `element` can have the focus instead of what was in it, as its child `at`; null: look further out. */
function place_in(element: Element, at: number): Element | null {
  switch (element.localName) {
    case "li":
      return element;
    case "ol":
      return element.children[at] ?? null; /* in a conversation: what stands there now */
    case "details":
      return element.querySelector("summary");
    case "section":
    case "main":
    case "body":
      return element.querySelector(":is(h1, h2, h3):not(.unseen)");
    default:
      return null;
  }
}

function give_focus(way: readonly Step[]): void {
  for (const [from, { element }] of way.entries()) {
    const place = element.isConnected ? place_in(element, way[from - 1]?.at ?? 0) : null;
    if (!(place instanceof HTMLElement)) continue;
    if (place.tabIndex < 0) place.tabIndex = -1; /* by itself it could have no focus */
    place.focus();
    return;
  }
}

const is_lost = (element: Element) => !element.isConnected || element.matches(":disabled");

/** Watches `root` for as long as the page is there. */
export function keep_focus(root: Element): void {
  let way: Step[] = [];
  const held = () => way[0]?.element;
  root.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element) way = way_up(target);
  });
  /* Who goes away from it by themselves, to nowhere, is not brought back. */
  root.addEventListener("focusout", () => {
    queueMicrotask(() => {
      const element = held();
      if (element !== undefined && element !== document.activeElement && !is_lost(element)) way = [];
    });
  });
  new MutationObserver(() => {
    const element = held();
    const { activeElement } = document;
    const is_nowhere = activeElement === document.body;
    if (element === undefined || (!is_nowhere && activeElement !== element)) return;
    if (is_lost(element)) give_focus(way);
    else if (is_nowhere && element instanceof HTMLElement) element.focus(); /* it was moved */
  }).observe(root, { subtree: true, childList: true, attributeFilter: ["disabled"] });
}
