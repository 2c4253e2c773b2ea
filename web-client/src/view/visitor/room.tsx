/* The conversation: what the queue says, who is in the room, what was written, and the field to write in. */
import { date_text } from "../../text/time";
import { Heading } from "../common/heading";
import { MemberList } from "../common/member_list";
import { MessageForm } from "../common/message_form";
import { MessageList } from "../common/message_list";
import type { VisitorProps } from "../common/props";
import { AppointmentAnswers } from "./appointment_answers";
import { Burn } from "./burn";
import { Hotline } from "./hotline";
import { Keep } from "./keep";
import { Question, Readers } from "./readers";
import { Waiting } from "./waiting";

function Closed({ state, say, act }: VisitorProps) {
  const is_ended = state.reopening === "ended";
  return (
    <section class="note" aria-labelledby="closed-heading">
      <h2 id="closed-heading">{say("visitor-closed-heading")}</h2>
      <p>{say(is_ended ? "visitor-closed-ended" : "visitor-closed-text")}</p>
      {is_ended && <Hotline say={say} programme={state.programme} />}
      <p role="status">
        {state.reopening === "asked" && say("visitor-waiting-text")}
        {state.reopening === "lost" && say("visitor-unreachable-text")}
      </p>
      {state.reopening !== "asked" && !is_ended && (
        <button type="button" class="secondary" onClick={act.ask_reopen}>
          {say("visitor-reopen")}
        </button>
      )}
      <button type="button" class="secondary" onClick={act.end}>
        {say("visitor-return-new")}
      </button>
    </section>
  );
}

function Compose({ state, say, act }: VisitorProps) {
  return (
    <>
      <MessageForm
        say={say}
        label="visitor-compose-label"
        button="common-send"
        empty="visitor-write-empty"
        rows={3}
        send={act.send}
      />
      {state.case_state === "claimed" && (
        <div class="answers">
          <button type="button" class="secondary" onClick={() => act.tell("cannot_write")}>
            {say("visitor-cannot-write")}
          </button>
          <button type="button" class="secondary" onClick={() => act.tell("only_reading")}>
            {say("visitor-only-reading")}
          </button>
        </div>
      )}
      <p class="small">{say("visitor-away")}</p>
    </>
  );
}

export function Room(props: VisitorProps) {
  const { state, say, act } = props;
  return (
    <>
      <Heading>{say("visitor-room-heading")}</Heading>
      {state.last_here_min !== null && (
        <p class="small">
          {say("visitor-last-signed-in", { date: date_text(say, state.last_here_min) })} {say("visitor-room-earlier")}
        </p>
      )}
      {state.case_state === "waiting" && <Waiting {...props} />}
      <MemberList say={say} heading="visitor-members-heading" members={state.conversation.members} />
      <Readers {...props} />
      <MessageList
        say={say}
        heading="visitor-room-messages"
        conversation={state.conversation}
        delete_kept={act.delete_kept}
        {...(state.case_state === "closed" ? {} : { retract: act.retract })}
        answers={(id, appointment) =>
          state.case_state === "closed" ? null : (
            <AppointmentAnswers id={id} appointment={appointment} say={say} act={act} />
          )
        }
        question={(member) => <Question member={member} {...props} />}
      />
      {state.case_state === "closed" ? <Closed {...props} /> : <Compose {...props} />}
      <button type="button" class="quiet" onClick={act.end}>
        {say("visitor-end")}
      </button>
      <Keep {...props} />
      <Burn {...props} />
    </>
  );
}
