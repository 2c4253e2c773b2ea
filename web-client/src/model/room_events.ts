/* What happens to a room with several members, as a console shows it: who comes and goes, what the visitor answered, notes, take-overs.
 * Pure, and replayed from the journal like everything in staff_events, which calls this. */
import type { CoreEvent, EventOf } from "../core/events";
import { type Conversation, empty_conversation, type Writer } from "./conversation";
import { mark_note, put_note } from "./notes";
import {
  announce,
  type FailedAct,
  is_own,
  type MemberAnswer,
  put_case,
  put_own_case,
  room_of,
  type StaffCase,
  type StaffState,
} from "./staff_state";

const member_answers = { yes_to_member: "yes", no_to_member: "no", blocked: "blocked" } as const;
const writer_of = (event: { label: string; role: Writer["role"] }): Writer => ({
  name: event.label,
  role: event.role,
  is_self: false,
});
export const self_id = (state: StaffState) => state.colleagues.find((colleague) => colleague.is_self)?.id ?? "";

/** Of who is in the room now: the answers that stand, and the question for whoever came while we were in it. */
export function answers_after(held: StaffCase, after: Conversation): StaffCase["answers"] {
  const before = held.conversation.members;
  const entries = after.members.flatMap(({ id, role }): [string, MemberAnswer][] => {
    const known = held.answers[id];
    const is_new = before.length > 0 && !before.some((other) => other.id === id) && role !== "visitor";
    return known !== undefined ? [[id, known]] : is_new ? [[id, "asked"]] : [];
  });
  return Object.fromEntries(entries);
}

/** We are in a case: anew, or again after we were out of it. */
export const entered = (held: StaffCase): StaffCase => ({ ...held, removed: null, is_closed: false });

function apply_added(state: StaffState, case_id: string): StaffState {
  const next = put_own_case(state, case_id, (held) => ({
    ...entered(held),
    is_new: true,
    answers: { ...held.answers, [self_id(state)]: "asked" },
  }));
  return announce(next, "added");
}

/** Nothing of it can be read from now on; nothing of it stays on the screen. */
function apply_removed(state: StaffState, event: EventOf<"removed">): StaffState {
  if (!is_own(state, event.case)) return state;
  const by = event.by ?? null;
  const removed = {
    name: by?.label ?? "",
    role: by?.role ?? null,
    is_by_self: by !== null && by.who === self_id(state),
  };
  return put_case(state, event.case, (held) => ({
    ...held,
    removed,
    conversation: empty_conversation,
    notes: [],
    answers: {},
    unread: 0,
    unread_notes: 0,
    is_confirmed: null,
  }));
}

function apply_note(state: StaffState, event: EventOf<"note"> | EventOf<"briefing">): StaffState {
  const { id, text, sent_min } = event;
  const alone = event.event === "briefing" ? "" : null;
  const note = { id, by: writer_of(event), text, sent_min, mark: "read", alone, read_by: "" } as const;
  const next = put_case(state, event.case, (held) => {
    const is_read = event.case === state.open_case && state.part === "notes";
    return {
      ...held,
      notes: put_note(held.notes, note),
      unread_notes: is_read ? 0 : held.unread_notes + 1,
    };
  });
  return announce(next, "note");
}

function apply_proposal(state: StaffState, event: EventOf<"proposal">): StaffState {
  const { case: case_id, act, who, label: name, by, by_label: by_name, mine: is_own_proposal } = event;
  const others = state.proposals.filter((other) => other.case_id !== case_id);
  const epoch = room_of(state, case_id)?.epoch ?? 0;
  const proposal = { case_id, act, epoch, who, name, by, by_name, is_own: is_own_proposal, is_signing: false };
  const next = { ...state, proposals: [...others, proposal] };
  if (is_own_proposal) return next;
  return announce(next, act === "handover" ? "offered" : "proposal");
}

/** Our own offer: the server tells it to the colleague at once, to us only when we sign in the next time. */
export function put_own_offer(state: StaffState, case_id: string, who: string): StaffState {
  const name_of = (id: string) => state.colleagues.find((colleague) => colleague.id === id)?.name ?? "";
  const epoch = room_of(state, case_id)?.epoch ?? 0;
  const by = self_id(state);
  const by_name = name_of(by);
  const act = "handover";
  const offer = { case_id, act, epoch, who, name: name_of(who), by, by_name, is_own: true, is_signing: false } as const;
  return { ...state, proposals: [...drop_proposal(state, case_id).proposals, offer] };
}

export const drop_proposal = (state: StaffState, case_id: string): StaffState => ({
  ...state,
  proposals: state.proposals.filter((one) => one.case_id !== case_id),
});

