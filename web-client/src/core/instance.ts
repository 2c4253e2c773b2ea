/* The core's module as it stands in memory: its functions, its memory, and the few imports it wants.
 * Numbers and addresses only; wasm_core makes types of them. */
type Native = (...args: number[]) => number;

export type CoreExports = {
  memory: { readonly buffer: ArrayBuffer };
  _initialize: () => void;
} & Record<CoreFunction, Native>;

/** The functions of protocol/core_wasm.c that the page calls. */
export const core_functions = [
  "core_alloc",
  "core_free",
  "core_lent_size",
  "core_client_open",
  "core_client_close",
  "core_connected",
  "core_disconnected",
  "core_receive",
  "core_tick",
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
  "core_visitor_check_code",
  "core_visitor_hide_code",
  "core_visitor_open_case",
  "core_visitor_tell",
  "core_visitor_visible",
  "core_visitor_burn",
  "core_visitor_keep",
  "core_visitor_delete_kept",
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
  "core_staff_presence",
  "core_staff_slots",
] as const;
export type CoreFunction = (typeof core_functions)[number];

export type CoreImports = { wasi_snapshot_preview1: Record<string, Native> };
export type Instantiate = (imports: CoreImports) => Promise<unknown>;

const wasi_ok = 0;
const wasi_not_supported = 58;
/** crypto.getRandomValues gives no more at once. */
const random_max = 65_536;

function is_core(value: unknown): value is CoreExports {
  const found = value as Partial<Record<string, unknown>>;
  return core_functions.every((name) => typeof found[name] === "function") && typeof found.memory === "object";
}

/** Makes one instance with a memory of its own. Randomness is all the core may ask of the page; the rest is refused. */
export async function make_instance(instantiate: Instantiate): Promise<CoreExports> {
  let made: CoreExports | undefined;
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
  if (!is_core(found)) throw new Error("not the core");
  made = found;
  made._initialize();
  return made;
}
