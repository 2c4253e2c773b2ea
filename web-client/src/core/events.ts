/* What the core tells, parsed strictly from its JSON into types. Anything unknown throws: a page that does not understand
 * its own core must not guess. The list is the one at the end of protocol/client.h. */
import { Fields } from "../fields";

const roles = ["visitor", "counsellor", "supervisor", "mentor", "interpreter"] as const;
const acts = ["offer", "accept", "decline", "move", "call_off"] as const;
const ways = ["chat", "phone", "meeting"] as const;
const case_states = ["waiting", "claimed", "closed"] as const;
const bands = ["none", "next", "few", "many"] as const;
const card_states = [...case_states, "burnt"] as const;
const presences = ["away", "on_duty", "paused"] as const;
const slot_states = ["offered", "accepted", "called_off", "held", "no_show"] as const;
const profiles = ["any", "woman", "man"] as const;
const safeties = ["not_said", "yes", "no"] as const;
const told_words = ["cannot_write", "only_reading", "here"] as const;
export const stop_reasons = ["server", "roster", "room", "equivocation", "rollback"] as const;

export type StopReason = (typeof stop_reasons)[number];
export type Act = (typeof acts)[number];

const from = (fields: Fields) => ({
  case: fields.text("case"),
  id: fields.text("id"),
  from: fields.text("from"),
  role: fields.word("role", roles),
  label: fields.text("label"),
  sent_min: fields.number("sent_min"),
});

const appointed = (fields: Fields) => ({
  appointment: fields.text("appointment"),
  act: fields.word("act", acts),
  start_min: fields.number("start_min"),
  length_min: fields.number("length_min"),
  way: fields.word("way", ways),
  place: fields.text("place"),
});

const with_id = (fields: Fields) => ({ case: fields.text("case"), id: fields.text("id") });
const nothing = () => ({});

/** One reader an event; the type of all events is made from this table. */
const readers = {
  connected: nothing,
  ready: nothing,
  room: (fields: Fields) => ({
    case: fields.text("case"),
    epoch: fields.number("epoch"),
    members: fields.list("members", (member) => ({
      who: member.text("who"),
      role: member.word("role", roles),
      label: member.text("label"),
      me: member.flag("me"),
    })),
  }),
  message: (fields: Fields) => ({ ...from(fields), text: fields.text("text"), offline: fields.flag("offline") }),
  appointment: (fields: Fields) => ({ ...from(fields), ...appointed(fields) }),
  gap: (fields: Fields) => ({
    case: fields.text("case"),
    from: fields.text("from"),
    label: fields.text("label"),
    missing: fields.number("missing"),
  }),
  accepted: with_id,
  delivered: with_id,
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
    undelivered_days: fields.number("undelivered_days"),
  }),
  unknown_code: nothing,
  opened: (fields: Fields) => ({ case: fields.text("case") }),
  state: (fields: Fields) => ({ state: fields.word("state", case_states), band: fields.word("band", bands) }),
  burnt: nothing,
  archive: (fields: Fields) => ({ on: fields.flag("on") }),
  kept_message: (fields: Fields) => ({ ...from(fields), text: fields.text("text") }),
  kept_appointment: (fields: Fields) => ({ ...from(fields), ...appointed(fields) }),
  archive_read: nothing,
  not_kept: (fields: Fields) => ({ id: fields.text("id") }),
  unkept: (fields: Fields) => ({ id: fields.text("id") }),
  last_sign_in: (fields: Fields) => ({ day: fields.number("day") }),
  unlocked: (fields: Fields) => ({
    me: fields.text("me"),
    label: fields.text("label"),
    role: fields.word("role", roles),
    caps: fields.number("caps"),
  }),
  colleague: (fields: Fields) => ({
    who: fields.text("who"),
    label: fields.text("label"),
    role: fields.word("role", roles),
    presence: fields.word("presence", presences),
  }),
  card: (fields: Fields) => ({
    case: fields.text("case"),
    door: fields.number("door"),
    state: fields.word("state", card_states),
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
  claimed: (fields: Fields) => ({ case: fields.text("case") }),
  claim_lost: (fields: Fields) => ({
    case: fields.text("case"),
    holder: fields.text("holder"),
    label: fields.text("label"),
  }),
  closed: (fields: Fields) => ({ case: fields.text("case") }),
  case_burnt: (fields: Fields) => ({ case: fields.text("case") }),
  told: (fields: Fields) => ({
    case: fields.text("case"),
    what: fields.word("what", told_words),
    sent_min: fields.number("sent_min"),
  }),
  back: (fields: Fields) => ({ case: fields.text("case"), sent_min: fields.number("sent_min") }),
  slot: (fields: Fields) => ({
    id: fields.text("id"),
    start_min: fields.number("start_min"),
    length_min: fields.number("length_min"),
    state: fields.word("state", slot_states),
    who: fields.text("who"),
    label: fields.text("label"),
    case: fields.text("case"),
  }),
  slots: nothing,
  slot_taken: (fields: Fields) => ({ id: fields.text("id") }),
} as const;

export type EventName = keyof typeof readers;
export type EventOf<N extends EventName> = { event: N } & ReturnType<(typeof readers)[N]>;
export type CoreEvent = { [N in EventName]: EventOf<N> }[EventName];

export function parse_event(json: string): CoreEvent {
  const fields = new Fields("event", JSON.parse(json));
  const name = fields.word("event", Object.keys(readers) as EventName[]);
  return { event: name, ...readers[name](fields) } as CoreEvent;
}
