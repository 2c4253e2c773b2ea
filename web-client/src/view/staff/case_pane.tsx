/* One case at the desk: who is in it, the conversation or the notes among the staff, and the moves. */
import { useEffect, useRef } from "preact/hooks";
import { is_live, is_unheard, open_case_of, room_of, type StaffCase } from "../../model/staff_state";
import { date_time_text } from "../../text/time";
import { MessageForm } from "../common/message_form";
import { MessageList } from "../common/message_list";
import { role_key } from "../common/role_name";
import type { StaffProps } from "../common/staff_props";
import { AppointmentChanges } from "./appointment_changes";
import { CaseMoves } from "./case_moves";
import { LookReason, StateTag } from "./case_state";
import { Notes } from "./notes";
import { OfferForm } from "./offer_form";
import { StaffMembers } from "./staff_members";

type Props = StaffProps & { held: StaffCase };

function OfferPart({ held, state, say, act }: Props) {
  return (
    <details class="aside">
      <summary>{say("staff-offer-heading")}</summary>
      <OfferForm
        say={say}
        now_min={state.now_min}
        button="staff-offer-send"
        send={(offer) => act.offer(held.case_id, offer)}
      />
    </details>
  );
}

function Talk(props: Props) {
  const { held, state, say, act } = props;
  return (
    <>
      <MessageList
        say={say}
        heading="staff-case-messages"
        conversation={held.conversation}
        {...(held.is_closed ? {} : { retract: (id: string) => act.retract(held.case_id, id) })}
        answers={(id, appointment) =>
          held.is_closed ? null : (
            <AppointmentChanges id={id} appointment={appointment} case_id={held.case_id} {...props} />
          )
        }
      />
      {!held.is_closed && is_unheard(held) && <p class="note">{say("staff-case-unheard")}</p>}
      {!held.is_closed && !is_unheard(held) && (
        <>
          <div role="status">
            {state.taken?.case_id === held.case_id && (
              <p class="note">
                {date_time_text(say, state.taken.start_min)}: {say("staff-offer-taken")}
              </p>
            )}
          </div>
          <MessageForm
            say={say}
            label="staff-case-compose"
            button="common-send"
            empty="staff-case-empty"
            rows={4}
            send={(text) => act.send(held.case_id, text)}
          />
          <OfferPart {...props} />
        </>
      )}
    </>
  );
}

/** Two places, one at a time. */
function Parts({ held, state, say, act }: Props) {
  return (
    <nav class="ways" aria-label={say("staff-case-parts")}>
      <button type="button" class="part" aria-current={state.part === "talk"} onClick={() => act.show_part("talk")}>
        {say("staff-part-talk")}
        {held.unread > 0 && <span class="tag new">{say("staff-case-unread", { count: held.unread })}</span>}
      </button>
      <button type="button" class="part" aria-current={state.part === "notes"} onClick={() => act.show_part("notes")}>
        {say("staff-notes-heading")}
        {held.unread_notes > 0 && (
          <span class="tag new">{say("staff-case-unread-notes", { count: held.unread_notes })}</span>
        )}
      </button>
    </nav>
  );
}

function Removed({ held, say }: Props) {
  const { removed } = held;
  if (removed === null) return null;
  const { name, role, is_by_self } = removed;
  return (
    <div class="note">
      <p>
        {is_by_self || role === null
          ? say(is_by_self ? "staff-left" : "staff-removed")
          : say("staff-removed-by", { name, role: say(role_key(role)) })}
      </p>
      <p>{say("staff-removed-nothing")}</p>
    </div>
  );
}

/** Who opens a case goes on in it: its heading takes the focus, also where the case lies below the screen. */
function OpenCase(props: Props) {
  const { held, state, say } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [state.opened]);
  const room = room_of(state, held.case_id);
  return (
    <section class="panel case" aria-labelledby="case-heading">
      <h2 id="case-heading" ref={heading} tabIndex={-1}>
        {say("staff-case-name", { number: held.number })}
      </h2>
      {held.removed !== null ? (
        <Removed {...props} />
      ) : (
        <>
          <p class="small">
            {held.is_closed
              ? say(held.is_burnt ? "staff-case-burnt" : "staff-case-closed")
              : say(is_live(held, state.now_min) ? "staff-case-live" : "staff-case-away")}{" "}
            <StateTag say={say} room={room} />
          </p>
          <LookReason say={say} room={room} />
          {held.is_confirmed === false && <p class="note mind">{say("staff-case-unconfirmed")}</p>}
          <StaffMembers {...props} />
          <Parts {...props} />
          {state.part === "notes" ? <Notes {...props} /> : <Talk {...props} />}
          <CaseMoves {...props} />
        </>
      )}
    </section>
  );
}

export function CasePane(props: StaffProps) {
  const held = open_case_of(props.state);
  if (held !== null) return <OpenCase key={held.case_id} {...props} held={held} />;
  return (
    <section class="panel case">
      <p>{props.say("staff-case-none")}</p>
    </section>
  );
}
