/* What an event of the core, or an own act, changes in what a console shows. Pure. The device's journal is replayed through the same
 * function at the next unlock, so nothing that is shown needs a second form on disk. */
import type { AppointmentTime } from "../core/core";
import type { Act, CoreEvent, EventOf } from "../core/events";
import { apply_board_event } from "./board_events";
import {
  type AppointmentEntry,
  type AppointmentKind,
  appointment_after,
  appointment_entry_of,
  appointment_of,
  type Conversation,
  move_entry,
  put_entry,
  undo_appointment,
  type Writer,
} from "./conversation";
import { put_note } from "./notes";
import { answers_after, apply_answer, apply_room_event, entered, mark_notes, put_room_card } from "./room_events";
import {
  announce,
  type CardWishes,
  drop_case,
  forget_case,
  is_over,
  is_own,
  put_case,
  put_own_case,
  type QueueCard,
  type Slot,
  type StaffCase,
  type StaffState,
} from "./staff_state";
import { door_of_event, first_message_id, put_conversation_event, put_door } from "./visitor_events";

/** What this device did itself; kept in the journal beside the events. */
export type OwnEvent =
  | { event: "own_message"; case: string; id: string; text: string; sent_min: number }
  | {
      event: "own_appointment";
      case: string;
      appointment: string;
      act: Act;
      times: readonly AppointmentTime[];
      way: AppointmentKind;
      place: string;
      sent_min: number;
    }
  /** `alone`: the colleague to whom alone it was said; null: to all the staff of the case. */
  | { event: "own_note"; case: string; id: string; text: string; alone: string | null; sent_min: number };
export type StaffEvent = CoreEvent | OwnEvent;

/** What the core offered again or called off by itself is an act of this device too, and gets the time at which it happened. */
export function with_time(event: StaffEvent, now_min: number): StaffEvent {
  const is_own = event.event === "offered_again" || event.event === "called_off";
  return is_own ? { ...event, event: "own_appointment", sent_min: now_min } : event;
}

const visitor: Writer = { name: "", role: "visitor", is_self: false };
const self_writer: Writer = { name: "", role: "counsellor", is_self: true };

function put_own_note(held: StaffCase, event: OwnEvent & { event: "own_note" }): StaffCase {
  const { id, text, alone, sent_min } = event;
  const note = { id, by: self_writer, text, sent_min, mark: "sending", alone, read_by: "" } as const;
  return { ...held, notes: put_note(held.notes, note) };
}

/** An entry as it was before its last change remembers nothing of the changes before that. */
function without_before({ before: _, ...plain }: AppointmentEntry): AppointmentEntry {
  return plain;
}

function put_own(conversation: Conversation, event: Exclude<OwnEvent, { event: "own_note" }>): Conversation {
  if (event.event === "own_message") {
    const { id, text, sent_min } = event;
    return put_entry(conversation, { is: "message", id, by: self_writer, text, sent_min, mark: "sending" });
  }
  const { appointment: id, act, times, way: kind, place, sent_min } = event;
  const known = appointment_entry_of(conversation, id);
  const appointment = appointment_after(known?.appointment, { act, by_visitor: false, id, kind, times, place });
  const before = known === undefined ? null : without_before(known);
  return move_entry(conversation, { is: "appointment", id, by: self_writer, sent_min, appointment, before });
}

/** The calendar had no room: what was shown in advance is taken back, and said in the case it was said for. */
function apply_slot_taken(state: StaffState, event: EventOf<"slot_taken">): StaffState {
  const undone = (held: StaffCase) => undo_appointment(held.conversation, event.appointment);
  const cases = state.cases.map((held) => ({ ...held, conversation: undone(held) }));
  const held = state.cases.find((one) => appointment_of(one.conversation, event.appointment) !== undefined);
  return { ...state, cases, taken: held === undefined ? null : { case_id: held.case_id, start_min: event.start_min } };
}

/** By how much this device's clock may be wrong: what began longer ago was refused for another reason. */
const clock_doubt_min = 24 * 60;

/** Nobody was told that it was held or missed, and it stands as it stood: by the server's clock it has not begun, mostly. */
function apply_slot_refused(state: StaffState, event: EventOf<"slot_refused">, now_min: number): StaffState {
  const is_clock = event.why === "not_allowed" && now_min - event.start_min < clock_doubt_min;
  const why = is_clock ? "too_early" : event.why;
  const undone = (held: StaffCase) => undo_appointment(held.conversation, event.appointment);
  const cases = state.cases.map((held) => ({ ...held, conversation: undone(held) }));
  return { ...state, cases, failed: { case_id: event.case, act: "appointment", why } };
}

