/* One conversation of a counsellor. */
import { useState } from "preact/hooks";
import { is_live, open_case_of, type StaffCase } from "../../model/staff_state";
import { MemberList } from "../common/member_list";
import { MessageForm } from "../common/message_form";
import { MessageList } from "../common/message_list";
import type { StaffProps } from "../common/staff_props";
import { AppointmentChanges } from "./appointment_changes";
import { OfferForm } from "./offer_form";

function CloseCase({ held, say, act }: StaffProps & { held: StaffCase }) {
  const [is_asking, set_asking] = useState(false);
  if (!is_asking)
    return (
      <button type="button" class="quiet" onClick={() => set_asking(true)}>
        {say("staff-case-close")}
      </button>
    );
  return (
    <div class="ways">
      <button type="button" class="secondary" onClick={() => act.close_case(held.case_id)}>
        {say("staff-case-close-sure")}
      </button>
      <button type="button" class="secondary" onClick={() => set_asking(false)}>
        {say("staff-case-close-keep")}
      </button>
    </div>
  );
}

function OfferPart({ held, state, say, act }: StaffProps & { held: StaffCase }) {
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

export function CasePane(props: StaffProps) {
  const { state, say, act } = props;
  const held = open_case_of(state);
  if (held === null)
    return (
      <section class="panel case">
        <p>{say("staff-case-none")}</p>
      </section>
    );
  const name = say("staff-case-name", { number: held.number });
  return (
    <section class="panel case" aria-labelledby="case-heading" key={held.case_id}>
      <h2 id="case-heading">{name}</h2>
      <p class="small">
        {held.is_closed
          ? say(held.is_burnt ? "staff-case-burnt" : "staff-case-closed")
          : say(is_live(held, state.now_min) ? "staff-case-live" : "staff-case-away")}
      </p>
      <MemberList say={say} heading="staff-case-members" members={held.conversation.members} />
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
      {!held.is_closed && (
        <>
          <div role="status">{state.is_slot_taken && <p class="note">{say("staff-offer-taken")}</p>}</div>
          <MessageForm
            say={say}
            label="staff-case-compose"
            button="common-send"
            empty="staff-case-empty"
            rows={4}
            send={(text) => act.send(held.case_id, text)}
          />
          <OfferPart held={held} {...props} />
          <CloseCase held={held} {...props} />
        </>
      )}
    </section>
  );
}
