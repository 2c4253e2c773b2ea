/* The way out of the page. Everything happens at once and in this order: nothing is on the screen any more, the title is
 * neutral, the browser is on its way to another page in place of this one. It never waits for the network.
 * `location.replace` with a single history entry makes Back show the page before ours (measured; `location.href` does not). */
export type LeaveWorld = {
  document: Pick<Document, "documentElement" | "body"> & { title: string };
  location: Pick<Location, "replace">;
};

export const neutral_title = "Information";

export function leave_page(world: LeaveWorld, target: string): void {
  world.document.documentElement.hidden = true;
  world.document.title = neutral_title;
  world.location.replace(target);
  world.document.body.replaceChildren();
}
