/* A button that asks once more before it does what cannot be taken back in a moment. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export function Sure(props: { label: string; yes: string; no: string; go: () => void; children?: ComponentChildren }) {
  const [is_asking, set_asking] = useState(false);
  const label = useRef<HTMLButtonElement>(null);
  const question = useRef<HTMLDivElement>(null);
  const goes_back = useRef(false);
  /* Each takes the other's place, and the focus with it; but not on the yes, where a second press would be one. After a yes the page keeps the
   * place (keep_focus): what comes of it stands elsewhere. */
  useLayoutEffect(() => {
    if (is_asking) question.current?.focus();
    else if (goes_back.current) label.current?.focus();
    goes_back.current = false;
  }, [is_asking]);
  if (!is_asking)
    return (
      <button type="button" class="quiet" ref={label} onClick={() => set_asking(true)}>
        {props.label}
      </button>
    );
  const go = () => {
    set_asking(false);
    props.go();
  };
  const keep = () => {
    goes_back.current = true;
    set_asking(false);
  };
  return (
    <div class="note" ref={question} tabIndex={-1}>
      {props.children}
      <div class="ways">
        <button type="button" class="secondary" onClick={go}>
          {props.yes}
        </button>
        <button type="button" class="secondary" onClick={keep}>
          {props.no}
        </button>
      </div>
    </div>
  );
}
