export function needed_texts(
  name: string,
  source: string,
  known: readonly string[],
): { needed: string[]; beginnings: string[]; faults: string[] };
export function used_texts(entry: string): { keys: string[]; beginnings: string[]; faults: string[] };
export function style_names(): string[];
