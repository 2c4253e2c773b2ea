/* What the staff of a case say among themselves: beside the conversation, never in it. Plain data and pure functions. */
import type { Mark, Writer } from "./conversation";

export type Note = {
  id: string;
  by: Writer;
  text: string;
  sent_min: number;
  mark: Mark;
  /** The colleague to whom alone it was said, "" for ourselves; null: to all the staff of the case. */
  alone: string | null;
  /** The colleague who has read it first; "": not known. */
  read_by: string;
};

const mark_order: readonly Mark[] = ["sending", "sent", "read", "unsent"];

/** Adds a note at the end, once. */
export function put_note(notes: readonly Note[], note: Note): readonly Note[] {
  return notes.some((other) => other.id === note.id) ? notes : [...notes, note];
}

/** Moves a note's mark forward; marks never go back. */
export function mark_note(notes: readonly Note[], id: string, mark: Mark, read_by = ""): readonly Note[] {
  return notes.map((note) =>
    note.id === id && mark_order.indexOf(mark) > mark_order.indexOf(note.mark) ? { ...note, mark, read_by } : note,
  );
}
