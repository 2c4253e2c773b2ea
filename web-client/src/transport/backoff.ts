/* How long to wait before the next try. Half of it is chance, so that a restarted server is not met by everybody at once. */
const first_ms = 500;
const longest_ms = 30_000;

/** `attempt` counts from 0; `chance` lies in [0, 1). */
export function backoff_ms(attempt: number, chance: number): number {
  const whole = Math.min(longest_ms, first_ms * 2 ** Math.min(attempt, 16));
  return Math.round(whole / 2 + (whole / 2) * chance);
}
