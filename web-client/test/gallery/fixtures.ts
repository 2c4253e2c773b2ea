/* Invented states for looking at every screen. */
import type { Conversation, Entry, Member, Writer } from "../../src/model/conversation";
import type { Door } from "../../src/model/doors";
import { first_staff_state, type StaffState } from "../../src/model/staff_state";
import { first_state, type VisitorState } from "../../src/model/visitor_state";
import type { Language } from "../../src/text/languages";

const now_min = 29_860_000;

const programme = {
  deployment_id: "0".repeat(64),
  hotline: { number: "41 74 90 90", hours: "8-22" },
  exit_url: "https://www.dmi.dk/",
  relay: "/ws",
};

const doors: readonly Door[] = [
  {
    id: 1,
    is_open: true,
    changes_min: now_min + 300,
    answer_min: 120,
    phone: "41 74 90 90",
    hours: "8-22",
    texts: new Map([
      ["da", { name: "Jeg vil ud", text: "Til dig, der selv vil videre." }],
      ["en", { name: "I want out", text: "For you who want to move on." }],
      ["ar", { name: "أريد الخروج", text: "لك أنت إذا أردت أن تبدأ من جديد." }],
    ]),
  },
  {
    id: 2,
    is_open: false,
    changes_min: now_min + 900,
    answer_min: 1440,
    phone: "",
    hours: "10-16",
    texts: new Map([
      ["da", { name: "Jeg er bekymret for en", text: "Til familie, venner og andre, der er tæt på." }],
      ["en", { name: "I worry about somebody", text: "For family, friends and others who are close." }],
      ["ar", { name: "أقلق على شخص", text: "للعائلة والأصدقاء والمقربين." }],
    ]),
  },
];

const colleague: Writer = { name: "K 1", role: "counsellor", is_self: false };
const own: Writer = { name: "", role: "visitor", is_self: true };
const members: readonly Member[] = [
  { id: "v", name: "", role: "visitor", is_self: true },
  { id: "c", name: "K 1", role: "counsellor", is_self: false },
  { id: "s", name: "S 1", role: "supervisor", is_self: false },
];

const member_of_staff = { role: "counsellor", is_self: false } as const;

const words: Record<"da" | "ar", readonly [string, string]> = {
  da: [
    "Hej. Jeg ved ikke helt, hvor jeg skal begynde.\nDet hele fylder meget.",
    "Tak, fordi du skriver. Vi tager det i dit tempo. Ring til mig på 12 34 56 78, hvis det er lettere.",
  ],
  ar: [
    "مرحبا. لا أعرف من أين أبدأ.\nكل شيء ثقيل علي.",
    "شكرًا لأنك كتبت. نمضي بالسرعة التي تناسبك. Du kan også skrive på dansk.",
  ],
};

function entries_in(language: Language): readonly Entry[] {
  const [first, second] = words[language === "ar" ? "ar" : "da"];
  const appointment = {
    id: "a",
    kind: "phone",
    times: [0, 1, 2].map((day) => ({ id: String(day), start_min: now_min + (day + 2) * 1440, length_min: 45 })),
    chosen: "",
    place: "12 34 56 78",
    asked: "",
  } as const;
  return [
    { is: "message", id: "1", by: own, text: first, sent_min: now_min - 90, mark: "read" },
    { is: "joined", id: "0-0", name: "K 1", role: "counsellor" },
    { is: "message", id: "2", by: colleague, text: second, sent_min: now_min - 60, mark: "sent" },
    { is: "gap", id: "g", name: "K 1", count: 2 },
    { is: "unreadable", id: "u" },
    { is: "appointment", id: "a", by: colleague, sent_min: now_min, appointment: { ...appointment, state: "offered" } },
    {
      is: "appointment",
      id: "b",
      by: own,
      sent_min: now_min,
      appointment: { ...appointment, id: "b", kind: "meeting", chosen: "1", state: "accepted" },
    },
    { is: "told", id: "t", what: "only_reading", by: own, sent_min: now_min },
    { is: "message", id: "3", by: own, text: "12.", sent_min: now_min, mark: "sending" },
    { is: "message", id: "4", by: own, text: "OK", sent_min: now_min, mark: "unsent" },
  ];
}

