/* Where the built core is, for tests in node: UDVEJ_CORE_DIR, else the release build. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = process.env.UDVEJ_CORE_DIR ?? fileURLToPath(new URL("../../build/release/core", import.meta.url));

export const has_core = existsSync(`${folder}/core.wasm`) && existsSync(`${folder}/core_visitor_fallback.mjs`);

export const read_words = () => new Uint8Array(readFileSync(`${folder}/words.txt`));

/** `name`: core or core_visitor. */
export const instantiate_wasm = (name) => async (imports) => {
  const { instance } = await WebAssembly.instantiate(readFileSync(`${folder}/${name}.wasm`), imports);
  return instance.exports;
};

export const instantiate_fallback = (name) => async (imports) => {
  const script = await import(/* @vite-ignore */ `${folder}/${name}_fallback.mjs`);
  return script.instantiate(imports);
};
