/* One visitor's page at work: feeds the core with messages, commands and time, and lets its events change the state.
 * Owns: the core and the connection, from the first step until the page is cleared. The world (clock, socket, loading, leaving)
 * is handed in. What goes wrong inside closes everything: a page that does not understand its own state sends nothing. */
import type { Outcome, VisitorCore } from "../core/core";
import type { CoreEvent } from "../core/events";
import type { Language } from "../text/languages";
import type { Transport, TransportListener } from "../transport/socket";
import {
  appointment_after,
  appointment_of,
  drop_kept,
  empty_conversation,
  move_entry,
  own_visitor,
  put_entry,
  times_of,
} from "./conversation";
import { Held } from "./held";
import { hidden_verdict } from "./hidden";
import { first_tries, next_tries } from "./pace";
import type { Programme } from "./programme";
import type { AppointmentAnswer, VisitorActions } from "./visitor_actions";
import { apply_visitor_event, first_message_id } from "./visitor_events";
import {
  type CodeFault,
  type CodeForm,
  first_state,
  screen_before,
  type VisitorScreen,
  type VisitorState,
  type Wishes,
} from "./visitor_state";

export type VisitorWorld = {
  now_ms: () => number;
  load_core: () => Promise<VisitorCore>;
  open_transport: (listener: TransportListener) => Transport;
  /** Resolves when what was set before is on the screen: key derivation holds the page still. */
  painted: () => Promise<void>;
  /** Resolves when the browser has done what waits: a press, a drawing. */
  breathe: () => Promise<void>;
  leave: () => void;
};

const code_digits = 24;
const minute_ms = 60_000;

/** What to say of a code that the core does not take. */
function code_fault(typed: string): CodeFault {
  if (/\p{L}/u.test(typed)) return { is: "words" };
  const count = typed.match(/\p{Nd}/gu)?.length ?? 0;
  return count === code_digits ? { is: "mistyped" } : { is: "short", count };
}

export class VisitorSession implements VisitorActions {
  readonly state: Held<VisitorState>;
  readonly #world: VisitorWorld;
  #core: VisitorCore | null = null;
  #transport: Transport | null = null;
  #has_keys = false;
  #is_ready = false;
  #is_working = false;
  #first_message: string | null = null;
  #unshown: string[] = [];
  #is_visible = true;
  #hidden_since_ms: number | null = null;
  /** Changes when everything is cleared, so that what was awaited before knows that it is too late. */
  #life = 0;

  constructor(world: VisitorWorld, state: VisitorState) {
    this.#world = world;
    this.state = new Held(state);
  }

