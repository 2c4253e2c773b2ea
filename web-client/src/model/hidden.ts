/* A tab that stays out of sight is cleared, with a warning first. Pure: the time is handed in. */
export const hidden_limit_ms = 10 * 60_000;
export const hidden_warning_ms = 20_000;

export type HiddenVerdict = { is: "open" } | { is: "warning"; seconds: number } | { is: "over" };

/** `hidden_since_ms`: when the tab went out of sight and nobody has said "stay" since; null when it is in use. */
export function hidden_verdict(hidden_since_ms: number | null, now_ms: number): HiddenVerdict {
  if (hidden_since_ms === null) return { is: "open" };
  const left_ms = hidden_since_ms + hidden_limit_ms - now_ms;
  if (left_ms <= 0) return { is: "over" };
  if (left_ms <= hidden_warning_ms) return { is: "warning", seconds: Math.ceil(left_ms / 1000) };
  return { is: "open" };
}
