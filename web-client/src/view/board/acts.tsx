/* The list of what colleagues have done. Its chain is checked by the core, which stops everything when it is broken; here stands how far it was checked. */
import { useState } from "preact/hooks";
import { type ActEntry, day_text } from "../../model/board_state";
import type { StaffProps } from "../common/staff_props";
import { TableScroll } from "../common/table_scroll";
import { name_of } from "./names";

/** More are in the file. */
const shown_max = 200;

const people_of = ({ actor, second, subject }: ActEntry) => [actor, second, subject].filter((id) => id !== "");

function ActTable({ state, say, entries }: StaffProps & { entries: readonly ActEntry[] }) {
  const name = (id: string) => (id === "" ? "" : <bdi>{name_of(state, say, id)}</bdi>);
  return (
    <TableScroll label={say("board-acts")}>
      <table>
        <caption>{say("board-acts-caption", { count: shown_max })}</caption>
        <thead>
          <tr>
            <th scope="col">{say("board-acts-number")}</th>
            <th scope="col">{say("board-figures-day")}</th>
            <th scope="col">{say("board-acts-act")}</th>
            <th scope="col">{say("board-acts-actor")}</th>
            <th scope="col">{say("board-acts-second")}</th>
            <th scope="col">{say("board-acts-subject")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.number}>
              <th scope="row">{entry.number}</th>
              <td>
                <bdi dir="ltr">{day_text(entry.day)}</bdi>
              </td>
              <td>{say(`board-act-${entry.act}`)}</td>
              <td>{name(entry.actor)}</td>
              <td>{name(entry.second)}</td>
              <td>{name(entry.subject)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

export function Acts(props: StaffProps) {
  const { state, say, act } = props;
  const { entries, number, is_known, is_reading } = state.board.acts;
  const [who, choose] = useState("");
  const people = [...new Set(entries.flatMap(people_of))];
  const found = entries.filter((entry) => who === "" || people_of(entry).includes(who));
  return (
    <section class="panel" aria-labelledby="acts-heading">
      <h2 id="acts-heading">{say("board-acts")}</h2>
      <p class="small">{say("board-acts-hint")}</p>
      <div class="ways">
        <button type="button" class="secondary" disabled={is_reading} onClick={act.read_acts}>
          {say("board-acts-read")}
        </button>
        {number > 0 && !is_reading && (
          <button type="button" class="secondary" onClick={() => act.save_acts()}>
            {say("board-acts-save")}
          </button>
        )}
      </div>
      <div role="status">
        {number > 0 && !is_reading && (
          <p class="note">
            {say("board-acts-checked", { number: String(number) })} {is_known && say("board-acts-known")}
          </p>
        )}
      </div>
      {entries.length > 0 && (
        <>
          <label class="field">
            <span class="field-label">{say("board-acts-filter")}</span>
            <select autocomplete="off" value={who} onChange={(event) => choose(event.currentTarget.value)}>
              <option value="">{say("board-acts-everybody")}</option>
              {people.map((id) => (
                <option key={id} value={id}>
                  {name_of(state, say, id)}
                </option>
              ))}
            </select>
          </label>
          <ActTable {...props} entries={found.slice(-shown_max).reverse()} />
        </>
      )}
    </section>
  );
}