export function conversation_in(language: Language): Conversation {
  return { members, entries: entries_in(language) };
}

const terms = { idle_days: 365, closed_days: 90, undelivered_days: 30, record_days: 7 };

export function visitor_fixtures(language: Language): Record<string, VisitorState> {
  const plain: VisitorState = { ...first_state(language, programme), network: "on", doors, door: 1, terms };
  const room: VisitorState = {
    ...plain,
    screen: "room",
    case_state: "claimed",
    conversation: conversation_in(language),
  };
  const three: readonly Member[] = [...members, { id: "m", name: "M 1", role: "mentor", is_self: false }];
  const with_question = (is_holder: boolean): Conversation => ({
    members: three,
    entries: [
      ...entries_in(language).slice(0, 3),
      { is: "joined", id: "4-0", name: "M 1", role: "mentor" },
      { is: "question", id: "m", name: "M 1", role: "mentor", is_holder },
      { is: "reopened", id: "r" },
      { is: "downgrade", id: "" },
    ],
  });
  const waiting: Conversation = { members: members.slice(0, 1), entries: entries_in(language).slice(0, 1) };
  return {
    first: plain,
    first_quiet: { ...plain, is_quiet: true },
    doors: { ...plain, screen: "doors" },
    doors_empty: { ...plain, screen: "doors", doors: [], network: "off" },
    limits: { ...plain, screen: "limits" },
    wishes: { ...plain, screen: "wishes", wishes: { ...plain.wishes, safe: "no" } },
    write: { ...plain, screen: "write" },
    write_refused: { ...plain, screen: "write", draft: words.da[0], refusal: "busy" },
    busy: { ...plain, screen: "busy", is_slow: true, is_quiet: true },
    busy_work: { ...plain, screen: "busy", busy_with: "open", network: "on", work: { done: 3, of: 8 }, is_slow: true },
    code: { ...plain, screen: "code" },
    code_hidden: { ...plain, screen: "code", is_code_shown: false, code_wrong_count: 1 },
    code_words_da: { ...plain, screen: "code", code_form: "da" },
    code_words_en: { ...plain, screen: "code", code_form: "en", code_wrong_count: 1 },
    come_back: { ...plain, screen: "come_back" },
    come_back_mistyped: { ...plain, screen: "come_back", return_fault: { is: "mistyped" } },
    come_back_words: { ...plain, screen: "come_back", return_fault: { is: "words" } },
    come_back_unknown: { ...plain, screen: "come_back", return_fault: { is: "unknown" } },
    waiting: { ...plain, screen: "room", band: "few", conversation: waiting },
    waiting_closed: { ...plain, screen: "room", door: 2, network: "connecting", conversation: waiting },
    room,
    room_returned: { ...room, last_here_min: now_min - 30_000 },
    room_hidden: { ...room, hidden_seconds: 14, shift_left: 2 },
    room_closed: { ...room, case_state: "closed" },
    room_reopening: { ...room, case_state: "closed", reopening: "asked" },
    room_reopening_lost: { ...room, case_state: "closed", reopening: "lost" },
    room_ended: { ...room, case_state: "closed", reopening: "ended" },
    room_heir_open: { ...room, conversation: with_question(false), answers: { m: "no" }, heir: "m" },
    room_asked: { ...room, conversation: with_question(false), answers: { m: "asked" } },
    room_answered_open: {
      ...room,
      conversation: with_question(true),
      answers: { m: "no", s: "yes" },
      answer_lost: "s",
    },
    room_asked_back_open: { ...room, busy_with: "return", conversation: { members: three, entries: [] } },
    too_old: { ...plain, screen: "too_old" },
    superseded: { ...plain, screen: "superseded" },
    unreachable: { ...plain, screen: "unreachable" },
    stopped: { ...plain, screen: "stopped", stop_reason: "roster" },
    no_core: { ...plain, screen: "no_core" },
    wiped: { ...plain, screen: "wiped" },
    burning: { ...plain, screen: "busy", busy_with: "burn" },
    room_kept: { ...room, archive: "on", is_archive_full: true },
    burnt: { ...plain, screen: "burnt" },
    burnt_with_receipt: { ...plain, screen: "burnt", receipt: `1.${"0a00140102".repeat(24)}` },
    unknown_code: {
      ...plain,
      screen: "come_back",
      return_fault: { is: "unknown" },
      receipt: `1.${"0a00140102".repeat(24)}`,
    },
  };
}

