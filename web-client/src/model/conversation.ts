/* One conversation as a person sees it: who is in it and what was said, in order of arrival. Plain data and pure functions. */
import type { AppointmentTime } from "../core/core";
import type { Act } from "../core/events";

export type Role = "visitor" | "counsellor" | "supervisor" | "mentor" | "interpreter" | "parent-coach";
export type Member = { id: string; name: string; role: Role; is_self: boolean };
export type Writer = { name: string; role: Role; is_self: boolean };
/** Under way, on the server's disk, before the other's eyes; or it never will be. */
export type Mark = "sending" | "sent" | "read" | "unsent";

export type AppointmentKind = "chat" | "phone" | "meeting";
export type AppointmentState = "offered" | "accepted" | "declined" | "moved" | "asked" | "called_off" | "missed";
export type Appointment = {
  id: string;
  kind: AppointmentKind;
  /** One to three that were offered. */
  times: readonly AppointmentTime[];
  /** The id of the time that was agreed; "": none yet. */
  chosen: string;
  place: string;
  state: AppointmentState;
  /** How the visitor asked for another time; "": not. */
  asked: string;
};

export type MessageEntry = {
  is: "message";
  id: string;
  by: Writer;
  text: string;
  sent_min: number;
  mark: Mark;
  /** Stands in the visitor's archive, from which it can be deleted. */
  is_kept?: boolean;
  /** Who said it, as the core names them; only they can take it back. Own words: absent. */
  from?: string;
};
export type AppointmentEntry = {
  is: "appointment";
  id: string;
  by: Writer;
  sent_min: number;
  appointment: Appointment;
  /** How the card stood before our own act, while the calendar may still refuse it; null: it was not there. */
  before?: AppointmentEntry | null;
};
export type Entry =
  | MessageEntry
  | AppointmentEntry
  | { is: "gap"; id: string; name: string; count: number }
  | { is: "unreadable"; id: string }
  | { is: "expired"; id: string }
  | { is: "retracted"; id: string; by: Writer }
  | { is: "joined"; id: string; name: string; role: Role }
  | { is: "left"; id: string; name: string }
  /** A visitor is asked about a member; `id` is the member's. */
  | { is: "question"; id: string; name: string; role: Role; is_holder: boolean }
  | { is: "reopened"; id: string }
  /** The server said "away" when that was not so; once in a conversation. */
  | { is: "downgrade"; id: string }
  | { is: "told"; id: string; what: "cannot_write" | "only_reading"; by: Writer; sent_min: number };

export type Conversation = { members: readonly Member[]; entries: readonly Entry[] };

export const empty_conversation: Conversation = { members: [], entries: [] };
export const own_visitor: Writer = { name: "", role: "visitor", is_self: true };
export const text_characters_max = 4000;

const mark_order: readonly Mark[] = ["sending", "sent", "read", "unsent"];
const is_same = (one: Entry, other: Entry) => one.is === other.is && one.id === other.id;

/** Adds an entry at the end, or replaces the one with the same kind and id where it stands. */
export function put_entry(conversation: Conversation, entry: Entry): Conversation {
  const is_known = conversation.entries.some((other) => is_same(other, entry));
  const entries = is_known
    ? conversation.entries.map((other) => (is_same(other, entry) ? entry : other))
    : [...conversation.entries, entry];
  return { ...conversation, entries };
}

/** What was kept is older than all that this page has seen; it stands first, in the order in which it comes. */
export function put_kept(conversation: Conversation, entry: Entry): Conversation {
  if (conversation.entries.some((other) => is_same(other, entry))) return conversation;
  const kept = conversation.entries.filter((other) => other.is === "message" && other.is_kept === true);
  const last = kept[kept.length - 1];
  const at = last === undefined ? 0 : conversation.entries.indexOf(last) + 1;
  const { entries } = conversation;
  return { ...conversation, entries: [...entries.slice(0, at), entry, ...entries.slice(at)] };
}

/** Takes messages out: one, or all that were kept. */
export function drop_kept(conversation: Conversation, id: string | null): Conversation {
  const entries = conversation.entries.filter(
    (entry) => !(entry.is === "message" && entry.is_kept === true && (id === null || entry.id === id)),
  );
  return { ...conversation, entries };
}

/** What was taken back leaves one line and no word. `from`: who asks; null: the person at this device. */
export function put_retracted(conversation: Conversation, id: string, from: string | null): Conversation {
  const entries = conversation.entries.map((entry): Entry => {
    if (entry.is !== "message" || entry.id !== id || (from === null ? !entry.by.is_self : entry.from !== from))
      return entry;
    return { is: "retracted", id, by: entry.by };
  });
  return { ...conversation, entries };
}

