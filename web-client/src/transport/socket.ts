/* One WebSocket that comes back by itself. Carries binary messages in and out and knows nothing about them.
 * Owns: the socket and its timer, until `close`. Messages given while there is no connection are dropped:
 * what must not be lost is kept by the core, which sends it again after its next login. */
import { backoff_ms } from "./backoff";

export type TransportListener = {
  opened: () => void;
  frame: (bytes: Uint8Array) => void;
  lost: () => void;
};

export type Transport = { send: (frame: Uint8Array) => void; close: () => void };

export type TransportWorld = {
  make_socket: (url: string) => WebSocket;
  chance: () => number;
  set_timer: (run: () => void, ms: number) => ReturnType<typeof setTimeout>;
  clear_timer: (timer: ReturnType<typeof setTimeout> | undefined) => void;
};

export const browser_world: TransportWorld = {
  make_socket: (url) => new WebSocket(url),
  chance: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
  set_timer: (run, ms) => setTimeout(run, ms),
  clear_timer: (timer) => clearTimeout(timer),
};

/** A connection counts as good, and the waiting starts small again, when it has lasted this long. */
const steady_ms = 10_000;

export function open_transport(
  url: string,
  listener: TransportListener,
  world: TransportWorld = browser_world,
): Transport {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let is_closed = false;

  const retry = () => {
    world.clear_timer(timer);
    timer = world.set_timer(connect, backoff_ms(attempt, world.chance()));
    attempt += 1;
  };
  const connect = () => {
    const mine = world.make_socket(url);
    socket = mine;
    mine.binaryType = "arraybuffer";
    mine.onopen = () => {
      world.clear_timer(timer);
      timer = world.set_timer(() => {
        attempt = 0;
      }, steady_ms);
      listener.opened();
    };
    mine.onmessage = (event: MessageEvent) => {
      if (event.data instanceof ArrayBuffer) listener.frame(new Uint8Array(event.data));
      else mine.close();
    };
    mine.onclose = () => {
      if (socket !== mine || is_closed) return;
      socket = undefined;
      listener.lost();
      retry();
    };
  };
  connect();

  return {
    send: (frame) => {
      if (socket?.readyState === 1) socket.send(frame as Uint8Array<ArrayBuffer>);
    },
    close: () => {
      is_closed = true;
      world.clear_timer(timer);
      socket?.close();
      socket = undefined;
    },
  };
}

/** The relay's address from the programme's path and the page's own place. */
export function relay_url(path: string, place: Pick<Location, "protocol" | "host">): string {
  return `${place.protocol === "https:" ? "wss:" : "ws:"}//${place.host}${path}`;
}
