/* The core's module as it stands in memory: its functions, its memory, and the few imports it wants.
 * Numbers and addresses only; wasm_core makes types of them. */
type Native = (...args: number[]) => number;

type Exports<Name extends string> = {
  memory: { readonly buffer: ArrayBuffer };
  _initialize: () => void;
} & Record<Name, Native>;

/** The functions of protocol/core_wasm.c that the pages call. */
const visitor_functions = [
  "core_alloc",
  "core_free",
  "core_lent_size",
  "core_words",
  "core_client_open",
  "core_client_close",
  "core_quiet",
  "core_connected",
  "core_disconnected",
  "core_receive",
  "core_tick",
  "core_work",
  "core_frame",
  "core_frame_taken",
  "core_event",
  "core_event_taken",
  "core_is_idle",
  "core_shown",
  "core_say",
  "core_appointment",
  "core_retract",
  "core_visitor_new",
  "core_visitor_return",
  "core_visitor_code",
  "core_visitor_words",
  "core_visitor_check_code",
  "core_visitor_hide_code",
  "core_visitor_open_case",
  "core_visitor_tell",
  "core_visitor_consent",
  "core_visitor_visible",
  "core_visitor_burn",
  "core_visitor_ask_reopen",
  "core_visitor_keep",
  "core_visitor_delete_kept",
] as const;

/** And of protocol/core_wasm_staff.c: in the core of the consoles only. */
const staff_functions = [
  "core_staff_unlock",
  "core_staff_lock",
  "core_is_dirty",
  "core_save_size",
  "core_save",
  "core_saved",
  "core_record_seal",
  "core_record_open",
  "core_staff_claim",
  "core_staff_close_case",
  "core_staff_reopen",
  "core_staff_add",
  "core_staff_remove",
  "core_staff_take_over",
  "core_staff_second",
  "core_staff_hand_over",
  "core_staff_decline",
  "core_staff_set_case",
  "core_staff_note",
  "core_staff_presence",
  "core_staff_slots",
  "core_staff_leaver_look",
  "core_staff_leaver_move",
  "core_staff_leaver_second",
  "core_staff_leaver_decline",
  "core_staff_counts",
  "core_staff_audit",
  "core_calendar_file",
] as const;

export type CoreExports = Exports<(typeof visitor_functions)[number]>;
export type StaffExports = CoreExports & Exports<(typeof staff_functions)[number]>;

export type CoreImports = { wasi_snapshot_preview1: Record<string, Native> };
export type Instantiate = (imports: CoreImports) => Promise<unknown>;

const wasi_ok = 0;
const wasi_not_supported = 58;
/** crypto.getRandomValues gives no more at once. */
const random_max = 65_536;

function has<Name extends string>(value: unknown, names: readonly Name[]): value is Exports<Name> {
  const found = value as Partial<Record<string, unknown>>;
  return names.every((name) => typeof found[name] === "function") && typeof found.memory === "object";
}

/** Makes one instance with a memory of its own. Randomness is all the core may ask of the page; the rest is refused. */
async function make<Name extends string>(instantiate: Instantiate, names: readonly Name[]): Promise<Exports<Name>> {
  let made: Exports<Name> | undefined;
  const random_get = (address = 0, size = 0): number => {
    if (made === undefined) return wasi_not_supported;
    const all = new Uint8Array(made.memory.buffer, address >>> 0, size >>> 0);
    for (let at = 0; at < all.length; at += random_max) crypto.getRandomValues(all.subarray(at, at + random_max));
    return wasi_ok;
  };
  const refuse = () => wasi_not_supported;
  const found = await instantiate({
    wasi_snapshot_preview1: { random_get, fd_close: refuse, fd_seek: refuse, fd_write: refuse, poll_oneoff: refuse },
  });
  if (!has(found, names)) throw new Error("not the core");
  made = found;
  made._initialize();
  return made;
}

export const make_visitor_instance = (instantiate: Instantiate): Promise<CoreExports> =>
  make(instantiate, visitor_functions);

export const make_staff_instance = (instantiate: Instantiate): Promise<StaffExports> =>
  make(instantiate, [...visitor_functions, ...staff_functions]);
