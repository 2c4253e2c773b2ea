// The puzzle for opening a case (rule 17).
import { argon2id } from "@noble/hashes/argon2.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { ascii, fixed, join, need, Reader, u32, u64, u8, zeros } from "./octets.mjs";

const D1 = [14, 22];
const D2_MAX = 7;

const macOf = (key, head) =>
  Buffer.from(blake2b(join(ascii("udvej/1/puzzle"), head), { key: fixed(key, 32), dkLen: 16 }));

const parse = (puzzle) => {
  const reader = new Reader(fixed(puzzle, 22));
  const head = reader.take(6);
  const [d1, d2] = head.subarray(4);
  need((d1 === 0 && d2 === 0) || (d1 >= D1[0] && d1 <= D1[1] && d2 <= D2_MAX), "no such effort");
  return { head, d1, d2, mac: reader.rest() };
};

const leadingZeros = (octets) => {
  const bits = [...octets].map((octet) => octet.toString(2).padStart(8, "0")).join("");
  return bits.indexOf("1") === -1 ? bits.length : bits.indexOf("1");
};

const first = (puzzle, pkLogin, nonce1) =>
  Buffer.from(blake2b(join(ascii("udvej/1/pow1"), puzzle, fixed(pkLogin, 32), fixed(nonce1, 8)), { dkLen: 32 }));

const second = (puzzle, pkLogin, nonce1, nonce2, hash) =>
  argon2id(join(ascii("udvej/1/pow2"), puzzle, pkLogin, nonce1, fixed(nonce2, 8)), hash.subarray(0, 16), {
    m: 8 * 1024,
    t: 1,
    p: 1,
    dkLen: 32,
    version: 0x13,
  });

export const puzzleMake = ({ key, slot, d1, d2 }) => {
  const head = join(u32(slot), u8(d1), u8(d2));
  return { puzzle: join(head, macOf(key, head)) };
};

export const puzzleIsOurs = ({ key, puzzle }) => {
  const { head, mac } = parse(puzzle);
  need(macOf(key, head).equals(mac), "another's puzzle");
  return {};
};

const count = (isSolved) => {
  for (let number = 0; ; number += 1) if (isSolved(u64(number))) return u64(number);
};

// Nonces are counted from zero, as any solver may; the first that is good.
export const puzzleSolve = ({ puzzle, pkLogin }) => {
  const { d1, d2 } = parse(puzzle);
  const none = zeros(8);
  if (d1 === 0) return { nonce1: none, nonce2: none, hash: zeros(32) };
  const nonce1 = count((nonce) => leadingZeros(first(puzzle, pkLogin, nonce)) >= d1);
  const hash = first(puzzle, pkLogin, nonce1);
  const isSecond = (nonce) => leadingZeros(second(puzzle, pkLogin, nonce1, nonce, hash)) >= d2;
  return { nonce1, nonce2: d2 === 0 ? none : count(isSecond), hash };
};

export const puzzleCheck = ({ puzzle, pkLogin, nonce1, nonce2 }) => {
  const { d1, d2 } = parse(puzzle);
  const hash = first(puzzle, pkLogin, nonce1);
  need(leadingZeros(hash) >= d1, "stage 1 is not solved");
  if (d2 === 0) need(zeros(8).equals(nonce2), "a second form of the same solution");
  else need(leadingZeros(second(puzzle, pkLogin, nonce1, nonce2, hash)) >= d2, "stage 2 is not solved");
  return {};
};
