/* Keeps the way out above a phone's keyboard. Browsers that know `interactive-widget` shrink the page by themselves;
 * the others (Safari) only tell the visual viewport, so the covered height is handed to the style sheet as a length. */
export function watch_keyboard(): () => void {
  const viewport = window.visualViewport;
  if (viewport === null) return () => undefined;
  const fit = () => {
    const covered = Math.max(0, Math.round(window.innerHeight - viewport.height * viewport.scale));
    document.documentElement.style.setProperty("--covered", `${covered}px`);
  };
  viewport.addEventListener("resize", fit);
  return () => viewport.removeEventListener("resize", fit);
}
