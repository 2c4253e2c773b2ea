/* What was said, in order of arrival, with gaps marked. Not a live region: the announcer speaks. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Appointment, Conversation, Entry, MessageEntry, Writer } from "../../model/conversation";
import { first_message_id } from "../../model/visitor_events";
import type { PlainKey, Say } from "../../text/text";
import { date_time_text } from "../../text/time";
import { AppointmentCard } from "./appointment_card";
import { MarkedText } from "./marked_text";
import { role_key } from "./role_name";

type ListProps = {
  say: Say;
  heading: PlainKey;
  conversation: Conversation;
  answers: (id: string, appointment: Appointment) => ComponentChildren;
  question?: (entry: Entry & { is: "question" }) => ComponentChildren;
  /** Deletes a message from the visitor's archive. */
  delete_kept?: (id: string) => void;
  /** Takes back a text of one's own. */
  retract?: (id: string) => void;
};

function writer_text(say: Say, by: Writer): string {
  if (by.is_self) return say("common-you");
  return by.role === "visitor"
    ? say("common-visitor")
    : say("common-member", { name: by.name, role: say(role_key(by.role)) });
}

type MessageProps = {
  say: Say;
  entry: MessageEntry;
  delete_kept: ((id: string) => void) | undefined;
  retract: ((id: string) => void) | undefined;
};

function Message({ say, entry, delete_kept, retract }: MessageProps) {
  return (
    <li class={entry.by.is_self ? "message own" : "message"}>
      <p class="writer">{writer_text(say, entry.by)}</p>
      <MarkedText text={entry.text} />
      <p class="when">
        {date_time_text(say, entry.sent_min)}
        {entry.by.is_self && <span class={`mark ${entry.mark}`}> · {say(`common-mark-${entry.mark}`)}</span>}
        {entry.by.is_self && retract !== undefined && entry.mark !== "unsent" && entry.id !== first_message_id && (
          <button type="button" class="quiet" onClick={() => retract(entry.id)}>
            {say("common-retract")}
          </button>
        )}
        {entry.is_kept === true && delete_kept !== undefined && (
          <button type="button" class="quiet" onClick={() => delete_kept(entry.id)}>
            {say("common-delete-kept")}
          </button>
        )}
      </p>
    </li>
  );
}

function Line({ say, answers, question, delete_kept, retract, entry }: ListProps & { entry: Entry }) {
  switch (entry.is) {
    case "message":
      return <Message say={say} entry={entry} delete_kept={delete_kept} retract={retract} />;
    case "appointment":
      return (
        <li class={entry.by.is_self ? "message own" : "message"}>
          <p class="writer">{writer_text(say, entry.by)}</p>
          <AppointmentCard say={say} appointment={entry.appointment} />
          {answers(entry.id, entry.appointment)}
        </li>
      );
    case "told":
      return (
        <li class="line">{say(entry.by.is_self ? `common-told-own-${entry.what}` : `common-told-${entry.what}`)}</li>
      );
    case "gap":
      return (
        <li class="line">{say("common-gap", { count: entry.count, name: entry.name || say("common-visitor") })}</li>
      );
    case "unreadable":
      return <li class="line">{say("common-unreadable")}</li>;
    case "expired":
      return <li class="line">{say("common-expired")}</li>;
    case "retracted":
      return <li class="line">{say("common-retracted", { name: writer_text(say, entry.by) })}</li>;
    case "joined":
      return <li class="line">{say("common-joined", { name: entry.name, role: say(role_key(entry.role)) })}</li>;
    case "left":
      return <li class="line">{say("common-left", { name: entry.name })}</li>;
    case "reopened":
      return <li class="line">{say("common-reopened")}</li>;
    case "downgrade":
      return <li class="line">{say("common-downgrade")}</li>;
    case "question":
      return <li class="note">{question?.(entry)}</li>;
  }
}

export function MessageList(props: ListProps) {
  const { entries } = props.conversation;
  const end = useRef<HTMLDivElement>(null);
  const shown = useRef(entries.length);
  useEffect(() => {
    if (entries.length > shown.current) end.current?.scrollIntoView({ block: "nearest" });
    shown.current = entries.length;
  }, [entries.length]);
  return (
    <section aria-labelledby="messages-heading">
      <h2 id="messages-heading" class="unseen">
        {props.say(props.heading)}
      </h2>
      <ol class="messages">
        {entries.map((entry) => (
          <Line key={`${entry.is}-${entry.id}`} {...props} entry={entry} />
        ))}
      </ol>
      <div ref={end} />
    </section>
  );
}
