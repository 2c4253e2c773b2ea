/* Who may read what a visitor writes: the question about a member, in the conversation, and the answers in the list of members, where they
 * can be changed. Both answers weigh the same. */
import type { Member } from "../../model/conversation";
import type { VisitorProps } from "../common/props";

type Asked = Pick<Member, "id" | "name" | "role"> & { is_holder?: boolean };

/** Who is to take over may read before: then a no ends that only when they leave. */
function question_text({ state, say }: VisitorProps, { id, name }: Asked): string {
  return say(state.heir === id ? "visitor-consent-heir" : "visitor-consent-ask", { name });
}

function answer_text(props: VisitorProps, member: Asked): string {
  const { state, say } = props;
  const { id, name } = member;
  const answer = state.answers[id];
  if (answer === "asked" || (answer === "no" && state.heir === id)) return question_text(props, member);
  /* On an earlier page it may have been answered, either way: nothing is claimed, and both answers are open. */
  if (answer === undefined && state.busy_with === "return") return say("visitor-consent-before", { name });
  return say(`visitor-consent-${answer ?? "yes"}`, { name });
}

export function Question(props: VisitorProps & { member: Asked }) {
  const { member, state, say, act } = props;
  const { id, name, role } = member;
  const answer = state.answers[id];
  const is_here = state.conversation.members.some((other) => other.id === id);
  const question = question_text(props, member);
  const is_heir = state.heir === id;
  const button = (word: "yes" | "no") => (
    <button
      type="button"
      class="secondary"
      aria-pressed={answer === word}
      onClick={() => act.answer_member(id, word === "yes")}
    >
      {say(`visitor-wishes-safe-${word}`)}
    </button>
  );
  return (
    <div class="field">
      <h3>{question}</h3>
      {member.is_holder && <p>{say("visitor-consent-holder", { name })}</p>}
      {role !== "visitor" && <p>{say(`visitor-consent-${role}`, { name })}</p>}
      {!is_heir && (answer === "asked" || answer === "no") && <p>{say("visitor-consent-what", { name })}</p>}
      {is_here && state.case_state !== "closed" && (
        <fieldset class="ways" aria-label={question}>
          {button("yes")}
          {button("no")}
        </fieldset>
      )}
      <p role="status">
        {state.answer_lost === id
          ? say("visitor-unreachable-text")
          : is_here && answer !== "asked" && (answer === "yes" || !is_heir) && answer_text(props, member)}
      </p>
    </div>
  );
}

/** The list of who may read. */
export function Readers(props: VisitorProps) {
  const others = props.state.conversation.members.filter((member) => !member.is_self);
  return (
    <div>
      {others.map((member) => (
        <details key={member.id} class="aside">
          <summary>{answer_text(props, member)}</summary>
          <Question {...props} member={member} />
        </details>
      ))}
    </div>
  );
}
