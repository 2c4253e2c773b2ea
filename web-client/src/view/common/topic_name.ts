import { topics } from "../../model/visitor_state";
import type { PlainKey } from "../../text/text";

/** The words of a topic; a number this version does not know is shown as "something else". */
export function topic_key(topic: number): PlainKey {
  const known = topics.find((other) => other === topic);
  return `common-topic-${known ?? 7}`;
}
