/* What both consoles share: the session, the device's store, and the frame around a desk. */
import "./style/base.css";
import "./style/conversation.css";
import "./style/console.css";
import type { ComponentType } from "preact";
import { fetch_programme, painted, save_file } from "./browser";
import { load_staff_core } from "./core/load";
import { open_device_store } from "./device_store";
import type { Role } from "./model/conversation";
import { StaffSession } from "./model/staff_session";
import { first_staff_state } from "./model/staff_state";
import { preferred_language } from "./text/languages";
import { say_in } from "./text/text";
import { open_transport, relay_url } from "./transport/socket";
import { draw } from "./view/common/draw";
import { keep_focus } from "./view/common/keep_focus";
import type { StaffProps } from "./view/common/staff_props";
import { StaffApp } from "./view/staff/app";

const tick_ms = 1000;

export function open_console(name: string, roles: readonly Role[], desk: ComponentType<StaffProps>): void {
  const programme = fetch_programme();
  const session: StaffSession = new StaffSession(
    {
      roles,
      now_ms: () => Date.now(),
      load_core: async () => load_staff_core((await programme).deployment_id, location.host),
      open_transport: (listener) =>
        open_transport(relay_url(session.state.value.programme?.relay ?? "/ws", location), listener),
      store: open_device_store(name),
      painted,
      save_file,
      pause: (ms) => new Promise((done) => setTimeout(done, ms)),
    },
    first_staff_state(preferred_language(navigator.languages), null, Math.floor(Date.now() / 60_000)),
  );
  programme.then((found) => session.set_programme(found));

  document.addEventListener("visibilitychange", () => session.page_visible(document.visibilityState === "visible"));
  setInterval(session.tick, tick_ms);
  void session.begin();
  const place = document.getElementById("root");
  if (place === null) return;
  keep_focus(place);
  draw(session.state, place, (state) => (
    <StaffApp state={state} say={say_in(state.language)} act={session} desk={desk} />
  ));
}
