import type { Role } from "../../model/conversation";
import type { PlainKey } from "../../text/text";

export function role_key(role: Role): PlainKey {
  return `common-role-${role}`;
}
