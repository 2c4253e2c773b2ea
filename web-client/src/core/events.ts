/* What the core tells, parsed strictly from its JSON into types. Anything unknown throws: a page that does not understand
 * its own core must not guess. The list is the one at the end of protocol/client.h. */
import { Fields } from "../fields";

const roles = ["visitor", "counsellor", "supervisor", "mentor", "interpreter", "parent-coach"] as const;
const acts = ["offer", "accept", "decline", "move", "call_off", "missed"] as const;
const ways = ["chat", "phone", "meeting"] as const;
const case_states = ["waiting", "claimed", "closed"] as const;
/** As a visitor is told it. */
const told_states = [...case_states, "ended"] as const;
const bands = ["none", "next", "few", "many"] as const;
const card_states = [...case_states, "burnt", "handed_over", "escalated", "resting", "returned", "ended"] as const;
const escalations = ["", "asked", "unanswered", "gone"] as const;
const proposal_acts = ["takeover", "handover"] as const;
const leaver_became = ["found", "proposed", "moved", "ended", "declined", "not_done"] as const;
const leaver_steps = ["look", "move", "second", "decline"] as const;
const listed_acts = [
  "claim",
  "add",
  "takeover",
  "remove",
  "close",
  "reopen",
  "handover",
  "propose",
  "decline",
  "escalate",
  "rest",
  "settle",
  "end",
  "lift",
] as const;
export const figure_kinds = [
  "opened",
  "claimed_quarter",
  "claimed_hour",
  "claimed_4_hours",
  "claimed_day",
  "claimed_later",
  "returned",
  "closed",
] as const;
const proposal_ends = ["declined", "withdrawn", "too_old"] as const;
const presences = ["away", "on_duty", "paused"] as const;
const slot_states = ["offered", "accepted", "called_off", "held", "no_show"] as const;
const profiles = ["any", "woman", "man"] as const;
const safeties = ["not_said", "yes", "no"] as const;
const told_words = ["cannot_write", "only_reading", "here", "yes_to_member", "no_to_member", "blocked"] as const;
const told_about_member: readonly string[] = ["yes_to_member", "no_to_member", "blocked"];
const room_acts = [
  "claim",
  "add",
  "takeover",
  "remove",
  "close",
  "reopen",
  "handover",
  "escalate",
  "rest",
  "decline",
  "end",
  "lift",
] as const;
export const stop_reasons = ["server", "roster", "room", "equivocation", "rollback"] as const;

export type StopReason = (typeof stop_reasons)[number];
export type Act = (typeof acts)[number];
export type RoomAct = (typeof room_acts)[number];
export type CardState = (typeof card_states)[number];
/** Why a case is escalated; "": it is not. */
export type Escalation = (typeof escalations)[number];
export type ProposalAct = (typeof proposal_acts)[number];
export type ListedAct = (typeof listed_acts)[number];
export type LeaverStep = (typeof leaver_steps)[number];
export type LeaverBecame = (typeof leaver_became)[number];
export type FigureKind = (typeof figure_kinds)[number];
export type ProposalEnd = (typeof proposal_ends)[number];

const named = (fields: Fields) => ({ role: fields.word("role", roles), label: fields.text("label") });
const member = (fields: Fields) => ({ who: fields.text("who"), ...named(fields) });

const from = (fields: Fields) => ({
  case: fields.text("case"),
  id: fields.text("id"),
  from: fields.text("from"),
  ...named(fields),
  sent_min: fields.number("sent_min"),
});
const words_from = (fields: Fields) => ({ ...from(fields), text: fields.text("text") });

const appointed = (fields: Fields) => ({
  appointment: fields.text("appointment"),
  act: fields.word("act", acts),
  times: fields.list("times", (one) => ({
    id: one.text("id"),
    start_min: one.number("start_min"),
    length_min: one.number("length_min"),
  })),
  way: fields.word("way", ways),
  place: fields.text("place"),
});

/** A number, or the text "<5", which is all that there is to know: null. */
const figure = (fields: Fields, key: FigureKind): number | null => {
  try {
    return fields.number(key);
  } catch {
    fields.word(key, ["<5"]);
    return null;
  }
};

const with_id = (fields: Fields) => ({ case: fields.text("case"), id: fields.text("id") });
const only_case = (fields: Fields) => ({ case: fields.text("case") });
const nothing = () => ({});
/** The server's signed word that nothing is kept, or "". */
const with_receipt = (fields: Fields) => ({ receipt: fields.text("receipt") });

