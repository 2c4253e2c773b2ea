/* The figures of the days that are over, as a table in which each number has a bar beside it. What is fewer than five is not told, by the server
 * itself; so nothing is added up here. */
import { useRef } from "preact/hooks";
import { figure_kinds } from "../../core/events";
import { day_text, figure_days_max, most } from "../../model/board_state";
import { door_text } from "../../model/doors";
import type { StaffProps } from "../common/staff_props";
import { TableScroll } from "../common/table_scroll";
import { common_reasons } from "../staff/act_failed";

const day_minutes = 24 * 60;
const usual_days = 7;

function Bar({ share }: { share: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect width={Math.round(share * 100)} height="8" />
    </svg>
  );
}

function FigureTable({ state, say }: StaffProps) {
  const rows = state.board.figures?.rows ?? [];
  const largest = figure_kinds.map((_, at) => most(rows, at));
  return (
    <TableScroll label={say("board-figures")}>
      <table class="numbers">
        <caption>{say("board-figures-caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{say("board-figures-day")}</th>
            <th scope="col">{say("board-column-door")}</th>
            {figure_kinds.map((kind) => (
              <th key={kind} scope="col">
                {say(`board-figure-${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const door = state.doors.find((other) => other.id === row.door);
            return (
              <tr key={`${row.day}-${row.door}`}>
                <th scope="row">
                  <bdi dir="ltr">{day_text(row.day)}</bdi>
                </th>
                <td>
                  <bdi>{door === undefined ? row.door : door_text(door, state.language).name}</bdi>
                </td>
                {figure_kinds.map((kind, at) => {
                  const figure = row.figures[at] ?? null;
                  return (
                    <td key={kind}>
                      <bdi dir="ltr">{figure ?? "<5"}</bdi>
                      <Bar share={figure === null ? 0 : figure / (largest[at] || 1)} />
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}

/** What there is to say beside the table. */
function Stand({ state, say }: StaffProps) {
  const { figures } = state.board;
  if (figures === null) return null;
  if (figures.why !== "") return <p class="note mind">{say(common_reasons[figures.why] ?? "staff-why-other")}</p>;
  if (!figures.is_whole) return <p>{say("common-loading")}</p>;
  return figures.rows.length === 0 ? <p>{say("board-figures-none")}</p> : null;
}

export function Figures(props: StaffProps) {
  const { state, say, act } = props;
  const from = useRef<HTMLInputElement>(null);
  const days = useRef<HTMLInputElement>(null);
  const today = Math.floor(state.now_min / day_minutes);
  const { figures } = state.board;
  const submit = (event: Event) => {
    event.preventDefault();
    const day = Date.parse(`${from.current?.value ?? ""}T00:00:00Z`) / (day_minutes * 60_000);
    if (Number.isSafeInteger(day)) act.read_figures(day, days.current?.valueAsNumber ?? 0);
  };
  return (
    <section class="panel" aria-labelledby="figures-heading">
      <h2 id="figures-heading">{say("board-figures")}</h2>
      <p class="small">{say("board-figures-hint", { few: "<5" })}</p>
      <form class="offer" autocomplete="off" onSubmit={submit}>
        <label class="field">
          <span class="field-label">{say("board-figures-from")}</span>
          <input
            ref={from}
            type="date"
            required
            max={day_text(today - 1)}
            defaultValue={day_text(today - usual_days)}
          />
        </label>
        <label class="field">
          <span class="field-label">{say("board-figures-days", { count: figure_days_max })}</span>
          <input ref={days} type="number" required min={1} max={figure_days_max} defaultValue={String(usual_days)} />
        </label>
        <button type="submit" class="secondary">
          {say("board-figures-show")}
        </button>
      </form>
      <div role="status">
        <Stand {...props} />
      </div>
      {figures !== null && figures.rows.length > 0 && <FigureTable {...props} />}
    </section>
  );
}
