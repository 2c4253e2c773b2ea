type Language = "da" | "en" | "ar" | "tr" | "so" | "ur";
export function language_source(language: string): string;
export function read_language(language: string): Map<string, string[]>;
export function text_faults(): string[];
export function short_names(carries: (key: string) => boolean, whole: (key: string) => boolean): Map<string, string>;
export function with_short_names(source: string, short: Map<string, string>): string;
export function text_lists(
  carries: (key: string) => boolean,
  whole?: (key: string) => boolean,
): { keys: string[]; divider: string; texts: Record<Language, { text: string; letters: string }> };
