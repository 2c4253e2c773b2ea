/* A button that asks once more before it does what cannot be taken back, and says first what it means. The section stays while what is in it
 * changes, so the focus stays in it (keep_place). */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { PlainKey, Say } from "../../text/text";

export function List({ say, texts }: { say: Say; texts: readonly PlainKey[] }) {
  return (
    <ul class="plain">
      {texts.map((text) => (
        <li key={text}>{say(text)}</li>
      ))}
    </ul>
  );
}

/** `button`: null while there is nothing to press. `children`: what stands before it. */
export function Ask(props: {
  say: Say;
  button: PlainKey | null;
  heading: PlainKey;
  texts: readonly PlainKey[];
  yes: PlainKey;
  no: PlainKey;
  go: () => void;
  children?: ComponentChildren;
}) {
  const { say, button, heading } = props;
  const [is_asking, set_asking] = useState(false);
  const end = () => set_asking(false);
  const answer = () => {
    end();
    props.go();
  };
  if (!is_asking)
    return (
      <section>
        {props.children}
        {button !== null && (
          <button type="button" class="quiet" onClick={() => set_asking(true)}>
            {say(button)}
          </button>
        )}
      </section>
    );
  return (
    <section class="note" aria-label={say(heading)}>
      <h2>{say(heading)}</h2>
      <List say={say} texts={props.texts} />
      <div class="ways">
        <button type="button" class="secondary" onClick={answer}>
          {say(props.yes)}
        </button>
        <button type="button" class="secondary" onClick={end}>
          {say(props.no)}
        </button>
      </div>
    </section>
  );
}
