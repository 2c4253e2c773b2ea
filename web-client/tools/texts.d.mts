type Language = "da" | "en" | "ar" | "tr" | "so" | "ur";
export function language_source(language: string): string;
export function read_language(language: string): Map<string, string[]>;
export function text_faults(): string[];
export type ShortNames = { short: Map<string, string>; begun: Map<string, string>; named: number };
export function short_names(keys: readonly string[], beginnings: readonly string[]): ShortNames;
export function with_short_names(source: string, names: ShortNames): string;
export function text_lists(names?: ShortNames): {
  keys: string;
  divider: string;
  texts: Record<Language, { text: string; letters: string }>;
};
