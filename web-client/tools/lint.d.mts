type Rule = [RegExp, string];
export const forbidden_everywhere: Rule[];
export const forbidden_for_visitors: Rule[];
export function reachable(entry: string): string[];
export function lint_source(name: string, source: string, rules: Rule[]): string[];
export function lint_faults(): string[];