  #set(change: Partial<VisitorState>): void {
    this.state.value = { ...this.state.value, ...change };
  }

  #now_min(): number {
    return Math.floor(this.#world.now_ms() / minute_ms);
  }

  /* --- the connection and the core --- */

  async #begin(): Promise<VisitorCore | null> {
    if (this.#core !== null) return this.#core;
    const life = this.#life;
    try {
      const core = await this.#world.load_core();
      if (life !== this.#life || this.#core !== null) {
        core.close();
        return this.#core;
      }
      this.#core = core;
    } catch {
      if (life === this.#life) this.#set({ screen: "no_core" });
      return null;
    }
    this.#core.visible(this.#is_visible);
    this.#core.quiet(this.state.value.is_quiet);
    this.#connect();
    return this.#core;
  }

  #connect(): void {
    this.#set({ network: "connecting" });
    this.#transport = this.#world.open_transport({
      opened: () => {
        this.#set({ network: "on" });
        this.#core?.connected(this.#world.now_ms());
        this.#pump();
      },
      frame: (bytes) => {
        this.#core?.receive(bytes, this.#world.now_ms());
        this.#pump();
      },
      lost: () => {
        this.#is_ready = false;
        this.#set({ network: "off" });
        this.#core?.disconnected(this.#world.now_ms());
        this.#pump();
      },
    });
  }

  #reconnect(): void {
    this.#is_ready = false;
    this.#transport?.close();
    this.#core?.disconnected(this.#world.now_ms());
    this.#connect();
  }

  /** Sends what the core has to send and shows what it has to tell, until it has neither. */
  #pump(): void {
    this.#move();
    if (this.#core !== null && !this.#is_working) void this.#work(this.#core);
  }

  /** What the server asks of newcomers while many are writing: a few milliseconds at a time, so that the page stays alive. */
  async #work(core: VisitorCore): Promise<void> {
    const life = this.#life;
    const rest = this.state.value.is_slow ? this.#world.painted : this.#world.breathe;
    this.#is_working = true;
    try {
      for (let tries = first_tries; life === this.#life; ) {
        const began_ms = this.#world.now_ms();
        const has_more = core.work(tries, began_ms);
        tries = next_tries(tries, this.#world.now_ms() - began_ms);
        this.#move();
        if (!has_more) break;
        await rest();
      }
    } catch {
      if (life === this.#life) this.#stop("unreachable");
    } finally {
      this.#is_working = false;
    }
  }

  #move(): void {
    const life = this.#life;
    try {
      for (;;) {
        if (this.#core === null || life !== this.#life) return;
        const frame = this.#core.take_frame();
        if (frame !== null) {
          this.#transport?.send(frame);
          continue;
        }
        const event = this.#core.take_event();
        if (event === null) return;
        this.#happened(event);
      }
    } catch {
      this.#stop("unreachable");
    }
  }

  #happened(event: CoreEvent): void {
    if (event.event === "opened") this.#keep_first_message();
    this.state.value = apply_visitor_event(this.state.value, event);
    switch (event.event) {
      case "ready":
        this.#is_ready = true;
        this.#open_if_asked();
        break;
      case "message":
      case "appointment":
        this.#unshown.push(event.id);
        this.#show();
        break;
      case "reconnect":
        this.#reconnect();
        break;
      case "unknown_code":
        this.#has_keys = false;
        break;
      case "retracted":
        this.#unshown = this.#unshown.filter((id) => id !== event.id);
        if (this.#is_taken_back(event.id)) this.#core?.delete_kept(event.id);
        break;
      case "burnt":
        this.#clear("burnt");
        this.#set({ receipt: event.receipt });
        break;
      case "stopped":
      case "superseded":
      case "client_too_old":
        this.#stop(this.state.value.screen);
        break;
      default:
        break;
    }
  }

  /** Was it the writer who asked? Then it leaves the archive too. */
  #is_taken_back(id: string): boolean {
    const { archive, conversation } = this.state.value;
    return archive === "on" && conversation.entries.some((entry) => entry.is === "retracted" && entry.id === id);
  }

  /** What was put before the person's eyes is receipted; a page out of sight shows nothing. */
  #show(): void {
    if (!this.#is_visible || this.state.value.screen !== "room") return;
    for (const id of this.#unshown.splice(0)) this.#core?.shown(id);
  }

  /** Wipes keys and connection and stays at `screen`. */
  #stop(screen: VisitorScreen): void {
    this.#life += 1;
    this.#transport?.close();
    this.#core?.close();
    this.#transport = null;
    this.#core = null;
    this.#has_keys = false;
    this.#is_ready = false;
    this.#first_message = null;
    this.#unshown = [];
    this.#set({ screen, network: "off" });
  }

  /** As #stop, and forgets what was on the screen. */
  #clear(screen: VisitorScreen): void {
    this.#stop(screen);
    const { language, programme, is_slow, is_quiet } = this.state.value;
    this.#hidden_since_ms = null;
    this.state.value = { ...first_state(language, programme, is_slow), is_quiet, screen };
  }

  /* --- the first steps --- */

  set_programme = (programme: Programme) => this.#set({ programme });

  choose_language = (language: Language) => {
    const { wishes } = this.state.value;
    this.#set({ language, wishes: { ...wishes, language } });
  };

  choose_quiet = (is_quiet: boolean) => {
    this.#set({ is_quiet });
    this.#core?.quiet(is_quiet);
    if (this.#transport !== null) this.#reconnect();
  };

  start = () => {
    this.#set({ screen: "doors", return_fault: null });
    void this.#begin();
  };

  come_back = () => this.#set({ screen: "come_back", return_fault: null });

  back = () => {
    const screen = screen_before(this.state.value.screen);
    if (screen !== null) this.#set({ screen });
  };

  choose_door = (door: number) => this.#set({ door, screen: "limits" });
  accept_limits = () => this.#set({ screen: "wishes" });
  say_wishes = (wishes: Wishes) => this.#set({ wishes, screen: "write" });

  open = (first_message: string) => {
    this.#first_message = first_message;
    this.#set({ draft: first_message, refusal: "none", screen: "busy", busy_with: this.#has_keys ? "open" : "keys" });
    void this.#make_keys();
  };

  async #make_keys(): Promise<void> {
    const life = this.#life;
    await this.#world.painted();
    const core = await this.#begin();
    if (core === null || life !== this.#life) return;
    if (!this.#has_keys) {
      this.#has_keys = core.make() === "ok";
      if (!this.#has_keys) return this.#stop("unreachable");
      this.#set({ busy_with: "open" });
    }
    this.#open_if_asked();
    this.#pump();
  }

  #open_if_asked(): void {
    const { door, language, wishes } = this.state.value;
    if (this.#core === null || !this.#is_ready || this.#first_message === null || door === null) return;
    const { counsellor: profile, safe, topic } = wishes;
    const form = { language: wishes.language, profile, safe, topic, text: this.#first_message };
    const outcome = this.#core.open_case(door, language, form);
    this.#first_message = null;
    if (outcome === "ok") return;
    const refusal = outcome === "full" ? "busy" : outcome === "gone" ? "nobody" : "broken";
    this.#set({ screen: "write", refusal });
  }

  #keep_first_message(): void {
    const { conversation, draft } = this.state.value;
    if (draft === "") return;
    const entry = { is: "message", id: first_message_id, by: own_visitor, text: draft, mark: "sent" } as const;
    this.#set({ conversation: put_entry(conversation, { ...entry, sent_min: this.#now_min() }) });
  }

  /* --- the return code --- */

  read_code = () => {
    const { code_form } = this.state.value;
    return (code_form === "digits" ? this.#core?.code() : this.#core?.words(code_form)) ?? "";
  };

  choose_code_form = (code_form: CodeForm) => this.#set({ code_form, code_wrong_count: 0 });
  show_code = (is_code_shown: boolean) => this.#set({ is_code_shown });

  check_code = (typed: string) => {
    if (this.#core?.check_code(typed) === "ok") this.set_code_aside();
    else this.#set({ code_wrong_count: this.state.value.code_wrong_count + 1 });
  };

  set_code_aside = () => {
    this.#core?.hide_code();
    this.#set({ screen: "room" });
    this.#show();
    this.#pump();
  };

  return_with = (typed: string) => {
    if (typed.trim() === "") return this.#set({ return_fault: { is: "empty" } });
    this.#set({ screen: "busy", busy_with: "return", return_fault: null });
    void this.#derive_keys(typed);
  };

  async #derive_keys(typed: string): Promise<void> {
    if (this.#has_keys) this.#stop("busy");
    const life = this.#life;
    await this.#world.painted();
    const core = await this.#begin();
    if (core === null || life !== this.#life) return;
    const outcome: Outcome = core.come_back(typed);
    this.#has_keys = outcome === "ok";
    if (outcome === "malformed") {
      this.#set({ screen: "come_back", return_fault: code_fault(typed) });
    } else if (outcome !== "ok") this.#stop("unreachable");
    this.#pump();
  }

  /* --- the conversation --- */

  send = (text: string) => {
    const said = this.#core?.say(text);
    if (said?.outcome !== "ok") throw new Error("not sent");
    const entry = { is: "message", id: said.id, by: own_visitor, text, mark: "sending" } as const;
    const { conversation } = this.state.value;
    this.#set({ conversation: put_entry(conversation, { ...entry, sent_min: this.#now_min() }) });
    this.#pump();
  };

  tell = (what: "cannot_write" | "only_reading") => {
    if (this.#core?.tell(what) !== "ok") return;
    const { conversation } = this.state.value;
    const entry = { is: "told", id: String(conversation.entries.length), what, by: own_visitor } as const;
    this.#set({ conversation: put_entry(conversation, { ...entry, sent_min: this.#now_min() }) });
    this.#pump();
  };

  answer_member = (who: string, is_yes: boolean) => {
    const is_taken = this.#core?.consent(who, is_yes) === "ok";
    const { answers } = this.state.value;
    if (is_taken) this.#set({ answer_lost: null, answers: { ...answers, [who]: is_yes ? "yes" : "no" } });
    else this.#set({ answer_lost: who });
    this.#pump();
  };

  answer_appointment = (id: string, answer: AppointmentAnswer) => {
    const { conversation } = this.state.value;
    const known = appointment_of(conversation, id);
    if (known === undefined || this.#core === null) return;
    const { kind, place } = known;
    const said = { by_visitor: true, id, kind, times: times_of(known), place, ...answer };
    if (this.#core.appointment({ ...said, way: kind }).outcome !== "ok") return;
    const appointment = appointment_after(known, said);
    const entry = { is: "appointment", id, by: own_visitor, sent_min: this.#now_min(), appointment } as const;
    this.#set({ conversation: move_entry(conversation, entry) });
    this.#pump();
  };

  retract = (id: string) => {
    this.#core?.retract(id);
    this.#pump();
  };

  keep = (is_on: boolean) => {
    if (this.#core?.keep(is_on) !== "ok") return;
    const { conversation } = this.state.value;
    this.#set({ archive: "changing", conversation: is_on ? conversation : drop_kept(conversation, null) });
    this.#pump();
  };

  delete_kept = (id: string) => {
    this.#core?.delete_kept(id);
    this.#pump();
  };

  ask_reopen = () => {
    if (this.#core?.ask_reopen() !== "ok") this.#set({ reopening: "lost" });
    this.#pump();
  };

  burn = () => {
    if (this.#core?.burn() !== "ok") return;
    this.#unshown = [];
    this.#set({ screen: "busy", busy_with: "burn", conversation: empty_conversation });
    this.#pump();
  };

  /* --- time, sight and leaving --- */

  tick = () => {
    this.#core?.tick(this.#world.now_ms());
    this.#pump();
    this.#check_hidden();
  };

  page_visible = (is_visible: boolean) => {
    this.#is_visible = is_visible;
    this.#core?.visible(is_visible);
    if (!is_visible) this.#hidden_since_ms ??= this.#world.now_ms();
    else if (this.#check_hidden() === "open") this.#hidden_since_ms = null;
    this.#show();
    this.#pump();
  };

  #check_hidden(): "open" | "warning" | "over" {
    const verdict = hidden_verdict(this.#hidden_since_ms, this.#world.now_ms());
    const hidden_seconds = verdict.is === "warning" ? verdict.seconds : null;
    if (hidden_seconds !== this.state.value.hidden_seconds) this.#set({ hidden_seconds });
    if (verdict.is === "over") this.#clear(this.#has_keys ? "wiped" : "first");
    return verdict.is;
  }

  stay = () => {
    this.#hidden_since_ms = null;
    this.#set({ hidden_seconds: null });
  };

  shift_progress = (left: number) => this.#set({ shift_left: left });

  end = () => this.#clear("first");

  leave = () => {
    this.#world.leave();
    this.#clear("first");
  };
}
