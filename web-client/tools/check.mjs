/* Every check but the tests: texts complete, types, format and lint, forbidden names. Ends with 1 at the first that fails. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lint_faults } from "./lint.mjs";
import { make_keys } from "./make_keys.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

function run(name, ...args) {
  const result = spawnSync(join(root, "node_modules/.bin", name), args, { cwd: root, stdio: "inherit" });
  if (result.status !== 0) process.exit(1);
}

try {
  make_keys();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
run("tsc", "--noEmit");
run("biome", "ci", "--error-on-warnings", ".");
const faults = lint_faults();
for (const fault of faults) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);
