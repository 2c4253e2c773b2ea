/* Text a person wrote. `dir=auto` stands here, on the innermost element, and nowhere else: on the bubble it would swap sides. */
export function MarkedText(props: { text: string }) {
  return (
    <p class="written" dir="auto">
      {props.text}
    </p>
  );
}

/** Numbers that must keep their order in a right-to-left line. */
export function Digits(props: { text: string }) {
  return (
    <bdi class="digits" dir="ltr">
      {props.text}
    </bdi>
  );
}
