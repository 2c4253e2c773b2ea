/* The visitor's page. Puts the session, the views and the way out together. */
import "./style/base.css";
import "./style/conversation.css";
import "./style/visitor.css";
import { breathe, fetch_programme, painted } from "./browser";
import { load_visitor_core, prepare_core } from "./core/load";
import { watch_keyboard } from "./leave/keyboard";
import { leave_page } from "./leave/leave";
import { watch_leave } from "./leave/watch";
import { default_exit_url } from "./model/programme";
import { VisitorSession } from "./model/visitor_session";
import { first_state } from "./model/visitor_state";
import { preferred_language } from "./text/languages";
import { say_in } from "./text/text";
import { open_transport, relay_url } from "./transport/socket";
import { draw } from "./view/common/draw";
import { VisitorApp } from "./view/visitor/app";
import { keep_place } from "./view/visitor/keep_place";

const tick_ms = 1000;
const programme = fetch_programme();

const session: VisitorSession = new VisitorSession(
  {
    now_ms: () => Date.now(),
    load_core: async () => load_visitor_core((await programme).deployment_id, location.host),
    open_transport: (listener) =>
      open_transport(relay_url(session.state.value.programme?.relay ?? "/ws", location), listener),
    painted,
    breathe,
    leave: () => leave_page({ document, location }, session.state.value.programme?.exit_url ?? default_exit_url),
  },
  first_state(preferred_language(navigator.languages), null, typeof WebAssembly === "undefined"),
);

programme.then((found) => session.set_programme(found));

watch_keyboard();
prepare_core();
watch_leave({ leave: session.leave, progress: session.shift_progress, came_back: () => location.reload() });
document.addEventListener("visibilitychange", () => session.page_visible(document.visibilityState === "visible"));
window.addEventListener("pagehide", session.end);
setInterval(session.tick, tick_ms);

const place = document.getElementById("root");
if (place !== null) {
  keep_place(place);
  draw(session.state, place, (state) => <VisitorApp state={state} say={say_in(state.language)} act={session} />);
}
