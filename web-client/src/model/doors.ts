/* A door: which trouble one brings, who answers there and when. As the server tells it. */
import type { Language } from "../text/languages";

export type DoorText = { name: string; text: string };
export type Door = {
  id: number;
  is_open: boolean;
  /** When that changes next, minutes since 1970; 0: not known. */
  changes_min: number;
  /** Expected time to the first answer; 0: not said. */
  answer_min: number;
  phone: string;
  hours: string;
  texts: ReadonlyMap<string, DoorText>;
};

/** The door's words in the reader's language, else in Danish, else in whatever there is. */
export function door_text(door: Door, language: Language): DoorText {
  const known = door.texts.get(language) ?? door.texts.get("da") ?? door.texts.get("en");
  return known ?? [...door.texts.values()][0] ?? { name: String(door.id), text: "" };
}
