/* The one place from which a screen reader hears of something new; the lists themselves stay silent and the focus stays put. */
export function Announcer(props: { serial: number; text: string }) {
  return (
    <div class="unseen" role="status" aria-live="polite">
      <span key={props.serial}>{props.text}</span>
    </div>
  );
}