function wishes_of(event: EventOf<"intake">): CardWishes {
  return {
    language: event.lang,
    counsellor: event.profile,
    safe: event.safe_now === "not_said" ? "unsaid" : event.safe_now,
    topic: event.topic,
  };
}

const new_card = (case_id: string, door: number, since_min: number): QueueCard => ({
  case_id,
  door,
  since_min,
  is_returning: false,
  wishes: null,
  is_taking: false,
  lost: null,
  first: null,
  has_more: false,
});

function put_card(state: StaffState, card: QueueCard): StaffState {
  const is_known = state.queue.some((other) => other.case_id === card.case_id);
  const queue = is_known
    ? state.queue.map((other) => (other.case_id === card.case_id ? card : other))
    : [...state.queue, card];
  return { ...state, queue };
}

const card_of = (state: StaffState, case_id: string) => state.queue.find((card) => card.case_id === case_id);
const drop_card = (state: StaffState, case_id: string): StaffState => ({
  ...state,
  queue: state.queue.filter((card) => card.case_id !== case_id),
});

/** A card of the server. A case that a colleague takes stays in sight for a little, with the name of who has it. */
function apply_card(before: StaffState, event: EventOf<"card">, now_min: number): StaffState {
  const state = put_room_card(before, event);
  const known = card_of(state, event.case);
  if (event.state === "burnt")
    return drop_card(forget_case(state, event.case), event.case); /* `case_burnt` says the rest */
  if (event.mine) {
    const is_closed = is_over(event.state);
    return put_own_case(drop_card(state, event.case), event.case, (held) => ({ ...held, is_closed }));
  }
  if (event.state === "waiting") {
    const card = known ?? new_card(event.case, event.door, event.since_min);
    const { door, since_min } = event;
    const next = put_card(state, { ...card, door, since_min, is_returning: event.epoch > 0, lost: null });
    return known === undefined ? announce(next, "card") : next;
  }
  const forgotten = forget_case(state, event.case);
  if (known === undefined || event.label === "") return drop_card(forgotten, event.case);
  return apply_lost(forgotten, known, event.label, now_min);
}

function apply_lost(state: StaffState, card: QueueCard, holder: string, now_min: number): StaffState {
  const lost = { holder, told_min: card.lost?.told_min ?? now_min };
  return put_card(state, { ...card, wishes: null, first: null, has_more: false, is_taking: false, lost });
}

/** The claimed case begins with what the visitor wrote first. */
function apply_claimed(state: StaffState, case_id: string): StaffState {
  const first = card_of(state, case_id)?.first ?? null;
  const next = put_own_case(drop_card(state, case_id), case_id, (held) => {
    const is_there = held.conversation.entries.some((entry) => entry.is === "message" && entry.id === first_message_id);
    if (first === null || is_there) return entered(held);
    const entry = { is: "message", id: first_message_id, by: visitor, mark: "read", ...first } as const;
    return { ...entered(held), conversation: { ...held.conversation, entries: [entry, ...held.conversation.entries] } };
  });
  return { ...next, open_case: case_id, opened: next.opened + 1, part: "talk" };
}

function apply_slot(state: StaffState, event: EventOf<"slot">): StaffState {
  const slot: Slot = {
    id: event.id,
    start_min: event.start_min,
    length_min: event.length_min,
    who: event.label,
    is_self: event.mine,
    state: event.state,
  };
  return { ...state, slots: [...state.slots.filter((other) => other.id !== slot.id), slot] };
}

function apply_colleague(state: StaffState, event: EventOf<"colleague">): StaffState {
  const known = state.colleagues.find((other) => other.id === event.who);
  const { who: id, label: name, role, presence } = event;
  const colleague = { id, name, role, presence, is_self: known?.is_self ?? false };
  return { ...state, colleagues: [...state.colleagues.filter((other) => other.id !== id), colleague] };
}

