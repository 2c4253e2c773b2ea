// The head of the list of acts (rule 21).
import { hs } from "./hash.mjs";
import { fixed, join, u32, u64, u8, within } from "./octets.mjs";

export const auditHead = ({ previous, number, day, act, actor, second, subject }) => ({
  head: hs(
    "udvej/1/audit",
    join(
      fixed(previous, 32),
      u64(within(number, 1, 2 ** 64)),
      u32(day),
      u8(within(act, 1, 14)),
      ...[actor, second, subject].map((who) => fixed(who, 32)),
    ),
  ),
});
