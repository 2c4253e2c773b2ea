export function text_faults(): string[];
