/* A move in a room that did not happen, and why, in words. */

import type { PlainKey } from "../../text/text";
import type { StaffProps } from "../common/staff_props";

const reasons: Record<string, PlainKey> = {
  refused: "staff-why-not-allowed",
  not_allowed: "staff-why-not-allowed",
  not_member: "staff-why-not-allowed",
  gone: "staff-why-not-allowed",
  epoch_conflict: "staff-why-conflict",
  disconnected: "staff-why-disconnected",
  quota: "staff-why-full",
};

export function ActFailed({ state, say }: StaffProps) {
  const { failed } = state;
  return (
    <div role="status" class="wide">
      {failed !== null && (
        <p class="note mind">
          {say(`staff-failed-${failed.act}`)} {say(reasons[failed.why] ?? "staff-why-other")}
        </p>
      )}
    </div>
  );
}
