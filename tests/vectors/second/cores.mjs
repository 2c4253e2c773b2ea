// The core three times: native, WebAssembly, wasm2js. Each takes a list of calls and gives for each what it answered: fields, or
// null when it refused. A call that cannot be is an error.
//
//   UDVEJ_PROBE_DIR   folder of probe.wasm and probe_fallback.mjs
//   UDVEJ_OPERATE     the native program
import { spawnSync } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { pathToFileURL } from "node:url";
import { join, Reader, u32 } from "./octets.mjs";
import { answerOf } from "./operations.mjs";

const BROKEN = 5;
const folder = process.env.UDVEJ_PROBE_DIR;

const answered = (outcome, octets) => {
  if (outcome === BROKEN) throw new Error("the core has no such operation, or not with these fields");
  return outcome === 0 ? answerOf(octets) : null;
};

export const native = (calls) => {
  const input = join(...calls.flatMap((call) => [u32(call.length), call]));
  const { status, stdout } = spawnSync(process.env.UDVEJ_OPERATE, { input, maxBuffer: 1 << 29 });
  if (status !== 0) throw new Error(`udvej-operate ended with ${status}`);
  const reader = new Reader(stdout);
  return calls.map(() => {
    const outcome = reader.number(1);
    return answered(outcome, reader.take(reader.number(4)));
  });
};

export const importsFor = (memory) => {
  const refuse = () => {
    throw new Error("the core has no files");
  };
  const wasi_snapshot_preview1 = Object.fromEntries(
    ["fd_close", "fd_write", "fd_seek", "fd_fdstat_get", "poll_oneoff", "proc_exit"].map((name) => [name, refuse]),
  );
  wasi_snapshot_preview1.random_get = (at, size) => {
    randomFillSync(new Uint8Array(memory().buffer, at, size));
    return 0;
  };
  return { wasi_snapshot_preview1 };
};

const inMemory = async (start) => {
  const held = {};
  held.core = await start(importsFor(() => held.core.memory));
  held.core._initialize();
  const { core } = held;
  return (calls) =>
    calls.map((call) => {
      new Uint8Array(core.memory.buffer, core.operate_call(), call.length).set(call);
      const outcome = core.operate(call.length);
      const at = core.operate_answer();
      return answered(outcome, Buffer.from(core.memory.buffer.slice(at, at + core.operate_answer_size())));
    });
};

export const loadCores = async () => ({
  native,
  ...(typeof WebAssembly === "undefined"
    ? {} // node --jitless
    : {
        wasm: await inMemory(async (imports) => {
          const { instance } = await WebAssembly.instantiate(readFileSync(joinPath(folder, "probe.wasm")), imports);
          return instance.exports;
        }),
      }),
  wasm2js: await inMemory(async (imports) => {
    const { instantiate } = await import(pathToFileURL(joinPath(folder, "probe_fallback.mjs")).href);
    return instantiate(imports);
  }),
});
