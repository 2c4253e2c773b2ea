/* The field for the return code: digits or words, from left to right in every language, and pasting allowed. Either is taken; `keys` says
 * which keys a telephone shows. */
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

export function CodeField(props: {
  field: RefObject<HTMLInputElement | null>;
  label: string;
  hint: string;
  fault: string | null;
  keys: "numeric" | "text";
}) {
  const { field, fault } = props;
  useEffect(() => {
    const held = field.current;
    return () => {
      if (held !== null) held.value = "";
    };
  }, [field]);
  return (
    <div class="field">
      <label class="field-label" for="typed">
        {props.label}
      </label>
      <p class="small" id="typed-hint">
        {props.hint}
      </p>
      <input
        id="typed"
        ref={field}
        class="code-input"
        type="text"
        inputMode={props.keys}
        dir="ltr"
        autocomplete="off"
        autocorrect="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={200}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? "typed-hint" : "typed-hint typed-fault"}
      />
      {fault !== null && (
        <p class="fault" role="alert" id="typed-fault">
          {fault}
        </p>
      )}
    </div>
  );
}
