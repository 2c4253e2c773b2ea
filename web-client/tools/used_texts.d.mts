export function needed_texts(
  name: string,
  source: string,
  known: readonly string[],
): { needed: string[]; begun: string[]; faults: string[] };
export function used_texts(entry: string): { keys: Set<string>; begun: Set<string>; faults: string[] };
export function style_names(): string[];
