/* The large field for messages, one on a page. The browser must not remember, correct or send anywhere what is typed. */
import { useEffect, useRef, useState } from "preact/hooks";
import { excess_of } from "../../model/conversation";
import type { PlainKey, Say } from "../../text/text";

export function MessageForm(props: {
  say: Say;
  label: PlainKey;
  button: PlainKey;
  empty: PlainKey;
  rows: number;
  is_label_hidden?: boolean;
  initial?: string;
  /** Throws, or rejects, when it could not be taken; then the text stays. */
  send: (text: string) => void | Promise<void>;
}) {
  const { say } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [fault, set_fault] = useState<string | null>(null);
  useEffect(() => {
    const held = field.current;
    return () => {
      if (held !== null) held.value = "";
    };
  }, []);

  const submit = async (event: Event) => {
    event.preventDefault();
    const held = field.current;
    if (held === null) return;
    const excess = excess_of(held.value);
    const is_empty = held.value.trim() === "";
    set_fault(is_empty ? say(props.empty) : excess > 0 ? say("common-too-long", { count: excess }) : null);
    if (is_empty || excess > 0) {
      held.focus();
      return;
    }
    try {
      await props.send(held.value);
      held.value = "";
    } catch {
      set_fault(say("common-not-sent"));
      held.focus();
    }
  };

  return (
    <form class="message-form" autocomplete="off" onSubmit={submit}>
      <label for="message" class={props.is_label_hidden ? "unseen" : "field-label"}>
        {say(props.label)}
      </label>
      <textarea
        id="message"
        ref={field}
        rows={props.rows}
        defaultValue={props.initial ?? ""}
        dir="auto"
        autocomplete="off"
        autocorrect="off"
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : "message-fault"}
      />
      {fault !== null && (
        <p id="message-fault" class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="primary">
        {say(props.button)}
      </button>
    </form>
  );
}