/** One reader an event; the type of all events is made from these tables. */
const shared_readers = {
  connected: nothing,
  ready: nothing,
  room: (fields: Fields) => ({
    case: fields.text("case"),
    epoch: fields.number("epoch"),
    members: fields.list("members", (one) => ({ ...member(one), me: one.flag("me") })),
  }),
  message: (fields: Fields) => ({ ...words_from(fields), offline: fields.flag("offline") }),
  appointment: (fields: Fields) => ({ ...from(fields), ...appointed(fields) }),
  gap: (fields: Fields) => ({
    case: fields.text("case"),
    from: fields.text("from"),
    label: fields.text("label"),
    missing: fields.number("missing"),
  }),
  accepted: with_id,
  /* Who has read it is left out where the core learns it from an answer that it had missed. */
  delivered: (fields: Fields) => ({ ...with_id(fields), by: fields.maybe("who", () => member(fields)) }),
  unreadable: with_id,
  expired: with_id,
  retracted: (fields: Fields) => ({ ...with_id(fields), from: fields.text("from") }),
  unsent: (fields: Fields) => ({ ...with_id(fields), why: fields.text("why") }),
  stopped: (fields: Fields) => ({ why: fields.word("why", stop_reasons) }),
  error: (fields: Fields) => ({ code: fields.text("code") }),
  superseded: nothing,
  shutdown: nothing,
  reconnect: nothing,
  client_too_old: nothing,
  door: (fields: Fields) => ({
    door: fields.number("door"),
    open: fields.flag("open"),
    changes_min: fields.number("changes_min"),
    answer_min: fields.number("answer_min"),
    phone: fields.text("phone"),
    hours: fields.text("hours"),
    names: fields.list("names", (name) => ({
      lang: name.text("lang"),
      name: name.text("name"),
      text: name.text("text"),
    })),
  }),
  doors: nothing,
  terms: (fields: Fields) => ({
    idle_days: fields.number("idle_days"),
    closed_days: fields.number("closed_days"),
    undelivered_days: fields.number("undelivered_days"),
    record_days: fields.number("record_days"),
  }),
  closed: only_case,
  reopened: only_case,
  /* Beside the case it says who, or how often; the page says only that it was. */
  downgrade: only_case,
} as const;

const visitor_readers = {
  ...shared_readers,
  unknown_code: with_receipt,
  working: (fields: Fields) => ({ done: fields.number("done"), of: fields.number("of") }),
  consent: (fields: Fields) => ({
    ...only_case(fields),
    ...member(fields),
    holder: fields.flag("holder"),
    heir: fields.flag("heir"),
  }),
  opened: only_case,
  state: (fields: Fields) => ({ state: fields.word("state", told_states), band: fields.word("band", bands) }),
  reopening: nothing,
  burnt: with_receipt,
  archive: (fields: Fields) => ({ on: fields.flag("on") }),
  kept_message: (fields: Fields) => ({ ...from(fields), text: fields.text("text") }),
  kept_appointment: (fields: Fields) => ({ ...from(fields), ...appointed(fields) }),
  archive_read: nothing,
  not_kept: (fields: Fields) => ({ id: fields.text("id") }),
  unkept: (fields: Fields) => ({ id: fields.text("id") }),
  last_sign_in: (fields: Fields) => ({ day: fields.number("day") }),
} as const;

