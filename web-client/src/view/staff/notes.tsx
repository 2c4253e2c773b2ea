/* Notes among the staff of a case. A place that looks like no conversation, with a field and a button of its own words: what is meant for
 * colleagues must never go to the visitor by a slip. */
import type { Note } from "../../model/notes";
import type { StaffCase } from "../../model/staff_state";
import type { Say } from "../../text/text";
import { date_time_text } from "../../text/time";
import { MarkedText } from "../common/marked_text";
import { MessageForm } from "../common/message_form";
import { role_key } from "../common/role_name";
import type { StaffProps } from "../common/staff_props";

function mark_text(say: Say, note: Note): string {
  return note.read_by === "" ? say(`common-mark-${note.mark}`) : say("staff-note-read-by", { name: note.read_by });
}

function Line({ say, note }: { say: Say; note: Note }) {
  const { by, alone } = note;
  return (
    <li class="staff-note">
      <p class="writer">
        {by.is_self ? say("common-you") : say("common-member", { name: by.name, role: say(role_key(by.role)) })}
        {alone !== null && (
          <span class="tag">{alone === "" ? say("staff-note-for-you") : say("staff-note-for", { name: alone })}</span>
        )}
      </p>
      <MarkedText text={note.text} />
      <p class="when">
        {date_time_text(say, note.sent_min)}
        {by.is_self && <span class={`mark ${note.mark}`}> · {mark_text(say, note)}</span>}
      </p>
    </li>
  );
}

export function Notes({ held, say, act }: StaffProps & { held: StaffCase }) {
  const has_colleague = held.conversation.members.some((member) => member.role !== "visitor" && !member.is_self);
  return (
    <section class="staff-notes" aria-labelledby="notes-heading">
      <h3 id="notes-heading">{say("staff-notes-heading")}</h3>
      <p>
        <strong>{say("staff-notes-who")}</strong>
      </p>
      {held.notes.length === 0 && <p class="small">{say("staff-notes-empty")}</p>}
      <ol class="note-list">
        {held.notes.map((note) => (
          <Line key={note.id} say={say} note={note} />
        ))}
      </ol>
      {held.is_closed ? null : has_colleague ? (
        <MessageForm
          say={say}
          label="staff-notes-compose"
          button="staff-notes-share"
          empty="staff-case-empty"
          rows={3}
          send={(text) => act.note(held.case_id, text)}
        />
      ) : (
        <p class="small">{say("staff-notes-nobody")}</p>
      )}
    </section>
  );
}
