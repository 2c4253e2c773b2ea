/* The return code: shown once, hidden on demand, and gone only when it was typed back or deliberately set aside. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Heading } from "../common/heading";
import { Digits } from "../common/marked_text";
import type { VisitorProps } from "../common/props";
import { CodeField } from "./code_field";
import { CodeFormChoice, CodeWords } from "./code_words";

const group_digits = 8;

function CodeDigits({ say, act }: VisitorProps) {
  const code = act.read_code();
  const groups = [0, 1, 2].map((group) => code.slice(group * group_digits, (group + 1) * group_digits));
  return (
    <ol class="code" dir="ltr">
      {groups.map((group, at) => (
        <li key={String(at)} aria-label={`${say("visitor-code-group", { part: at + 1 })}: ${[...group].join(" ")}`}>
          <Digits text={`${group.slice(0, 2)} ${group.slice(2, 4)} ${group.slice(4, 6)} ${group.slice(6)}`} />
        </li>
      ))}
    </ol>
  );
}

function CodeShown(props: VisitorProps) {
  const { state, say } = props;
  const is_number = state.code_form === "digits";
  return (
    <>
      {is_number ? <CodeDigits {...props} /> : <CodeWords {...props} />}
      <p class="small">{say(is_number ? "visitor-code-like" : "visitor-code-words-like")}</p>
    </>
  );
}

function CodeHidden({ state, say }: VisitorProps) {
  return <p class="card">{say(state.code_form === "digits" ? "visitor-code-hidden" : "visitor-code-words-hidden")}</p>;
}

type CopyResult = "none" | "copied" | "failed";

function copy_code(act: VisitorProps["act"], done: (result: CopyResult) => void) {
  if (navigator.clipboard === undefined) return done("failed");
  navigator.clipboard.writeText(act.read_code()).then(
    () => done("copied"),
    () => done("failed"),
  );
}

function CodeButtons({ state, say, act }: VisitorProps) {
  const [result, set_result] = useState<CopyResult>("none");
  return (
    <>
      <div class="ways">
        <button type="button" class="secondary" onClick={() => act.show_code(!state.is_code_shown)}>
          {state.code_form === "digits"
            ? say(state.is_code_shown ? "visitor-code-hide" : "visitor-code-show")
            : say(state.is_code_shown ? "visitor-code-words-hide" : "visitor-code-words-show")}
        </button>
        <button type="button" class="secondary" onClick={() => copy_code(act, set_result)}>
          {say("visitor-code-copy")}
        </button>
      </div>
      <div role="status" class="small">
        {result !== "none" && <p>{say(result === "copied" ? "visitor-code-copied" : "visitor-code-copy-failed")}</p>}
      </div>
    </>
  );
}

function SetAside({ say, act }: VisitorProps) {
  const [is_sure, set_sure] = useState(false);
  return (
    <details class="aside">
      <summary>{say("visitor-code-aside-heading")}</summary>
      <label class="radio">
        <input type="checkbox" autocomplete="off" checked={is_sure} onChange={() => set_sure(!is_sure)} />
        <span>{say("visitor-code-aside")}</span>
      </label>
      <button type="button" class="secondary" disabled={!is_sure} onClick={act.set_code_aside}>
        {say("visitor-code-aside-go")}
      </button>
    </details>
  );
}

export function Code(props: VisitorProps) {
  const { state, say, act } = props;
  const field = useRef<HTMLInputElement>(null);
  const is_number = state.code_form === "digits";
  useEffect(() => {
    if (state.code_wrong_count > 0) field.current?.focus();
  }, [state.code_wrong_count]);
  const check = (event: Event) => {
    event.preventDefault();
    act.check_code(field.current?.value ?? "");
  };
  return (
    <>
      <Heading>{say(is_number ? "visitor-code-heading" : "visitor-code-words-heading")}</Heading>
      <p>{say(is_number ? "visitor-code-intro" : "visitor-code-words-intro")}</p>
      <p>{say("visitor-code-only")}</p>
      {state.is_code_shown ? <CodeShown {...props} /> : <CodeHidden {...props} />}
      <CodeFormChoice {...props} />
      <CodeButtons {...props} />
      <form autocomplete="off" onSubmit={check}>
        <CodeField
          field={field}
          keys={is_number ? "numeric" : "text"}
          label={say(is_number ? "visitor-code-type" : "visitor-code-words-type")}
          hint={say(is_number ? "visitor-code-type-hint" : "visitor-code-words-type-hint")}
          fault={state.code_wrong_count > 0 ? say(is_number ? "visitor-code-wrong" : "visitor-code-words-wrong") : null}
        />
        <button type="submit" class="primary">
          {say("visitor-code-check")}
        </button>
      </form>
      <SetAside {...props} />
    </>
  );
}
