/* A move in a room that did not happen, or a proposal that came to nothing, and why, in words. */

import type { PlainKey } from "../../text/text";
import type { StaffProps } from "../common/staff_props";

/** What the core and the server say, where it means the same for every move. */
export const common_reasons: Record<string, PlainKey> = {
  refused: "staff-why-not-allowed",
  not_allowed: "staff-why-not-allowed",
  not_member: "staff-why-not-allowed",
  malformed: "staff-why-not-allowed",
  gone: "staff-why-not-allowed",
  epoch_conflict: "staff-why-conflict",
  disconnected: "staff-why-disconnected",
  quota: "staff-why-full",
  too_early: "staff-why-too-early",
};

export function ActFailed({ state, say }: StaffProps) {
  const { failed, ended } = state;
  return (
    <div role="status" class="wide">
      {failed !== null && (
        <p class="note mind">
          {/* Whose answer was lost may have happened all the same. */}
          {failed.why !== "disconnected" && `${say(`staff-failed-${failed.act}`)} `}
          {say(common_reasons[failed.why] ?? "staff-why-other")}
        </p>
      )}
      {ended !== null && <p class="note">{say(`staff-hand-over-${ended.why}`)}</p>}
    </div>
  );
}
