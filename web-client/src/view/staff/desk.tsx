/* The counsellor's desk: who waits and the own conversations at the side, one conversation in the middle, the calendar after it. */
import type { StaffProps } from "../common/staff_props";
import { ActFailed } from "./act_failed";
import { Calendar } from "./calendar";
import { CasePane } from "./case_pane";
import { CaseList } from "./cases";
import { Offers } from "./hand_over";
import { PresenceList } from "./presence";
import { Queue } from "./queue";

export function Desk(props: StaffProps) {
  return (
    <>
      <ActFailed {...props} />
      <div class="desk">
        <div class="side">
          <Offers {...props} />
          <Queue {...props} />
          <CaseList {...props} />
        </div>
        <CasePane {...props} />
        <div class="end">
          <Calendar {...props} />
          <PresenceList {...props} />
        </div>
      </div>
    </>
  );
}
