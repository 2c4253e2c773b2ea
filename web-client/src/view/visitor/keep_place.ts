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
  /* Who goes away from it by themselves, to nowhere, is not brought back. */
  root.addEventListener("focusout", () =>
    queueMicrotask(() => {
      if (way[0]?.isConnected && way[0] !== document.activeElement) way = [];
    }),
  );
  new MutationObserver(() => {
    const place = way.find((one) => one?.isConnected);
    if (!place) way = []; /* nothing of a screen that is gone is held on to */
    if (!place || place === way[0] || document.activeElement !== document.body) return;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }).observe(root, { subtree: true, childList: true });
}