export const sign_proposal = (state: StaffState, case_id: string, is_signing: boolean): StaffState => ({
  ...state,
  proposals: state.proposals.map((one) => (one.case_id === case_id ? { ...one, is_signing } : one)),
});

/** After these a proposal is not refused: the core keeps it, or is told it again at the next login, and it can be signed again. */
const kept_after = ["rate", "unavailable", "disconnected"];

/** What we have signed and the server has refused is not in the core any more; nor is our own offer that it did not take. */
function apply_act_failed(state: StaffState, event: EventOf<"act_failed">): StaffState {
  const { case: case_id, act, why } = event;
  const failed = { case_id, act: failed_act(state, event), why };
  const queue = state.queue.map((card) => (card.case_id === case_id ? { ...card, is_taking: false } : card));
  const next = { ...state, queue, failed };
  const known = state.proposals.find((one) => one.case_id === case_id && one.act === act);
  if (known === undefined) return next;
  const is_void = known.is_own ? act === "handover" : known.is_signing && !kept_after.includes(why);
  return is_void ? drop_proposal(next, case_id) : sign_proposal(next, case_id, false);
}

/** The core drops what the server refuses, and says it once, with the case. */
function apply_leaver_case(state: StaffState, event: EventOf<"leaver_case">): StaffState {
  const is_kept = [...kept_after, "full"].includes(event.why);
  const is_refused = state.board.leaving?.step === "second" && event.became === "not_done" && !is_kept;
  return is_refused ? drop_proposal(state, event.case) : state;
}

/** The core calls setting a case to "claimed" a claim; a claim from the queue has its card there. */
function failed_act(state: StaffState, event: EventOf<"act_failed">): FailedAct {
  const { act } = event;
  if (act === "escalate" || act === "rest" || act === "end" || act === "lift") return "state";
  return act === "claim" && !state.queue.some((card) => card.case_id === event.case) ? "state" : act;
}

/** The cases that are open or closed, as the server tells them; those that wait stand in the queue. */
export function put_room_card(state: StaffState, event: EventOf<"card">): StaffState {
  const { case: case_id, door, state: stands, why, since_min, epoch, holder, label: holder_name } = event;
  const others = state.rooms.filter((room) => room.case_id !== case_id);
  const proposals = state.proposals.filter(
    (one) => one.case_id !== case_id || (one.epoch === epoch && stands !== "burnt"),
  );
  if (stands === "waiting" || stands === "burnt") return { ...state, rooms: others, proposals };
  const room = { case_id, door, since_min, epoch, holder, holder_name, state: stands, why };
  return { ...state, rooms: [...others, room], proposals };
}

/** How far a note has come. */
export function mark_notes(held: StaffCase, event: CoreEvent): StaffCase {
  switch (event.event) {
    case "accepted":
      return { ...held, notes: mark_note(held.notes, event.id, "sent") };
    case "delivered":
      return { ...held, notes: mark_note(held.notes, event.id, "read", event.by?.label ?? "") };
    case "unsent":
      return { ...held, notes: mark_note(held.notes, event.id, "unsent") };
    default:
      return held;
  }
}

/** What the visitor answered about a member. */
export function apply_answer(held: StaffCase, event: EventOf<"told">): StaffCase {
  const { what } = event;
  if (what === "cannot_write" || what === "only_reading" || what === "here") return held;
  const who = event.about?.who ?? "";
  return { ...held, answers: { ...held.answers, [who]: member_answers[what] } };
}

export function apply_room_event(state: StaffState, event: CoreEvent): StaffState {
  switch (event.event) {
    case "added":
      return apply_added(state, event.case);
    case "removed":
      return apply_removed(state, event);
    case "reopened":
      return put_case(state, event.case, (held) => ({ ...held, is_closed: false }));
    case "visitor":
      return put_case(state, event.case, (held) => ({ ...held, is_confirmed: event.confirmed }));
    case "note":
    case "briefing":
      return apply_note(state, event);
    case "proposal":
      return apply_proposal(state, event);
    case "taken_over":
    case "offer_accepted":
      return drop_proposal(state, event.case);
    case "proposal_over":
      return { ...drop_proposal(state, event.case), ended: { case_id: event.case, why: event.why } };
    case "act_failed":
      return apply_act_failed(state, event);
    case "leaver_case":
      return apply_leaver_case(state, event);
    /* Each login begins with it; the proposals that still stand are told again after it. */
    case "connected":
      return { ...state, proposals: [] };
    default:
      return state;
  }
}
