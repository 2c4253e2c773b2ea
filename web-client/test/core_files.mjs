/* Where the built core is, for tests in node: UDVEJ_CORE_DIR, else the release build. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = process.env.UDVEJ_CORE_DIR ?? fileURLToPath(new URL("../../build/release/core", import.meta.url));

export const has_core = existsSync(`${folder}/core.wasm`) && existsSync(`${folder}/core_fallback.mjs`);

export const read_words = () => new Uint8Array(readFileSync(`${folder}/words.txt`));

export async function instantiate_wasm(imports) {
  const { instance } = await WebAssembly.instantiate(readFileSync(`${folder}/core.wasm`), imports);
  return instance.exports;
}

export async function instantiate_fallback(imports) {
  const script = await import(/* @vite-ignore */ `${folder}/core_fallback.mjs`);
  return script.instantiate(imports);
}
