/* The moves that the one at the desk can make in a case: bring in, ask a supervisor in, hand over, say how it stands, leave, close, open again. */
import { answers_for, may_add, room_of, type StaffCase } from "../../model/staff_state";
import type { StaffProps } from "../common/staff_props";
import { BringIn, colleague_kind, supervisor_kind } from "./bring_in";
import { CaseState } from "./case_state";
import { HandOver } from "./hand_over";
import { Sure } from "./sure";

type Props = StaffProps & { held: StaffCase };

function Leave({ held, say, act }: Props) {
  const { members } = held.conversation;
  const self = members.find((member) => member.is_self);
  if (self === undefined) return null;
  const has_colleague = members.some((member) => member.role !== "visitor" && !member.is_self);
  return (
    <Sure
      label={say("staff-leave")}
      yes={say("staff-leave-sure")}
      no={say("staff-leave-keep")}
      go={() => act.take_out(held.case_id, self.id)}
    >
      <p>{say(has_colleague ? "staff-leave-others" : "staff-leave-alone")}</p>
    </Sure>
  );
}

export function CaseMoves(props: Props) {
  const { held, state, say, act } = props;
  const may_answer = answers_for(state, held);
  if (held.is_burnt) return null; /* there is no room any more */
  if (held.is_closed)
    return (
      <>
        {room_of(state, held.case_id)?.state !== "ended" && (
          <button type="button" class="secondary" onClick={() => act.reopen(held.case_id)}>
            {say("staff-case-reopen")}
          </button>
        )}
        <CaseState {...props} />
      </>
    );
  return (
    <>
      {may_add(state, held) && (
        <>
          <BringIn {...props} kind={colleague_kind} />
          <BringIn {...props} kind={supervisor_kind} />
        </>
      )}
      <HandOver {...props} />
      <CaseState {...props} />
      <div class="ways">
        <Leave {...props} />
        {may_answer && (
          <Sure
            label={say("staff-case-close")}
            yes={say("staff-case-close-sure")}
            no={say("staff-case-close-keep")}
            go={() => act.close_case(held.case_id)}
          />
        )}
      </div>
    </>
  );
}
