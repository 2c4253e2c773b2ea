/* What an event of the core changes in what a visitor sees. Pure: no clock, no core, no DOM. */
import type { CoreEvent, EventOf } from "../core/events";
import {
  type AppointmentEntry,
  appointment_after,
  appointment_entry_of,
  appointment_of,
  type Conversation,
  drop_kept,
  move_entry,
  put_entry,
  put_kept,
  put_mark,
  put_members,
  put_retracted,
} from "./conversation";
import type { Door } from "./doors";
import type { Announcement, Answer, VisitorState } from "./visitor_state";

const day_min = 24 * 60;
/** The first words have no id of their own: they went out with the opening of the case. */
export const first_message_id = "first";

export function door_of_event(event: EventOf<"door">): Door {
  return {
    id: event.door,
    is_open: event.open,
    changes_min: event.changes_min,
    answer_min: event.answer_min,
    phone: event.phone,
    hours: event.hours,
    texts: new Map(event.names.map(({ lang, name, text }) => [lang, { name, text }])),
  };
}

export function put_door(doors: readonly Door[], door: Door): readonly Door[] {
  return [...doors.filter((other) => other.id !== door.id), door].sort((one, other) => one.id - other.id);
}

/** Who said it, for a reader of the role `reader`. */
const writer_of = (event: { label: string; role: AppointmentEntry["by"]["role"] }, is_self: boolean) => ({
  name: event.label,
  role: event.role,
  is_self,
});

export function put_message_event(conversation: Conversation, event: EventOf<"message">): Conversation {
  const { id, text, sent_min, from } = event;
  const by = writer_of(event, false);
  return put_entry(conversation, { is: "message", id, by, text, sent_min, mark: "read", from });
}

export function put_appointment_event(conversation: Conversation, event: EventOf<"appointment">): Conversation {
  const { appointment: id, act, times, way: kind, place } = event;
  const said = { act, by_visitor: event.role === "visitor", id, kind, times, place };
  const known = appointment_entry_of(conversation, id);
  const appointment = appointment_after(known?.appointment, said);
  const entry = { is: "appointment", id, by: writer_of(event, false), sent_min: event.sent_min, appointment } as const;
  /* Our own act may still be refused: then what was said now was about how it stood before. */
  const before = known?.before && { ...known.before, appointment: appointment_after(known.before.appointment, said) };
  return move_entry(conversation, before === undefined ? entry : { ...entry, before });
}

export function put_gap_event(conversation: Conversation, event: EventOf<"gap">): Conversation {
  return put_entry(conversation, { is: "gap", id: event.from, name: event.label, count: event.missing });
}

export function put_room_event(conversation: Conversation, event: EventOf<"room">): Conversation {
  const members = event.members.map(({ who, role, label, me }) => ({ id: who, name: label, role, is_self: me }));
  return put_members(conversation, members);
}

/** One of the recipients did not come for it. It is unsent only where nobody is known, or may be, to have read it. */
function put_expired(conversation: Conversation, id: string): Conversation {
  const entry = conversation.entries.find((other) => other.is === "message" && other.id === id);
  const may_be_read = entry?.is === "message" && (entry.mark === "read" || entry.is_kept === true);
  return may_be_read ? conversation : put_mark(conversation, id, "unsent");
}

/** Events that change only the conversation, the same for visitor and staff; undefined: it is none of these. */
export function put_conversation_event(conversation: Conversation, event: CoreEvent): Conversation | undefined {
  switch (event.event) {
    case "room":
      return put_room_event(conversation, event);
    case "message":
      return put_message_event(conversation, event);
    case "appointment":
      return put_appointment_event(conversation, event);
    case "gap":
      return put_gap_event(conversation, event);
    case "unreadable":
      return put_entry(conversation, { is: "unreadable", id: event.id });
    case "expired":
      /* A line for whatever was lost, once. */
      return put_entry(put_expired(conversation, event.id), { is: "expired", id: "expired" });
    case "retracted": {
      const me = conversation.members.find((member) => member.is_self);
      return put_retracted(conversation, event.id, event.from === me?.id ? null : event.from);
    }
    case "accepted":
      return put_mark(conversation, event.id, "sent");
    case "delivered":
      return put_mark(conversation, event.id, "read");
    case "unsent":
      return put_mark(conversation, event.id, "unsent");
    case "reopened":
      return put_entry(conversation, { is: "reopened", id: String(conversation.entries.length) });
    case "downgrade":
      return put_entry(conversation, { is: "downgrade", id: "" });
    default:
      return undefined;
  }
}

const own = (event: { role: string }) => event.role === "visitor";

function put_kept_message(conversation: Conversation, event: EventOf<"kept_message">): Conversation {
  const { id, text, sent_min, from } = event;
  const by = writer_of(event, own(event));
  return put_kept(conversation, { is: "message", id, by, text, sent_min, mark: "sent", is_kept: true, from });
}

/** The acts of an appointment come in their order, and the card stands where the last of them put it. */
function put_kept_appointment(conversation: Conversation, event: EventOf<"kept_appointment">): Conversation {
  const { appointment: id, act, times, way: kind, place, sent_min } = event;
  const known = appointment_of(conversation, id);
  const appointment = appointment_after(known, { act, by_visitor: own(event), id, kind, times, place });
  const by = writer_of(event, own(event));
  const entry: AppointmentEntry = { is: "appointment", id, by, sent_min, appointment };
  return known === undefined ? put_kept(conversation, entry) : put_entry(conversation, entry);
}