export function staff_fixtures(language: Language): Record<string, StaffState> {
  const plain: StaffState = { ...first_staff_state(language, programme, now_min), network: "on", doors };
  const wishes = { language: "ar", counsellor: "woman", safe: "no", topic: 1 } as const;
  const visitor: Writer = { name: "", role: "visitor", is_self: false };
  const self: Writer = { name: "K 1", role: "counsellor", is_self: true };
  const conversation: Conversation = {
    members: members.map((member) => ({ ...member, is_self: member.id === "c" })),
    entries: entries_in(language).map((entry) =>
      "by" in entry ? { ...entry, by: entry.by.is_self ? visitor : self } : entry,
    ),
  };
  const new_card = { door: 1, is_returning: false, wishes: null, is_taking: false };
  const card = { ...new_card, lost: null, first: null, has_more: false };
  const plain_case = {
    notes: [],
    unread_notes: 0,
    answers: {},
    is_confirmed: null,
    removed: null,
    is_new: false,
    is_burnt: false,
  } as const;
  const slot = { length_min: 45, is_self: true, who: "K 1" };
  const desk: StaffState = {
    ...plain,
    screen: "desk",
    queue: [
      { ...card, case_id: "1", since_min: now_min - 200, wishes, has_more: true },
      { ...card, case_id: "2", since_min: now_min - 7, door: 2, is_returning: true },
      { ...card, case_id: "3", since_min: now_min - 5, wishes, lost: { holder: "K 2", told_min: now_min } },
    ],
    cases: [
      { case_id: "4", number: 1, conversation, unread: 0, live_min: now_min, is_closed: false, ...plain_case },
      { case_id: "5", number: 2, conversation, unread: 3, live_min: 0, is_closed: false, ...plain_case },
      { case_id: "6", number: 3, conversation, unread: 0, live_min: 0, is_closed: true, ...plain_case, is_burnt: true },
    ],
    open_case: "4",
    slots: [
      { ...slot, id: "1", start_min: now_min + 60, state: "accepted" },
      { ...slot, id: "2", start_min: now_min + 3000, who: "K 2", is_self: false, state: "offered" },
    ],
    colleagues: [
      { id: "c", name: "K 1", role: "counsellor", presence: "on_duty", is_self: true },
      { id: "d", name: "K 2", role: "counsellor", presence: "on_duty", is_self: false },
      { id: "s", name: "S 1", role: "supervisor", presence: "paused", is_self: false },
    ],
  };
  const [own_case] = desk.cases;
  if (own_case === undefined) throw new Error("no case");
  const note = {
    by: { ...self, name: "K 2", is_self: false },
    sent_min: now_min - 30,
    read_by: "",
    mark: "read",
  } as const;
  const several = {
    ...own_case,
    conversation: { ...conversation, members: [...conversation.members, { ...member_of_staff, id: "d", name: "K 2" }] },
    answers: { s: "asked", d: "yes" },
    is_confirmed: false,
    unread_notes: 2,
    notes: [
      { ...note, id: "1", text: words.da[1], alone: "" },
      { ...note, id: "2", text: words[language === "ar" ? "ar" : "da"][1], alone: null },
      { ...note, id: "3", by: self, text: words.da[0], alone: "K 2" },
      { ...note, id: "4", by: self, text: "OK", alone: null, read_by: "K 2" },
    ],
  } as const;
  const in_several: StaffState = {
    ...desk,
    caps: 3,
    cases: [several, ...desk.cases.slice(1)],
    colleagues: [
      ...desk.colleagues,
      { id: "m", name: "M 1", role: "mentor", presence: "on_duty", is_self: false },
      { id: "i", name: "T 1", role: "interpreter", presence: "away", is_self: false },
      { id: "s2", name: "S 2", role: "supervisor", presence: "on_duty", is_self: false },
    ],
  };
  const room_card = {
    door: 1,
    since_min: now_min - 900,
    epoch: 3,
    holder: "d",
    holder_name: "K 2",
    state: "claimed",
    why: "",
  } as const;
  const as_supervisor: StaffState = {
    ...in_several,
    cases: [],
    open_case: null,
    colleagues: [
      { id: "s", name: "S 1", role: "supervisor", presence: "on_duty", is_self: true },
      { id: "c", name: "K 1", role: "counsellor", presence: "on_duty", is_self: false },
      { id: "d", name: "K 2", role: "counsellor", presence: "on_duty", is_self: false },
    ],
    rooms: [
      { ...room_card, case_id: "4" },
      { ...room_card, case_id: "7", door: 2, state: "closed" },
      { ...room_card, case_id: "8", state: "returned" },
      { ...room_card, case_id: "9", door: 2, state: "escalated", why: "asked" },
      { ...room_card, case_id: "10", state: "escalated", why: "gone", since_min: now_min - 4000 },
      { ...room_card, case_id: "11", state: "handed_over" },
      { ...room_card, case_id: "12", state: "resting" },
      { ...room_card, case_id: "14", state: "ended" },
    ],
    proposals: [
      {
        case_id: "4",
        act: "takeover",
        epoch: 3,
        who: "c",
        name: "K 1",
        by: "s2",
        by_name: "S 2",
        is_own: false,
        is_signing: false,
      },
      {
        case_id: "7",
        act: "takeover",
        epoch: 3,
        who: "c",
        name: "K 1",
        by: "s1",
        by_name: "S 1",
        is_own: true,
        is_signing: false,
      },
      {
        case_id: "11",
        act: "handover",
        epoch: 3,
        who: "s",
        name: "S 1",
        by: "k2",
        by_name: "K 2",
        is_own: false,
        is_signing: false,
      },
    ],
  };
  const all_of_one = {
    act: "takeover",
    epoch: 3,
    who: "c",
    name: "K 1",
    by: "s2",
    by_name: "S 2",
    is_own: false,
    is_signing: false,
  } as const;
  const figure_rows = [
    { day: 20_735, door: 1, figures: [15, 5, 10, null, null, null, 5, 10] },
    { day: 20_735, door: 2, figures: [null, null, null, null, null, null, null, null] },
    { day: 20_736, door: 1, figures: [30, 20, 5, 5, null, null, null, 20] },
  ];
  const entry = { second: "", subject: "", previous: "0".repeat(64), head: "c".repeat(64) };
  const listed = [
    { ...entry, number: 1, day: 20_735, act: "claim", actor: "d" },
    { ...entry, number: 2, day: 20_735, act: "propose", actor: "s", subject: "c" },
    { ...entry, number: 3, day: 20_736, act: "takeover", actor: "s", second: "0123456789abcdef", subject: "c" },
  ] as const;
  const own_room = { ...room_card, holder: "c", holder_name: "K 1" };
  const with_rooms: StaffState = {
    ...in_several,
    rooms: [
      { ...own_room, case_id: "4" },
      { ...own_room, case_id: "5", state: "resting" },
      { ...room_card, case_id: "13" },
    ],
  };
  return {
    desk_holder_open: with_rooms,
    desk_lost: { ...with_rooms, network: "off", failed: { case_id: "4", act: "state", why: "disconnected" } },
    desk_offers: {
      ...with_rooms,
      open_case: "5",
      proposals: [
        {
          case_id: "4",
          act: "handover",
          epoch: 3,
          who: "d",
          name: "K 2",
          by: "k1",
          by_name: "K 1",
          is_own: true,
          is_signing: false,
        },
        {
          case_id: "13",
          act: "handover",
          epoch: 3,
          who: "c",
          name: "K 1",
          by: "k2",
          by_name: "K 2",
          is_own: false,
          is_signing: false,
        },
      ],
      ended: { case_id: "6", why: "declined" },
    },
    desk_escalated: { ...with_rooms, rooms: [{ ...own_room, case_id: "4", state: "escalated", why: "unanswered" }] },
    unlock: plain,
    unlock_wrong: { ...plain, unlock: { has_file: true, is_working: false, fault: "wrong" } },
    desk,
    desk_empty: { ...desk, queue: [], cases: [], open_case: null, slots: [], colleagues: [] },
    desk_several: in_several,
    desk_several_open: {
      ...in_several,
      cases: [{ ...several, is_confirmed: true, answers: { s: "blocked", d: "no" } }],
      failed: { case_id: "4", act: "add", why: "epoch_conflict" },
    },
    desk_unheard: { ...in_several, cases: [{ ...several, answers: { c: "asked" } }] },
    desk_notes: { ...in_several, part: "notes" },
    desk_notes_alone: {
      ...desk,
      part: "notes",
      cases: [{ ...own_case, is_new: true, conversation: { ...conversation, members: [] } }],
    },
    desk_closed: { ...in_several, cases: [{ ...several, is_closed: true }] },
    desk_removed: {
      ...desk,
      cases: [{ ...own_case, removed: { name: "S 1", role: "supervisor", is_by_self: false } }],
    },
    board_rooms: as_supervisor,
    board_joined_open: {
      ...as_supervisor,
      open_case: "4",
      cases: [
        {
          ...several,
          conversation: {
            ...several.conversation,
            members: several.conversation.members.map((one) => ({ ...one, is_self: one.id === "s" })),
          },
        },
      ],
    },
    board_leaver: {
      ...as_supervisor,
      proposals: ["8", "9", "10"].map((case_id) => ({ ...all_of_one, case_id })),
      rooms: ["8", "9", "10"].map((case_id) => ({
        ...room_card,
        case_id,
        holder: "0123456789abcdef",
        holder_name: "",
      })),
      board: {
        leaving: {
          who: "d",
          step: "look",
          is_under_way: false,
          why: "",
          done: 3,
          left: 0,
          cases: [
            { holds: true, became: "found", why: "" },
            { holds: true, became: "found", why: "closed" },
            { holds: false, became: "found", why: "" },
          ],
        },
        figures: { rows: figure_rows, from: 20_735, days: 7, is_whole: true, why: "" },
        acts: { entries: listed, number: 3, head: "c".repeat(64), is_known: true, is_reading: false },
      },
    },
    board_leaver_done: {
      ...as_supervisor,
      network: "off",
      board: {
        ...as_supervisor.board,
        leaving: {
          who: "d",
          step: "move",
          is_under_way: false,
          why: "disconnected",
          done: 4,
          left: 3,
          cases: [
            { holds: true, became: "proposed", why: "" },
            { holds: true, became: "not_done", why: "changed" },
            { holds: true, became: "not_done", why: "disconnected" },
            { holds: true, became: "not_done", why: "disconnected" },
          ],
        },
        figures: { rows: [], from: 20_735, days: 7, is_whole: false, why: "" },
        acts: { entries: [], number: 0, head: "", is_known: false, is_reading: true },
      },
    },
    staff_stopped: { ...plain, screen: "stopped", stop_reason: "roster" },
    staff_superseded: { ...plain, screen: "superseded" },
    staff_no_core: { ...plain, screen: "no_core" },
  };
}
