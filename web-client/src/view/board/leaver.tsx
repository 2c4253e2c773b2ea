/* A colleague who leaves the programme, or whose laptop is gone: all of their conversations are moved in one step. */
import { useRef, useState } from "preact/hooks";
import { type Leaving, leaving_line } from "../../model/board_state";
import { type Colleague, candidates, type StaffState } from "../../model/staff_state";
import type { PlainKey } from "../../text/text";
import { role_key } from "../common/role_name";
import type { StaffProps } from "../common/staff_props";
import { common_reasons } from "../staff/act_failed";
import { Sure } from "../staff/sure";
import { name_of } from "./names";

const reasons: Record<string, PlainKey> = {
  ...common_reasons,
  proposed: "board-leaver-why-proposed",
  closed: "board-leaver-why-closed",
  changed: "staff-why-conflict",
  full: "board-leaver-why-full",
};
export const reason_of = (why: string): PlainKey => reasons[why] ?? "staff-why-other";

/** Colleagues, and whoever holds a conversation without being one any more. */
function who_may_leave(state: StaffState): string[] {
  const held = state.rooms.map((room) => room.holder).filter((holder) => holder !== "");
  const others = state.colleagues.filter((colleague) => !colleague.is_self).map((colleague) => colleague.id);
  const self = state.colleagues.find((colleague) => colleague.is_self)?.id;
  return [...new Set([...others, ...held])].filter((id) => id !== self);
}

/** Everybody but the one who leaves. */
export function heirs_of(state: StaffState, leaver: string): Colleague[] {
  return candidates(state, ["counsellor", "mentor", "parent-coach", "supervisor"], [{ id: leaver }]);
}

/** How many came to each reason. */
function LeftList({ leaving, say }: StaffProps & { leaving: Leaving }) {
  const counts = new Map<PlainKey, number>();
  for (const one of leaving.cases)
    if (one.became === "not_done") counts.set(reason_of(one.why), (counts.get(reason_of(one.why)) ?? 0) + 1);
  if (counts.size === 0) return null;
  return (
    <ul>
      {[...counts].map(([reason, count]) => (
        <li key={reason}>{say("board-leaver-left", { count, reason: say(reason) })}</li>
      ))}
    </ul>
  );
}

function ResultLine({ state, say, leaving }: StaffProps & { leaving: Leaving }) {
  const name = name_of(state, say, leaving.who);
  const holds = leaving.cases.filter((one) => one.holds).length;
  switch (leaving_line(leaving)) {
    case "waits":
      return <p class="note">{say("common-loading")}</p>;
    case "under_way":
      return <p class="note">{say("board-leaver-under-way", { name })}</p>;
    case "found":
      return <p class="note">{say("board-leaver-found", { name, holds, stays: leaving.cases.length - holds })}</p>;
    case "result":
      return <p class="note">{say("board-leaver-result", { name, done: leaving.done, left: leaving.left })}</p>;
    default:
      return null;
  }
}

function Result(props: StaffProps) {
  const { state, say } = props;
  const { leaving } = state.board;
  if (leaving === null) return null;
  const line = <ResultLine {...props} leaving={leaving} />;
  if (leaving.is_under_way) return line;
  return (
    <>
      {line}
      {leaving.why !== "" && <p class="note mind">{say(reason_of(leaving.why))}</p>}
      <LeftList {...props} leaving={leaving} />
    </>
  );
}

export function Leaver(props: StaffProps) {
  const { state, say, act } = props;
  const [chosen, choose] = useState("");
  const to = useRef<HTMLSelectElement>(null);
  const stays = useRef<HTMLInputElement>(null);
  const leavers = who_may_leave(state);
  const who = leavers.includes(chosen) ? chosen : (leavers[0] ?? "");
  const heirs = heirs_of(state, who);
  const self = state.colleagues.find((colleague) => colleague.is_self);
  const is_busy = state.board.leaving?.is_under_way ?? false;
  const move = () => act.leaver_move(who, to.current?.value ?? "", stays.current?.checked ?? false);
  return (
    <section class="panel" aria-labelledby="leaver-heading">
      <h2 id="leaver-heading">{say("board-leaver")}</h2>
      <p class="small">{say("board-leaver-hint")}</p>
      <form class="bring" autocomplete="off" onSubmit={(event) => event.preventDefault()}>
        <label class="field">
          <span class="field-label">{say("board-leaver-who")}</span>
          <select autocomplete="off" value={who} onChange={(event) => choose(event.currentTarget.value)}>
            {leavers.map((id) => (
              <option key={id} value={id}>
                {name_of(state, say, id)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span class="field-label">{say("board-propose-who")}</span>
          <select ref={to} autocomplete="off">
            {heirs.map(({ id, name, role }) => (
              <option key={id} value={id}>
                {say("common-member", { name, role: say(role_key(role)) })}
              </option>
            ))}
            {self !== undefined && <option value={self.id}>{say("common-you")}</option>}
            <option value="">{say("board-leaver-queue")}</option>
          </select>
        </label>
        <label class="check">
          <input ref={stays} type="checkbox" defaultChecked autocomplete="off" />
          <span>{say("board-leaver-stays")}</span>
        </label>
        <div class="ways">
          <button
            type="button"
            class="secondary"
            disabled={is_busy || leavers.length === 0}
            onClick={() => act.leaver_look(who)}
          >
            {say("board-leaver-look")}
          </button>
          {!is_busy && leavers.length > 0 && (
            <Sure
              key={who}
              label={say("board-leaver-go")}
              yes={say("board-leaver-sure")}
              no={say("board-leaver-keep")}
              go={move}
            >
              <p>{say("board-leaver-ask", { name: name_of(state, say, who) })}</p>
            </Sure>
          )}
        </div>
      </form>
      <div role="status">
        <Result {...props} />
      </div>
    </section>
  );
}