/** The server's refusals while a case is being opened, or of a closed one; everything else it says is answered by the core itself. */
function refused(state: VisitorState, event: EventOf<"error">): VisitorState {
  if (state.screen === "room" && state.case_state === "closed" && state.reopening === "no")
    return { ...state, reopening: "lost" };
  if (state.screen !== "busy" || state.busy_with === "burn") return state;
  const is_busy = ["pow_needed", "pow_bad", "rate", "quota"].includes(event.code);
  if (state.busy_with === "return") return { ...state, screen: "unreachable" };
  return { ...state, screen: "write", work: null, refusal: is_busy ? "busy" : "broken" };
}

const announce = (state: VisitorState, what: Announcement["what"], name = ""): VisitorState => ({
  ...state,
  announcement: { serial: (state.announcement?.serial ?? 0) + 1, what, name },
});

/** The question stands where it was asked first, until the member has left and is asked about again, or about something else. */
function apply_consent(state: VisitorState, event: EventOf<"consent">): VisitorState {
  if (state.answers[event.who] === "asked" && event.heir === (event.who === state.heir)) return state;
  const { who: id, label: name, role, holder: is_holder } = event;
  const conversation = move_entry(state.conversation, { is: "question", id, name, role, is_holder });
  const answers = { ...state.answers, [id]: "asked" as const };
  const heir = event.heir ? id : state.heir === id ? null : state.heir;
  return announce({ ...state, conversation, answers, heir }, "question", name);
}

/** Who has left is asked about again. Who is to take over has done so once the visitor agreed and somebody left. */
function apply_room(state: VisitorState, event: EventOf<"room">, count: number): VisitorState {
  const has_taken_over = event.members.length < count && state.answers[state.heir ?? ""] === "yes";
  const is_here = ([who]: [string, Answer]) => event.members.some((member) => member.who === who);
  const answers = Object.fromEntries(Object.entries(state.answers).filter(is_here));
  return { ...state, answers, heir: has_taken_over ? null : state.heir };
}

/** What the room's events change beside the conversation; `count`: how many were in it. */
function apply_beside(state: VisitorState, event: CoreEvent, count: number): VisitorState {
  switch (event.event) {
    case "message":
    case "appointment":
      return announce(state, event.event, event.label);
    case "room":
      return apply_room(state, event, count);
    case "reopened":
      /* If nobody has it, the server's word follows at once. */
      return announce({ ...state, case_state: "claimed" }, "reopened");
    default:
      return state;
  }
}

/** Whoever takes the case has the first words on the screen with it. */
function apply_state(state: VisitorState, event: EventOf<"state">): VisitorState {
  const is_taken = event.state === "claimed";
  const conversation = is_taken ? put_mark(state.conversation, first_message_id, "read") : state.conversation;
  const shown = { ...state, conversation, band: event.band };
  if (event.state === "ended") return { ...shown, case_state: "closed", reopening: "ended" };
  return { ...shown, case_state: event.state, reopening: state.reopening === "ended" ? "no" : state.reopening };
}

export function apply_visitor_event(state: VisitorState, event: CoreEvent): VisitorState {
  const conversation = put_conversation_event(state.conversation, event);
  if (conversation !== undefined)
    return apply_beside({ ...state, conversation }, event, state.conversation.members.length);
  switch (event.event) {
    case "archive":
      return { ...state, archive: event.on ? "on" : "off", is_archive_full: false };
    case "kept_message":
      return { ...state, conversation: put_kept_message(state.conversation, event) };
    case "kept_appointment":
      return { ...state, conversation: put_kept_appointment(state.conversation, event) };
    case "unkept":
      return { ...state, conversation: drop_kept(state.conversation, event.id) };
    case "not_kept":
      return { ...state, is_archive_full: true };
    case "terms":
      return { ...state, terms: event };
    case "door":
      return { ...state, doors: put_door(state.doors, door_of_event(event)) };
    case "ready":
      return state.screen === "busy" && state.busy_with === "return" ? { ...state, screen: "room" } : state;
    case "working":
      return { ...state, work: { done: event.done, of: event.of } };
    case "opened":
      return { ...state, screen: "code", draft: "", work: null, case_state: "waiting" };
    case "unknown_code":
      return { ...state, screen: "come_back", return_fault: { is: "unknown" }, receipt: event.receipt };
    case "state":
      return apply_state(state, event);
    case "consent":
      return apply_consent(state, event);
    case "closed":
      return announce(
        { ...state, case_state: "closed", reopening: state.reopening === "ended" ? "ended" : "no" },
        "closed",
      );
    case "reopening":
      return { ...state, reopening: "asked" };
    case "last_sign_in":
      /* Of interest to one who came back, not after a connection that broke. */
      return state.busy_with === "return" ? { ...state, last_here_min: event.day * day_min + day_min / 2 } : state;
    case "stopped":
      return { ...state, screen: "stopped", stop_reason: event.why };
    case "error":
      return refused(state, event);
    case "superseded":
      return { ...state, screen: "superseded" };
    case "client_too_old":
      return { ...state, screen: "too_old" };
    default:
      return state;
  }
}
