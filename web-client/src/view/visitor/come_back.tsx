/* Coming back with the code. A typing error is told apart from a number that nobody knows. */
import { useEffect, useId, useRef } from "preact/hooks";
import type { CodeFault } from "../../model/visitor_state";
import type { Say } from "../../text/text";
import { Heading } from "../common/heading";
import type { VisitorProps } from "../common/props";
import { CodeField } from "./code_field";

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
    case "unknown":
      return say("visitor-return-unknown");
  }
}

export function ComeBack({ state, say, act }: VisitorProps) {
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
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
      <p>{say("visitor-return-intro")}</p>
      <form autocomplete="off" onSubmit={submit}>
        <CodeField
          id={id}
          field={field}
          label={say("visitor-return-label")}
          hint={say("visitor-return-hint")}
          fault={fault_text(say, state.return_fault)}
        />
        <button type="submit" class="primary">
          {say("visitor-return-go")}
        </button>
      </form>
      {state.return_fault?.is === "unknown" && (
        <button type="button" class="secondary" onClick={act.start}>
          {say("visitor-return-new")}
        </button>
      )}
    </>
  );
}
