/* Looks for words where they must not be: in files and in a process's memory, as UTF-8 and as UTF-16 (which browsers write),
 * whole and in pieces, so that a text broken over two pages of a database is found too. */
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

const piece_characters = 14;

/** [{ name, octets }] for every text. A piece is a run of characters anywhere in the text. */
export function needles_of(texts) {
  const pieces = new Set();
  for (const text of texts) {
    if (text.length < piece_characters) throw new Error(`'${text}' is too short to be told from chance`);
    for (let at = 0; at + piece_characters <= text.length; at += piece_characters)
      pieces.add(text.slice(at, at + piece_characters));
    pieces.add(text.slice(-piece_characters));
  }
  return [...pieces].flatMap((text) => [
    { name: text, octets: Buffer.from(text, "utf8") },
    { name: `${text} (UTF-16)`, octets: Buffer.from(text, "utf16le") },
  ]);
}

/** A return code the ways it is shown and typed: all digits in a row, in pairs, in eights, in Arabic-Indic digits. */
export function code_forms(digits) {
  const every = (size, mark) => digits.match(new RegExp(`.{${size}}`, "g")).join(mark);
  const arabic = [...digits].map((digit) => String.fromCharCode(0x660 + Number(digit))).join("");
  return [digits, every(2, " "), every(8, " "), every(2, "-"), arabic];
}

const found_in = (octets, needles) => needles.filter((needle) => octets.includes(needle.octets)).map((one) => one.name);

export function files_under(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const kind = statSync(path, { throwIfNoEntry: false });
    if (kind?.isDirectory()) return files_under(path);
    return kind?.isFile() ? [path] : [];
  });
}

export const search_file = (path, needles) => found_in(readFileSync(path), needles).map((name) => `${path}: ${name}`);

/** What of the needles stands in the files under `folder`, or in their names. */
export function search_files(folder, needles) {
  return files_under(folder).flatMap((path) => {
    const in_name = needles.filter((needle) => path.includes(needle.name));
    return [...search_file(path, needles), ...in_name.map((one) => `${path}: ${one.name}`)];
  });
}

const overlap = 4096;
const most_at_once = 64 << 20;

/** What of the needles stands in the memory that the process can write (or could: also its files and its stack). */
export function search_memory(pid, needles) {
  const memory = openSync(`/proc/${pid}/mem`, "r");
  const findings = [];
  let octets_read = 0;
  for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").split("\n")) {
    const found = /^([0-9a-f]+)-([0-9a-f]+) r\S* \S+ \S+ \S+ *(.*)$/.exec(line);
    if (found === null || found[3] === "[vvar]" || found[3] === "[vsyscall]") continue;
    const [begin, end] = [Number.parseInt(found[1], 16), Number.parseInt(found[2], 16)];
    for (let at = begin; at < end; at += most_at_once - overlap) {
      const octets = Buffer.allocUnsafe(Math.min(most_at_once, end - at));
      let size = 0;
      try {
        size = readSync(memory, octets, 0, octets.length, at);
      } catch {
        continue; /* a page that went away, or one that cannot be read */
      }
      octets_read += size;
      findings.push(...found_in(octets.subarray(0, size), needles).map((name) => `${found[3] || "memory"}: ${name}`));
    }
  }
  closeSync(memory);
  return { findings, octets_read };
}
