/* Who is in the conversation, each with a role. */
import type { Member } from "../../model/conversation";
import type { PlainKey, Say } from "../../text/text";
import { role_key } from "./role_name";

export function MemberList(props: { say: Say; heading: PlainKey; members: readonly Member[] }) {
  const { say } = props;
  const others = props.members.filter((member) => !member.is_self);
  return (
    <section class="members" aria-labelledby="members-heading">
      <h2 id="members-heading">{say(props.heading)}</h2>
      <ul>
        <li>{say("common-you")}</li>
        {others.map((member) => (
          <li key={member.id}>
            {member.role === "visitor"
              ? say("common-visitor")
              : say("common-member", { name: member.name, role: say(role_key(member.role)) })}
          </li>
        ))}
        {others.length === 0 && <li class="small">{say("common-nobody-yet")}</li>}
      </ul>
    </section>
  );
}
