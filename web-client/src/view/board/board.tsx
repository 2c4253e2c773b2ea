/* The supervisor's board: how many wait and for how long, who is on duty, what is agreed for today. A conversation is read here only by who
 * has joined it, in sight of everybody in it. */
import { door_text } from "../../model/doors";
import { by_wait, own_cases } from "../../model/staff_state";
import { clock_text, day_name, span_text } from "../../text/time";
import { Heading } from "../common/heading";
import { role_key } from "../common/role_name";
import type { StaffProps } from "../common/staff_props";
import { TableScroll } from "../common/table_scroll";
import { ActFailed } from "../staff/act_failed";
import { SlotTable } from "../staff/calendar";
import { CasePane } from "../staff/case_pane";
import { CaseList } from "../staff/cases";
import { Offers } from "../staff/hand_over";
import { Acts } from "./acts";
import { Figures } from "./figures";
import { Leaver } from "./leaver";
import { Proposals } from "./proposals";
import { Rooms } from "./rooms";

/** Those nobody has taken yet. */
const who_waits = (state: StaffProps["state"]) => by_wait(state.queue.filter((card) => card.lost === null));

function Now({ state, say }: StaffProps) {
  const waiting = who_waits(state);
  const oldest = waiting[0];
  const on_duty = state.colleagues.filter((colleague) => colleague.presence === "on_duty").length;
  return (
    <dl class="figures">
      <div>
        <dt>{say("board-waiting")}</dt>
        <dd>{waiting.length}</dd>
      </div>
      <div>
        <dt>{say("board-oldest")}</dt>
        <dd>{oldest === undefined ? say("board-nobody") : span_text(say, state.now_min - oldest.since_min)}</dd>
      </div>
      <div>
        <dt>{say("board-duty")}</dt>
        <dd>{on_duty}</dd>
      </div>
    </dl>
  );
}

function WaitingTable({ state, say }: StaffProps) {
  const waiting = who_waits(state);
  if (waiting.length === 0) return <p>{say("staff-queue-empty")}</p>;
  return (
    <TableScroll label={say("board-waiting")}>
      <table>
        <caption>{say("board-table-caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{say("board-column-waited")}</th>
            <th scope="col">{say("board-column-door")}</th>
            <th scope="col">{say("board-column-kind")}</th>
          </tr>
        </thead>
        <tbody>
          {waiting.map((card) => {
            const door = state.doors.find((other) => other.id === card.door);
            return (
              <tr key={card.case_id}>
                <td>{span_text(say, state.now_min - card.since_min)}</td>
                <td>
                  <bdi>{door === undefined ? card.door : door_text(door, state.language).name}</bdi>
                </td>
                <td>{say(card.is_returning ? "staff-card-returning" : "staff-card-new")}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}

function DutyTable({ state, say }: StaffProps) {
  const present = state.colleagues.filter((colleague) => colleague.presence !== "away");
  if (present.length === 0) return <p>{say("board-duty-none")}</p>;
  return (
    <TableScroll label={say("board-duty")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say("board-column-name")}</th>
            <th scope="col">{say("board-column-role")}</th>
            <th scope="col">{say("board-column-state")}</th>
          </tr>
        </thead>
        <tbody>
          {present.map((colleague) => (
            <tr key={colleague.id}>
              <td>
                <bdi>{colleague.is_self ? say("common-you") : colleague.name}</bdi>
              </td>
              <td>{say(role_key(colleague.role))}</td>
              <td>{say(colleague.presence === "paused" ? "board-state-paused" : "board-state-on_duty")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

export function Board(props: StaffProps) {
  const { state, say } = props;
  const today = day_name(state.now_min);
  const slots = state.slots
    .filter((slot) => day_name(slot.start_min) === today && slot.state !== "called_off")
    .sort((one, other) => one.start_min - other.start_min);
  return (
    <div class="board">
      <Heading>{say("board-heading")}</Heading>
      <p class="small">{say("board-updated", { time: clock_text(state.now_min) })}</p>
      <ActFailed {...props} />
      <Now {...props} />
      <section class="panel" aria-labelledby="board-waiting-heading">
        <h2 id="board-waiting-heading">{say("board-waiting")}</h2>
        <WaitingTable {...props} />
      </section>
      <Offers {...props} />
      <Proposals {...props} />
      <Rooms {...props} />
      {own_cases(state).length > 0 && (
        <>
          <CaseList {...props} />
          <CasePane {...props} />
        </>
      )}
      <section class="panel" aria-labelledby="board-duty-heading">
        <h2 id="board-duty-heading">{say("board-duty")}</h2>
        <DutyTable {...props} />
      </section>
      <section class="panel" aria-labelledby="board-today-heading">
        <h2 id="board-today-heading">{say("board-appointments")}</h2>
        {slots.length === 0 ? (
          <p>{say("board-appointments-none")}</p>
        ) : (
          <SlotTable say={say} slots={slots} has_dates={false} label={say("board-appointments")} />
        )}
      </section>
      <Leaver {...props} />
      <Figures {...props} />
      <Acts {...props} />
    </div>
  );
}
