/* Coming back with the code. A typing error is told apart from a number that nobody knows. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { CodeFault } from "../../model/visitor_state";
import type { Say } from "../../text/text";
import { Choice } from "../common/choice";
import { Heading } from "../common/heading";
import type { VisitorProps } from "../common/props";
import { CodeField } from "./code_field";
import { Receipt } from "./receipt";

function fault_text(say: Say, fault: CodeFault | null): string | null {
  switch (fault?.is) {
    case undefined:
      return null;
    case "empty":
      return say("visitor-return-empty");
    case "short":
      return say("visitor-return-short", { count: fault.count });
    case "mistyped":
      return say("visitor-return-mistyped");
    case "words":
      return say("visitor-return-words-mistyped");
    case "unknown":
      return say("visitor-return-unknown");
  }
}

export function ComeBack({ state, say, act }: VisitorProps) {
  const field = useRef<HTMLInputElement>(null);
  const [form, set_form] = useState<"digits" | "words">(state.return_fault?.is === "words" ? "words" : "digits");
  const is_number = form === "digits";
  useEffect(() => {
    if (state.return_fault !== null) field.current?.focus();
  }, [state.return_fault]);
  const submit = (event: Event) => {
    event.preventDefault();
    act.return_with(field.current?.value ?? "");
  };
  return (
    <>
      <Heading>{say("visitor-return-heading")}</Heading>
      <p>{say(is_number ? "visitor-return-intro" : "visitor-return-words-intro")}</p>
      <form autocomplete="off" onSubmit={submit}>
        <Choice
          name="return-form"
          label={say("visitor-return-form")}
          options={[
            { value: "digits", label: say("visitor-return-form-digits") },
            { value: "words", label: say("visitor-return-form-words") },
          ]}
          value={form}
          choose={set_form}
        />
        <CodeField
          field={field}
          keys={is_number ? "numeric" : "text"}
          label={say(is_number ? "visitor-return-label" : "visitor-return-words-label")}
          hint={say(is_number ? "visitor-return-hint" : "visitor-return-words-hint")}
          fault={fault_text(say, state.return_fault)}
        />
        <button type="submit" class="primary">
          {say("visitor-return-go")}
        </button>
      </form>
      {state.return_fault?.is === "unknown" && (
        <>
          {state.receipt !== "" && <Receipt state={state} say={say} />}
          <button type="button" class="secondary" onClick={act.start}>
            {say("visitor-return-new")}
          </button>
        </>
      )}
    </>
  );
}
