export function language_source(language: string): string;
export function read_language(language: string): Map<string, string[]>;
export function text_faults(): string[];
