/* For vitest and for editing; the served files are made by tools/build.mjs. */
import { jsx, text_plugin } from "./tools/vite_common.mjs";

export default {
  plugins: [text_plugin()],
  oxc: jsx,
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000 } /* milliseconds; the machine may be busy with others */,
};
