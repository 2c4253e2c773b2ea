// What the core weighs and what it costs: natively, in WebAssembly, and through wasm2js without a JIT, as a browser in lockdown runs
// it. A benchmark: nothing is asserted about time.
//
//   tests/load/core.sh [--seconds N] [--json FILE]     builds what it measures; README.md says what the figures mean
import { spawnSync } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [build, ...options] = process.argv.slice(2);
const folder = join(build, "core");
const valueOf = (name, otherwise) => {
  const at = options.indexOf(name);
  return at < 0 ? otherwise : options[at + 1];
};

const TIMES_MIN = 3;
const RECIPIENTS = [1, 3, 20];
const STEPS = [...RECIPIENTS.flatMap((count) => [["seal", count], ["open", count]]), ["code", 1]];

const median = (times) => {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

// ---- in a process of its own: one way to run the core ---------------------------------------------

const importsFor = (memory) => {
  const refuse = () => {
    throw new Error("the core has no files");
  };
  const names = ["fd_close", "fd_write", "fd_seek", "fd_fdstat_get", "poll_oneoff", "proc_exit"];
  const wasi_snapshot_preview1 = Object.fromEntries(names.map((name) => [name, refuse]));
  wasi_snapshot_preview1.random_get = (at, size) => {
    randomFillSync(new Uint8Array(memory().buffer, at, size));
    return 0;
  };
  return { wasi_snapshot_preview1 };
};

const starts = {
  wasm: async (imports) =>
    (await WebAssembly.instantiate(readFileSync(join(folder, "bench.wasm")), imports)).instance.exports,
  wasm2js: async (imports) => (await import(pathToFileURL(join(folder, "bench_fallback.mjs")).href)).instantiate(imports),
};

const measureHere = async (way, seconds) => {
  const held = {};
  held.core = await starts[way](importsFor(() => held.core.memory));
  held.core._initialize();
  const results = {};
  for (const [step, count] of STEPS) {
    const run = () => {
      if (held.core[`bench_${step}`]() !== 1) throw new Error(`${step} for ${count} failed`);
    };
    if (held.core.bench_prepare(count) !== 1) throw new Error("no such number of recipients");
    if (held.core.bench_seal() !== 1) throw new Error("sealing failed");
    run(); // warm
    const times = [];
    const end = performance.now() + 1000 * seconds;
    while (times.length < TIMES_MIN || performance.now() < end) {
      const began = performance.now();
      run();
      times.push(performance.now() - began);
    }
    results[`${step} ${count}`] = median(times);
  }
  console.log(JSON.stringify(results));
};

// ---- all of them --------------------------------------------------------------------------------

const elsewhere = (way, seconds, flags) => {
  const script = fileURLToPath(import.meta.url);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, script, build, "--way", way, "--seconds", String(seconds)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${way} ${flags.join(" ")}: ${stderr}`);
  return JSON.parse(stdout);
};

const natively = (seconds) => {
  const run = (step, count, times) => {
    const { status, stdout } = spawnSync(join(build, "bin/udvej-core-bench"), [step, String(count), String(times)], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`udvej-core-bench ${step} ${count} ended with ${status}`);
    return median(stdout.trim().split("\n").map(Number));
  };
  return Object.fromEntries(
    STEPS.map(([step, count]) => {
      const about = run(step, count, TIMES_MIN);
      return [`${step} ${count}`, run(step, count, Math.max(TIMES_MIN, Math.round((1000 * seconds) / about)))];
    }),
  );
};

const sizes = () =>
  ["core.wasm", "core_visitor.wasm", "core_fallback.mjs", "core_visitor_fallback.mjs"].map((name) => {
    const octets = readFileSync(join(folder, name));
    return [name, octets.length, gzipSync(octets, { level: 9 }).length];
  });

const table = (head, rows) => {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, at) => Math.max(...cells.map((row) => row[at].length)));
  for (const row of cells)
    console.log(row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[at]))).join("  "));
};

const measureAll = (seconds) => {
  const weights = sizes();
  const ways = {
    native: natively(seconds),
    wasm: elsewhere("wasm", seconds, []),
    wasm2js: elsewhere("wasm2js", seconds, []),
    "wasm2js, no JIT": elsewhere("wasm2js", seconds, ["--jitless"]),
  };
  const shown = (ms) => (ms < 10 ? ms.toFixed(3) : ms.toFixed(1));
  const nameOf = ([step, count]) =>
    step === "code" ? "derive from a code" : `${step} 1 KB for ${count} recipient${count === 1 ? "" : "s"}`;
  table(["octets", "plain", "gzip -9"], weights);
  console.log("");
  table(
    ["ms, medians", ...Object.keys(ways)],
    STEPS.map((step) => [nameOf(step), ...Object.values(ways).map((way) => shown(way[step.join(" ")]))]),
  );
  console.log(`\nnode ${process.version}, ${cpus().length} x ${cpus()[0].model.trim()}`);
  const json = valueOf("--json", "");
  if (json !== "") writeFileSync(json, `${JSON.stringify({ sizes: weights, ms: ways }, null, 1)}\n`);
};

const seconds = Number(valueOf("--seconds", "1"));
const way = valueOf("--way", "");
if (way === "") measureAll(seconds);
else await measureHere(way, seconds);