/** Of no use on a visitor's page, and not in it. */
const staff_readers = {
  ...shared_readers,
  unlocked: (fields: Fields) => ({
    me: fields.text("me"),
    label: fields.text("label"),
    role: fields.word("role", roles),
    caps: fields.number("caps"),
  }),
  colleague: (fields: Fields) => ({
    ...member(fields),
    presence: fields.word("presence", presences),
  }),
  card: (fields: Fields) => ({
    case: fields.text("case"),
    door: fields.number("door"),
    state: fields.word("state", card_states),
    why: fields.word("why", escalations),
    since_min: fields.number("since_min"),
    epoch: fields.number("epoch"),
    holder: fields.text("holder"),
    label: fields.text("label"),
    mine: fields.flag("mine"),
  }),
  intake: (fields: Fields) => ({
    case: fields.text("case"),
    sent_min: fields.number("sent_min"),
    lang: fields.text("lang"),
    profile: fields.word("profile", profiles),
    safe_now: fields.word("safe_now", safeties),
    topic: fields.number("topic"),
    text: fields.text("text"),
  }),
  more: only_case,
  claimed: only_case,
  claim_lost: (fields: Fields) => ({
    case: fields.text("case"),
    holder: fields.text("holder"),
    label: fields.text("label"),
  }),
  added: only_case,
  case_burnt: only_case,
  shredded: only_case,
  /* Who did it is left out when we learn it from the room's whole history. */
  removed: (fields: Fields) => ({
    ...only_case(fields),
    by: fields.maybe("by", () => ({ who: fields.text("by"), ...named(fields) })),
  }),
  act_failed: (fields: Fields) => ({
    ...only_case(fields),
    act: fields.word("act", room_acts),
    why: fields.text("why"),
  }),
  proposal: (fields: Fields) => ({
    ...only_case(fields),
    act: fields.word("act", proposal_acts),
    who: fields.text("who"),
    label: fields.text("label"),
    by: fields.text("by"),
    by_label: fields.text("by_label"),
    mine: fields.flag("mine"),
    day: fields.number("day"),
  }),
  proposal_over: (fields: Fields) => ({ ...only_case(fields), why: fields.word("why", proposal_ends) }),
  taken_over: only_case,
  /* The case that was offered to us is ours to take over. */
  offer_accepted: only_case,
  visitor: (fields: Fields) => ({ ...only_case(fields), confirmed: fields.flag("confirmed") }),
  note: (fields: Fields) => ({ ...words_from(fields), offline: fields.flag("offline") }),
  briefing: words_from,
  told: (fields: Fields) => {
    const what = fields.word("what", told_words);
    const about = told_about_member.includes(what) ? { ...member(fields), me: fields.flag("me") } : null;
    return { ...only_case(fields), what, about, sent_min: fields.number("sent_min") };
  },
  back: (fields: Fields) => ({ case: fields.text("case"), sent_min: fields.number("sent_min") }),
  slot: (fields: Fields) => ({
    id: fields.text("id"),
    start_min: fields.number("start_min"),
    length_min: fields.number("length_min"),
    state: fields.word("state", slot_states),
    who: fields.text("who"),
    label: fields.text("label"),
    mine: fields.flag("mine"),
    case: fields.text("case"),
  }),
  slots: nothing,
  leaver_case: (fields: Fields) => ({
    ...only_case(fields),
    holds: fields.flag("holds"),
    became: fields.word("became", leaver_became),
    why: fields.text("why"),
  }),
  leaver: (fields: Fields) => ({
    who: fields.text("who"),
    step: fields.word("step", leaver_steps),
    done: fields.number("done"),
    left: fields.number("left"),
    why: fields.text("why"),
  }),
  count: (fields: Fields) => ({
    day: fields.number("day"),
    door: fields.number("door"),
    figures: figure_kinds.map((kind) => figure(fields, kind)),
  }),
  counts: nothing,
  audit: (fields: Fields) => ({
    number: fields.number("number"),
    day: fields.number("day"),
    act: fields.word("act", listed_acts),
    actor: fields.text("actor"),
    second: fields.text("second"),
    subject: fields.text("subject"),
    previous: fields.text("previous"),
    head: fields.text("head"),
  }),
  audit_read: (fields: Fields) => ({
    number: fields.number("number"),
    head: fields.text("head"),
    checked: fields.flag("checked"),
  }),
  slot_taken: (fields: Fields) => ({
    appointment: fields.text("appointment"),
    id: fields.text("id"),
    start_min: fields.number("start_min"),
  }),
  slot_refused: (fields: Fields) => ({
    case: fields.text("case"),
    appointment: fields.text("appointment"),
    id: fields.text("id"),
    start_min: fields.number("start_min"),
    state: fields.word("state", ["held", "no_show"] as const),
    why: fields.text("why"),
  }),
  offered_again: (fields: Fields) => ({ case: fields.text("case"), ...appointed(fields) }),
  called_off: (fields: Fields) => ({ case: fields.text("case"), ...appointed(fields) }),
} as const;

type Readers = typeof visitor_readers & typeof staff_readers;
export type EventName = keyof Readers;
export type EventOf<N extends EventName> = { event: N } & ReturnType<Readers[N]>;
export type CoreEvent = { [N in EventName]: EventOf<N> }[EventName];

function parse(readers: Readonly<Record<string, (fields: Fields) => object>>, json: string): CoreEvent {
  const fields = new Fields("event", JSON.parse(json));
  const name = fields.word("event", Object.keys(readers));
  return { event: name, ...readers[name]?.(fields) } as CoreEvent;
}

export const parse_visitor_event = (json: string): CoreEvent => parse(visitor_readers, json);
export const parse_staff_event = (json: string): CoreEvent => parse(staff_readers, json);
