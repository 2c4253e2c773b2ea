/* Gets the core: WebAssembly where the browser has it, else the same core as plain script (Tor Browser at "Safer").
 * Both are fetched with their hash, so a changed file is refused. */
import type { StaffCore, VisitorCore } from "./core";
import { type CoreImports, type Instantiate, make_staff_instance, make_visitor_instance } from "./instance";
import { open_staff_core, open_visitor_core } from "./wasm_core";

type CheckedFile = { url: string; integrity: string };
/** Put in by the build: a visitor's page gets the core that is for visitors alone. */
declare const CORE_FILES: { wasm: CheckedFile; fallback: CheckedFile; words: CheckedFile };
const files = CORE_FILES; /* the build writes it out wherever it is named */

async function fetch_checked({ url, integrity }: CheckedFile): Promise<ArrayBuffer> {
  const answer = await fetch(url, { integrity, credentials: "omit" });
  if (!answer.ok) throw new Error("core: not there");
  return answer.arrayBuffer();
}

async function compile(): Promise<Instantiate> {
  const module = await WebAssembly.compile(await fetch_checked(files.wasm));
  return async (imports) => (await WebAssembly.instantiate(module, imports)).exports;
}

/** A script loaded by import() cannot carry its hash; one that was preloaded with it is taken from there. */
function preload({ url, integrity }: CheckedFile): Promise<void> {
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = url;
    link.integrity = integrity;
    link.onload = () => done();
    link.onerror = () => failed(new Error("core: not there"));
    document.head.append(link);
  });
}

async function import_fallback(): Promise<Instantiate> {
  await preload(files.fallback);
  const script: { instantiate: (imports: CoreImports) => unknown } = await import(
    /* @vite-ignore */ files.fallback.url
  );
  return async (imports) => script.instantiate(imports);
}

let ready: Promise<Instantiate> | undefined;

function get_core(): Promise<Instantiate> {
  if (ready === undefined) {
    ready = typeof WebAssembly === "undefined" ? import_fallback() : compile();
    ready.catch(() => {
      ready = undefined;
    });
  }
  return ready;
}

/** Begins to fetch the core while the person reads; what fails here is told when it is needed. */
export function prepare_core(): void {
  get_core().catch(() => undefined);
}

/** The words of return codes come with every visitor's first step, whether or not words are wanted: asking for them tells nothing. */
export async function load_visitor_core(deployment_id: string, host: string): Promise<VisitorCore> {
  const [core, words] = await Promise.all([get_core(), fetch_checked(files.words)]);
  return open_visitor_core(await make_visitor_instance(core), new Uint8Array(words), deployment_id, host);
}

export async function load_staff_core(deployment_id: string, host: string): Promise<StaffCore> {
  return open_staff_core(await make_staff_instance(await get_core()), deployment_id, host);
}
