/* Everyone who waits, one card each, the longest wait first. Taking a card is decided by the server: one wins, the others are told who. */
import { door_text } from "../../model/doors";
import { by_wait, type QueueCard } from "../../model/staff_state";
import { is_language, language_info } from "../../text/languages";
import { span_text } from "../../text/time";
import { Heading } from "../common/heading";
import type { StaffProps } from "../common/staff_props";
import { topic_key } from "../common/topic_name";

function CardWishes({ card, say }: StaffProps & { card: QueueCard }) {
  const { wishes } = card;
  if (wishes === null) return <p class="small">{say("staff-card-unread")}</p>;
  const language = is_language(wishes.language) ? language_info(wishes.language).name : wishes.language;
  return (
    <ul class="facts">
      <li>{say("staff-card-language", { language })}</li>
      {wishes.counsellor !== "any" && (
        <li>{say(wishes.counsellor === "woman" ? "staff-card-wants-woman" : "staff-card-wants-man")}</li>
      )}
      {wishes.safe === "no" && <li class="mind">{say("staff-card-safe-no")}</li>}
      {wishes.topic !== 0 && <li>{say("staff-card-topic", { topic: say(topic_key(wishes.topic)) })}</li>}
    </ul>
  );
}

function Card(props: StaffProps & { card: QueueCard }) {
  const { card, state, say, act } = props;
  const door = state.doors.find((other) => other.id === card.door);
  const id = `card-${card.case_id}`;
  return (
    <li class="card">
      <p class="card-top" id={id}>
        <strong>{say("staff-card-waited", { time: span_text(say, state.now_min - card.since_min) })}</strong>{" "}
        <span class="tag">{say(card.is_returning ? "staff-card-returning" : "staff-card-new")}</span>
      </p>
      {door !== undefined && <p>{say("staff-card-door", { door: door_text(door, state.language).name })}</p>}
      {card.lost === null && <CardWishes {...props} />}
      {card.lost === null && card.has_more && <p class="small">{say("staff-card-more")}</p>}
      {card.lost !== null ? (
        <p class="note" role="status">
          {say("staff-card-taken", { holder: card.lost.holder })}
        </p>
      ) : (
        <button
          type="button"
          class="primary"
          aria-describedby={id}
          disabled={card.is_taking || state.network !== "on"}
          onClick={() => act.take(card.case_id)}
        >
          {say(card.is_taking ? "staff-card-taking" : "staff-card-take")}
        </button>
      )}
    </li>
  );
}

export function Queue(props: StaffProps) {
  const { state, say } = props;
  const waiting = state.queue.filter((card) => card.lost === null).length;
  return (
    <section class="panel">
      <Heading>{say("staff-queue-heading")}</Heading>
      <p class="small" role="status">
        {waiting === 0 ? say("staff-queue-empty") : say("staff-queue-count", { count: waiting })}
      </p>
      <ul class="cards">
        {by_wait(state.queue).map((card) => (
          <Card key={card.case_id} card={card} {...props} />
        ))}
      </ul>
    </section>
  );
}
