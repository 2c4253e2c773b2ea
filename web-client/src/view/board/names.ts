/* Who somebody is, by certificate; who has no access any more has no name here either. */
import type { StaffState } from "../../model/staff_state";
import type { Say } from "../../text/text";

const unnamed = (say: Say, id: string): string => say("board-unnamed", { id: id.slice(0, 8) });

export function name_of(state: StaffState, say: Say, id: string): string {
  const found = state.colleagues.find((colleague) => colleague.id === id);
  if (found === undefined) return unnamed(say, id);
  return found.is_self ? say("common-you") : found.name;
}

/** The name that came with a certificate, in sentences that speak of ourselves by name too; none came for who has no access any more. */
export function told_name(say: Say, id: string, name: string): string {
  return id === "" || name !== "" ? name : unnamed(say, id);
}
