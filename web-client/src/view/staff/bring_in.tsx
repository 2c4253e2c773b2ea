/* Brings somebody into a case: a colleague, with words for that colleague alone, or a supervisor, with the reason. The visitor is asked. */
import { useId, useRef, useState } from "preact/hooks";
import { excess_of, type Role } from "../../model/conversation";
import { candidates, type StaffCase, stay_days } from "../../model/staff_state";
import type { PlainKey } from "../../text/text";
import { role_key } from "../common/role_name";
import type { StaffProps } from "../common/staff_props";

type Kind = {
  roles: readonly Role[];
  heading: PlainKey;
  words: PlainKey;
  go: PlainKey;
  needs_words: boolean;
  act: "bring_in" | "ask_in";
};

export const colleague_kind: Kind = {
  roles: ["counsellor", "mentor", "interpreter", "parent-coach"],
  heading: "staff-bring-heading",
  words: "staff-bring-words",
  go: "staff-bring-go",
  needs_words: false,
  act: "bring_in",
};
export const supervisor_kind: Kind = {
  roles: ["supervisor"],
  heading: "staff-escalate-heading",
  words: "staff-escalate-why",
  go: "staff-escalate-go",
  needs_words: true,
  act: "ask_in",
};

function Form({ kind, held, state, say, act }: StaffProps & { held: StaffCase; kind: Kind }) {
  const id = useId();
  const who = useRef<HTMLSelectElement>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const [fault, set_fault] = useState<string | null>(null);
  const found = candidates(state, kind.roles, held.conversation.members);
  if (found.length === 0) return <p class="small">{say("staff-bring-nobody")}</p>;
  const submit = async (event: Event) => {
    event.preventDefault();
    const text = words.current?.value.trim() ?? "";
    const excess = excess_of(text);
    const is_missing = kind.needs_words && words.current !== null && text === "";
    set_fault(is_missing ? say("staff-escalate-empty") : excess > 0 ? say("common-too-long", { count: excess }) : null);
    if (is_missing || excess > 0) return words.current?.focus();
    try {
      await act[kind.act](held.case_id, who.current?.value ?? "", text);
      if (words.current !== null) words.current.value = "";
    } catch {
      set_fault(say("staff-bring-refused"));
    }
  };
  return (
    <form class="bring" autocomplete="off" onSubmit={submit}>
      <label class="field">
        <span class="field-label">{say("staff-bring-who")}</span>
        <select ref={who} autocomplete="off">
          {found.map(({ id: value, name, role, presence }) => (
            <option key={value} value={value}>
              {say("common-member", { name, role: say(role_key(role)) })} – {say(`staff-state-${presence}`)}
            </option>
          ))}
        </select>
      </label>
      {held.is_confirmed === false ? (
        <p class="small">{say("staff-bring-unconfirmed")}</p>
      ) : (
        <div class="field">
          <label class="field-label" for={id}>
            {say(kind.words)}
          </label>
          <textarea
            id={id}
            ref={words}
            rows={3}
            dir="auto"
            autocomplete="off"
            spellcheck={false}
            aria-invalid={fault !== null}
            aria-describedby={fault === null ? undefined : `${id}-fault`}
          />
        </div>
      )}
      {fault !== null && (
        <p class="fault" role="alert" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {kind.act === "ask_in" && (
        <p class="small">{say("staff-escalate-days", { time: say("common-days", { count: stay_days }) })}</p>
      )}
      <p class="small">{say("staff-bring-hint")}</p>
      <button type="submit" class="secondary">
        {say(kind.go)}
      </button>
    </form>
  );
}

export function BringIn(props: StaffProps & { held: StaffCase; kind: Kind }) {
  return (
    <details class="aside">
      <summary>{props.say(props.kind.heading)}</summary>
      <Form {...props} />
    </details>
  );
}