/** An entry of which there is one, and which moves to the end when something about it changes: an appointment's card, a question. */
export function move_entry(conversation: Conversation, entry: Entry): Conversation {
  return { ...conversation, entries: [...conversation.entries.filter((other) => !is_same(other, entry)), entry] };
}

/** The calendar refused: the card is what it was before. */
export function undo_appointment(conversation: Conversation, id: string): Conversation {
  const entries = conversation.entries.flatMap((entry) => {
    if (entry.is !== "appointment" || entry.id !== id || entry.before === undefined) return [entry];
    return entry.before === null ? [] : [entry.before];
  });
  return { ...conversation, entries };
}

export type AppointmentSaid = { act: Act; by_visitor: boolean } & Pick<Appointment, "id" | "kind" | "times" | "place">;

const is_same_time = (one: AppointmentTime, other: AppointmentTime) =>
  one.id === other.id && one.start_min === other.start_min && one.length_min === other.length_min;

/** The appointment after an act, by the table of the protocol's rule 18: acts that cross end the same on both sides. */
export function appointment_after(known: Appointment | undefined, said: AppointmentSaid): Appointment {
  const { act, by_visitor, id, kind, times, place } = said;
  const is_wish = by_visitor && act === "move";
  const plain = { id, kind, times, chosen: "", place, state: "offered", asked: "" } as const;
  const stands = known ?? plain;
  const chosen = times[0]?.id ?? "";
  if (!by_visitor) {
    if (act === "offer" || act === "move")
      return { ...plain, state: act === "move" ? "moved" : "offered", asked: stands.asked };
    if (act === "call_off") return { ...stands, state: "called_off" };
    return act === "missed" ? { ...stands, chosen, state: "missed" } : stands;
  }
  const is_live = !["declined", "called_off", "missed"].includes(stands.state);
  const counts = is_live && times.every((time) => stands.times.some((other) => is_same_time(time, other)));
  if (is_wish) return { ...stands, asked: place, state: counts ? "asked" : stands.state };
  if (!counts) return stands;
  if (act === "accept") return stands.state === "accepted" ? stands : { ...stands, chosen, state: "accepted" };
  if (act === "decline") return { ...stands, state: "declined" };
  return act === "call_off" ? { ...stands, state: "called_off" } : stands;
}

/** What is to be said about: what was agreed, else all that was offered. */
export function times_of({ times, chosen }: Appointment): readonly AppointmentTime[] {
  const agreed = times.filter((time) => time.id === chosen);
  return agreed.length > 0 ? agreed : times;
}

export function appointment_entry_of(conversation: Conversation, id: string): AppointmentEntry | undefined {
  for (const entry of conversation.entries) if (entry.is === "appointment" && entry.id === id) return entry;
  return undefined;
}

export function appointment_of(conversation: Conversation, id: string): Appointment | undefined {
  return appointment_entry_of(conversation, id)?.appointment;
}

/** Moves a message's mark forward; marks never go back. */
export function put_mark(conversation: Conversation, id: string, mark: Mark): Conversation {
  const entries = conversation.entries.map((entry) => {
    if (entry.is !== "message" || entry.id !== id) return entry;
    return mark_order.indexOf(mark) > mark_order.indexOf(entry.mark) ? { ...entry, mark } : entry;
  });
  return { ...conversation, entries };
}

/** The members as the core reports them; who came and who went becomes a line in the conversation. */
export function put_members(conversation: Conversation, members: readonly Member[]): Conversation {
  /* The first report says who is there, not who came. */
  if (conversation.members.length === 0) return { ...conversation, members };
  const has = (list: readonly Member[], member: Member) => list.some((other) => other.id === member.id);
  const came = members.filter(
    (member) => member.role !== "visitor" && !member.is_self && !has(conversation.members, member),
  );
  const went = conversation.members.filter((member) => !has(members, member));
  const count = conversation.entries.length;
  const lines: Entry[] = [
    ...came.map(({ name, role }, at): Entry => ({ is: "joined", id: `${count}-${at}`, name, role })),
    ...went.map(({ name }, at): Entry => ({ is: "left", id: `${count}-${at}`, name })),
  ];
  return { members, entries: [...conversation.entries, ...lines] };
}

/** How many characters a text is too long; 0 when it fits. Counted as the protocol does: in code points. */
export function excess_of(text: string): number {
  return Math.max(0, [...text].length - text_characters_max);
}
