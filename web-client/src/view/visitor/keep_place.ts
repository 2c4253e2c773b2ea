/* What keep_focus does for the consoles, in as little as a visitor's page can carry: when what has the focus goes away, a button that was pressed
 * above all, the nearest message or section round it takes it. The screen does not move: it is already there. */

/** What has the focus, and what can take it, from within outwards. */
const places = ["*", "li", "section", "main"];

/** Watches `root` for as long as the page is there. */
export function keep_place(root: Element): void {
  let way: (HTMLElement | null)[] = [];
  root.addEventListener("focusin", ({ target }) => {
    way = places.map((name) => (target as Element).closest(name));
  });
  new MutationObserver(() => {
    const place = way.find((one) => one?.isConnected);
    if (!place || place === way[0]) return; /* on another screen its heading takes it */
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }).observe(root, { subtree: true, childList: true });
}
