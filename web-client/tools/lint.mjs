/* What the source may not contain: a visitor leaves no trace in the browser, a page has one history entry, markup carries no style,
 * and text comes from the files. Looks at everything an entry reaches, not at folders. Gives sentences. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const forbidden_everywhere = [
  [/\bstyle=/, "a style attribute breaks the content policy"],
  [/dangerouslySetInnerHTML|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write/, "markup from text"],
  [/\beval\(|new Function\b/, "code from text"],
  [/\bpushState|\breplaceState|\blocation\.hash|location\.href\s*=|location\.assign/, "a second history entry"],
  [/\bconsole\.(log|info|warn|error|debug|table|dir|trace)\b/, "the console remembers what is written to it"],
  [/:\s*any\b|\bas any\b/, "any"],
  [/\b(margin|padding|border|inset)-(left|right)\b/, "a physical direction; use the logical property"],
];
const forbidden_for_visitors = [
  [/\bcookie(Store)?\b/i, "visitors store nothing"],
  [/\b(local|session)Storage\b|\bindexedDB\b|\bcaches\b|\bserviceWorker\b/, "visitors store nothing"],
  [
    /\bNotification\b|\bvibrate\b|\bnew Audio\b|\bPushManager\b/,
    "no sound, no vibration, no notification for visitors",
  ],
  [/["'`](staff|board)-[a-z]/, "a text that the visitor's bundle does not carry"],
];
const forbidden_for_counsellors = [
  [/["'`](visitor|leave|board)-[a-z]/, "a text that the counsellor's bundle does not carry"],
];
const forbidden_for_supervisors = [
  [/["'`](visitor|leave)-[a-z]/, "a text that the supervisor's bundle does not carry"],
];

const entries = [
  { entry: "src/visitor.tsx", rules: forbidden_for_visitors },
  { entry: "src/counsellor.tsx", rules: forbidden_for_counsellors },
  { entry: "src/supervisor.tsx", rules: forbidden_for_supervisors },
];

/** Comments may name what the code must not. */
export const without_comments = (source) => source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");

function resolve_import(from, name) {
  const base = join(dirname(from), name);
  const found = [base, `${base}.ts`, `${base}.tsx`].find((path) => /\.(tsx?|css)$/.test(path) && existsSync(path));
  if (found === undefined) throw new Error(`${relative(root, from)}: ${name} is not there`);
  return found;
}

/** Every file that `entry` reaches through imports of our own source. */
export function reachable(entry) {
  const seen = new Set();
  const open = [join(root, entry)];
  while (open.length > 0) {
    const path = open.pop();
    if (seen.has(path)) continue;
    seen.add(path);
    if (!/\.tsx?$/.test(path)) continue;
    const source = without_comments(readFileSync(path, "utf8"));
    for (const match of source.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g))
      open.push(resolve_import(path, match[1]));
  }
  return [...seen].sort();
}

export function lint_source(name, source, rules) {
  const bare = without_comments(source);
  return rules.flatMap(([pattern, why]) => {
    const found = pattern.exec(bare);
    return found === null ? [] : [`${name}: ${found[0].trim()}: ${why}`];
  });
}

export function lint_faults() {
  const faults = new Set();
  for (const { entry, rules } of entries)
    for (const path of reachable(entry))
      if (!path.includes("/generated/"))
        for (const fault of lint_source(relative(root, path), readFileSync(path, "utf8"), [
          ...forbidden_everywhere,
          ...rules,
        ]))
          faults.add(fault);
  return [...faults];
}

export { forbidden_everywhere, forbidden_for_visitors };
