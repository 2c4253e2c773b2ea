/* The heading of a screen. It takes the focus when the screen changes, so that a screen reader starts there;
 * never on the first screen, where the way out must be the first stop. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

export function Heading(props: { takes_focus?: boolean; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { takes_focus = true } = props;
  useEffect(() => {
    if (takes_focus) heading.current?.focus();
  }, [takes_focus]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {props.children}
    </h1>
  );
}
