export function needed_texts(
  name: string,
  source: string,
  known: readonly string[],
): { needed: string[]; faults: string[] };
export function used_texts(entry: string): { keys: Set<string>; faults: string[] };
