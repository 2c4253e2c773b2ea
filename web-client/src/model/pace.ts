/* How much of a long computation is done at once, so that the page answers in between. */
export const first_tries = 16;
const tries_max = 65_536;
const short_ms = 4;
const long_ms = 12;

/** More when the last piece was short, less when it was long. A clock that is made coarse on purpose is enough. */
export function next_tries(tries: number, took_ms: number): number {
  if (took_ms < short_ms) return Math.min(tries * 2, tries_max);
  if (took_ms > long_ms) return Math.max(Math.floor(tries / 2), 1);
  return tries;
}
