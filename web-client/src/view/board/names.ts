/* Who somebody is, by certificate; who has no access any more has no name here either. */
import type { StaffState } from "../../model/staff_state";
import type { Say } from "../../text/text";

export function name_of(state: StaffState, say: Say, id: string): string {
  const found = state.colleagues.find((colleague) => colleague.id === id);
  if (found === undefined) return say("board-unnamed", { id: id.slice(0, 8) });
  return found.is_self ? say("common-you") : found.name;
}
