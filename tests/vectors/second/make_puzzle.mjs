// Vectors of rule 17: the puzzle, its solutions, and what is none.
import { Draw } from "./draw.mjs";
import { u64 } from "./octets.mjs";
import { puzzleMake } from "./puzzle.mjs";
import { File, flipped } from "./vectors.mjs";

const efforts = [
  [15, 0],
  [14, 2],
];

export const puzzleFile = async () => {
  const file = new File("The puzzle for opening a case (rule 17).");
  const draw = new Draw("puzzle");
  const key = draw.octets(32);
  for (const [slot, d1, d2] of [
    [0, 0, 0],
    [5914141, 14, 0],
    [5914141, 22, 7],
  ]) {
    const { puzzle } = await file.taken("made", "puzzle_make", { key, slot, d1, d2 });
    await file.taken("the server's own", "puzzle_is_ours", { key, puzzle });
    if (d2 !== 7) continue;
    for (const place of [3, 6, 21])
      await file.refused(`a bit at ${place}`, "puzzle_is_ours", { key, puzzle: flipped(puzzle, place) });
    await file.refused("another server's", "puzzle_is_ours", { key: draw.octets(32), puzzle });
  }
  for (const [d1, d2] of [
    [0, 1],
    [13, 0],
    [23, 0],
    [14, 8],
  ]) {
    const { puzzle } = puzzleMake({ key, slot: 1, d1, d2 });
    await file.refused("an effort that no puzzle has", "puzzle_is_ours", { key, puzzle });
  }
  for (const [d1, d2] of efforts) {
    const { puzzle } = await file.taken("made", "puzzle_make", { key, slot: draw.below(2 ** 32), d1, d2 });
    const pkLogin = draw.octets(32);
    const { nonce1, nonce2 } = await file.taken(`solved: ${d1} and ${d2} bits`, "puzzle_solve", { puzzle, pkLogin });
    const solved = { puzzle, pkLogin, nonce1, nonce2 };
    await file.taken("is good", "puzzle_check", solved);
    for (const field of ["pkLogin", "nonce1"])
      await file.refused(`with another ${field}`, "puzzle_check", { ...solved, [field]: flipped(solved[field], 0) });
    await file.refused("of another slot", "puzzle_check", { ...solved, puzzle: flipped(puzzle, 0) });
    if (d2 === 0) await file.refused("a second form", "puzzle_check", { ...solved, nonce2: u64(1) });
    else await file.add("another try of stage 2", "puzzle_check", { ...solved, nonce2: flipped(nonce2, 0) });
  }
  return file;
};
