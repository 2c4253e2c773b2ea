import type { Instantiate } from "../src/core/instance";
export const has_core: boolean;
export const read_words: () => Uint8Array;
export const instantiate_wasm: (name: string) => Instantiate;
export const instantiate_fallback: (name: string) => Instantiate;
