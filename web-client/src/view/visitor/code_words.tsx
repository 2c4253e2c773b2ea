/* The return code as seven words, and the choice between number and words. */
import type { CodeForm } from "../../model/visitor_state";
import { Choice } from "../common/choice";
import type { VisitorProps } from "../common/props";

export function CodeWords({ state, act }: VisitorProps) {
  const words = act.read_code().split(" ");
  return (
    <ol class="code words" dir="ltr" lang={state.code_form} translate={false}>
      {words.map((word, at) => (
        <li key={String(at)}>{word}</li>
      ))}
    </ol>
  );
}

/** Danish words first for those who read Danish, English ones for everybody else. */
export function CodeFormChoice({ state, say, act }: VisitorProps) {
  const danish = { value: "da", label: say("visitor-code-form-da") } as const;
  const english = { value: "en", label: say("visitor-code-form-en") } as const;
  const words = state.language === "da" ? [danish, english] : [english, danish];
  return (
    <Choice<CodeForm>
      name="code-form"
      label={say("visitor-code-form")}
      options={[{ value: "digits", label: say("visitor-code-form-digits") }, ...words]}
      value={state.code_form}
      choose={act.choose_code_form}
    />
  );
}
