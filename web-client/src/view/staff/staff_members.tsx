/* Who is in a case, each with a role and with what the visitor has answered; a supervisor can take somebody out. */
import type { Member } from "../../model/conversation";
import { is_supervisor, type StaffCase } from "../../model/staff_state";
import { role_key } from "../common/role_name";
import type { StaffProps } from "../common/staff_props";
import { Sure } from "./sure";

type Props = StaffProps & { held: StaffCase };

function Row({ held, member, state, say, act }: Props & { member: Member }) {
  const answer = held.answers[member.id];
  const { name, role } = member;
  const may_take_out = is_supervisor(state) && !member.is_self && role !== "visitor" && !held.is_closed;
  return (
    <li>
      {member.is_self
        ? say("common-you")
        : role === "visitor"
          ? say("common-visitor")
          : say("common-member", { name, role: say(role_key(role)) })}
      {answer !== undefined && (
        <span class={answer === "yes" ? "small" : "small mind"}> · {say(`staff-answer-${answer}`)}</span>
      )}
      {may_take_out && (
        <Sure
          label={say("staff-take-out", { name })}
          yes={say("staff-take-out-sure")}
          no={say("staff-take-out-keep")}
          go={() => act.take_out(held.case_id, member.id)}
        />
      )}
    </li>
  );
}

export function StaffMembers(props: Props) {
  const { held, say } = props;
  return (
    <section class="members" aria-labelledby="members-heading">
      <h3 id="members-heading">{say("staff-case-members")}</h3>
      <ul>
        {held.conversation.members.map((member) => (
          <Row key={member.id} member={member} {...props} />
        ))}
      </ul>
    </section>
  );
}
