/* What all entries need from the browser: the programme file and the moment after a drawing. */
import { type Programme, parse_programme } from "./model/programme";

const retry_ms = 3000;

/** Tries until it is there: without it nobody can be reached. */
export async function fetch_programme(): Promise<Programme> {
  for (;;) {
    try {
      const answer = await fetch("/programme.json", { cache: "no-store", credentials: "omit" });
      if (answer.ok) return parse_programme(await answer.text());
    } catch {
      /* no connection, or not yet a programme: the next try tells */
    }
    await new Promise((done) => setTimeout(done, retry_ms));
  }
}

/** Resolves when what was drawn before is on the screen; a page out of sight is not drawn, so it does not wait for ever. */
export function painted(): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, 200);
    requestAnimationFrame(() =>
      setTimeout(() => {
        clearTimeout(timer);
        done();
      }, 0),
    );
  });
}

/** Resolves when the browser has done what waited: a press, a drawing. Timers of a page out of sight are slowed down, messages are not. */
export function breathe(): Promise<void> {
  return new Promise((done) => {
    if (document.visibilityState === "visible") {
      setTimeout(done, 0);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}

/** Gives a text to the person as a file. */
export function save_file(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