function apply_told(held: StaffCase, event: EventOf<"told">): StaffCase {
  const live = apply_answer({ ...held, live_min: event.sent_min }, event);
  if (event.what !== "cannot_write" && event.what !== "only_reading") return live;
  const id = `${event.sent_min}-${event.what}`;
  const entry = { is: "told", id, what: event.what, by: visitor, sent_min: event.sent_min } as const;
  return { ...live, conversation: put_entry(held.conversation, entry) };
}

/** News of a case that waits is kept for whoever takes it, and announced to nobody. */
function apply_news(state: StaffState, event: EventOf<"message"> | EventOf<"appointment">): StaffState {
  const next = put_case(state, event.case, (held) => {
    const conversation = put_conversation_event(held.conversation, event) ?? held.conversation;
    const unread = event.case === state.open_case && state.part === "talk" ? 0 : held.unread + 1;
    return { ...held, conversation, unread, live_min: Math.max(held.live_min, event.sent_min) };
  });
  return is_own(next, event.case) ? announce(next, "message") : next;
}

/** What changes only the conversation of one case. */
function apply_quietly(state: StaffState, event: CoreEvent & { case: string }): StaffState {
  return put_case(state, event.case, (held) => {
    const conversation = put_conversation_event(held.conversation, event) ?? held.conversation;
    const answers = event.event === "room" ? answers_after(held, conversation) : held.answers;
    return mark_notes({ ...held, conversation, answers }, event);
  });
}

export function apply_staff_event(state: StaffState, event: StaffEvent, now_min: number): StaffState {
  switch (event.event) {
    case "own_note":
      return put_own_case(state, event.case, (held) => put_own_note(held, event));
    case "own_message":
    case "own_appointment":
      return put_own_case(state, event.case, (held) => ({ ...held, conversation: put_own(held.conversation, event) }));
    case "message":
    case "appointment":
      return apply_news(state, event);
    case "room":
    case "downgrade":
    case "gap":
    case "unreadable":
    case "expired":
    case "retracted":
    case "delivered":
    case "unsent":
    case "accepted":
      return apply_quietly(state, event);
    case "door":
      return { ...state, doors: put_door(state.doors, door_of_event(event)) };
    case "unlocked": {
      const self = { id: event.me, name: event.label, role: event.role, presence: "away", is_self: true } as const;
      return { ...state, caps: event.caps, colleagues: [self] };
    }
    case "colleague":
      return apply_colleague(state, event);
    case "card":
      return apply_card(state, event, now_min);
    case "intake": {
      const card = card_of(state, event.case) ?? new_card(event.case, 0, event.sent_min);
      const first = { text: event.text, sent_min: event.sent_min };
      return put_card(state, { ...card, wishes: wishes_of(event), first });
    }
    case "more": {
      const card = card_of(state, event.case);
      return card === undefined ? state : put_card(state, { ...card, has_more: true });
    }
    case "claimed":
      return apply_claimed(state, event.case);
    case "claim_lost": {
      const card = card_of(state, event.case);
      return card === undefined ? state : apply_lost(state, card, event.label, now_min);
    }
    case "closed":
      return put_case(state, event.case, (held) => ({ ...held, is_closed: true }));
    case "shredded":
      return drop_case(state, event.case);
    case "case_burnt":
      return put_case(drop_card(state, event.case), event.case, (held) => ({
        ...held,
        is_closed: true,
        is_burnt: true,
      }));
    case "told":
      return put_case(state, event.case, (held) => apply_told(held, event));
    case "back":
      return put_case(state, event.case, (held) => ({ ...held, live_min: event.sent_min }));
    case "slot":
      return apply_slot(state, event);
    case "slot_taken":
      return apply_slot_taken(state, event);
    case "slot_refused":
      return apply_slot_refused(state, event, now_min);
    case "stopped":
      return { ...state, screen: "stopped", stop_reason: event.why };
    case "superseded":
      return { ...state, screen: "superseded" };
    case "client_too_old":
      return { ...state, screen: "no_core" };
    case "reopened":
      return apply_room_event(apply_quietly(state, event), event);
    default:
      return apply_board_event(apply_room_event(state, event), event);
  }
}

/** What time alone changes: the clock of the page, and cards of cases that others took two minutes ago. */
export function apply_time(state: StaffState, now_min: number): StaffState {
  if (now_min === state.now_min) return state;
  return {
    ...state,
    now_min,
    queue: state.queue.filter((card) => card.lost === null || now_min - card.lost.told_min < 2),
  };
}
