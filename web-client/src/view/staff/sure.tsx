/* A button that asks once more before it does what cannot be taken back in a moment. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

export function Sure(props: { label: string; yes: string; no: string; go: () => void; children?: ComponentChildren }) {
  const [is_asking, set_asking] = useState(false);
  if (!is_asking)
    return (
      <button type="button" class="quiet" onClick={() => set_asking(true)}>
        {props.label}
      </button>
    );
  const go = () => {
    set_asking(false);
    props.go();
  };
  return (
    <div class="note">
      {props.children}
      <div class="ways">
        <button type="button" class="secondary" onClick={go}>
          {props.yes}
        </button>
        <button type="button" class="secondary" onClick={() => set_asking(false)}>
          {props.no}
        </button>
      </div>
    </div>
  );
}
