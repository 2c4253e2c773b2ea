// Vectors of rule 21: a short list of acts and its heads, and what is no entry.
import { Draw } from "./draw.mjs";
import { zeros } from "./octets.mjs";
import { File } from "./vectors.mjs";

export const auditFile = async () => {
  const file = new File("The head of the list of acts (rule 21).");
  const draw = new Draw("audit");
  const entry = { previous: zeros(32), number: 1, day: 20000, act: 0, actor: draw.octets(32), second: zeros(32), subject: zeros(32) };
  for (let act = 1; act <= 14; act += 1) {
    const [second, subject] = act === 3 || act === 7 ? [draw.octets(32), draw.octets(32)] : [zeros(32), zeros(32)];
    const { head } = await file.taken(`act ${act}`, "audit_head", { ...entry, act, second, subject });
    Object.assign(entry, { previous: head, number: entry.number + 1, day: entry.day + (act % 2) });
  }
  const last = { ...entry, act: 1, subject: draw.octets(32) };
  await file.taken("the largest numbers", "audit_head", { ...last, number: 2 ** 48, day: 2 ** 32 - 1 });
  for (const act of [0, 15]) await file.refused(`act ${act}`, "audit_head", { ...last, act });
  await file.refused("number 0", "audit_head", { ...last, number: 0 });
  return file;
};
