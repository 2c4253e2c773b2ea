/* The visitor's page: a frame with the language above and the way out below, and one screen in it. */
import { useEffect } from "preact/hooks";
import { screen_before } from "../../model/visitor_state";
import { language_info } from "../../text/languages";
import { Announcer } from "../common/announcer";
import { LanguageChoice } from "../common/language_choice";
import type { VisitorProps } from "../common/props";
import { Burnt } from "./burn";
import { Busy } from "./busy";
import { Code } from "./code";
import { ComeBack } from "./come_back";
import { Doors } from "./doors";
import { Ended, Stopped } from "./ended";
import { First } from "./first";
import { HiddenWarning } from "./hidden_warning";
import { LeaveBar } from "./leave_bar";
import { Limits } from "./limits";
import { Room } from "./room";
import { WishesScreen } from "./wishes";
import { Write } from "./write";

function Screen(props: VisitorProps) {
  switch (props.state.screen) {
    case "first":
      return <First {...props} />;
    case "doors":
      return <Doors {...props} />;
    case "limits":
      return <Limits {...props} />;
    case "wishes":
      return <WishesScreen {...props} />;
    case "write":
      return <Write {...props} />;
    case "code":
      return <Code {...props} />;
    case "come_back":
      return <ComeBack {...props} />;
    case "busy":
      return <Busy {...props} />;
    case "room":
      return <Room {...props} />;
    case "burnt":
      return <Burnt {...props} />;
    case "stopped":
      return <Stopped {...props} />;
    default:
      return <Ended {...props} ending={props.state.screen} />;
  }
}

const announcement_keys = {
  message: "visitor-announce-message",
  appointment: "visitor-announce-appointment",
  question: "visitor-consent-ask",
} as const;

function announcement_text({ state, say }: VisitorProps): string {
  const { announcement } = state;
  if (announcement === null) return "";
  switch (announcement.what) {
    case "closed":
      return say("visitor-closed-heading");
    case "reopened":
      return say("common-reopened");
    default:
      return say(announcement_keys[announcement.what], { name: announcement.name });
  }
}

export function VisitorApp(props: VisitorProps) {
  const { state, say, act } = props;
  const { direction, locale } = language_info(state.language);
  useEffect(() => {
    document.documentElement.lang = locale.split("-")[0] ?? "da";
    document.documentElement.dir = direction;
  }, [direction, locale]);
  const is_lost = state.network !== "on" && (state.screen === "room" || state.screen === "code");
  return (
    <div class="page">
      <button type="button" class="skip" onClick={act.leave}>
        {say("leave-skip")}
      </button>
      <div class="scroll">
        <header class="top">
          {screen_before(state.screen) !== null && (
            <button type="button" class="quiet" onClick={act.back}>
              <span class="arrow" aria-hidden="true" /> {say("common-back")}
            </button>
          )}
          <LanguageChoice say={say} language={state.language} choose={act.choose_language} />
        </header>
        <main class="column" key={state.screen}>
          {state.hidden_seconds !== null && <HiddenWarning {...props} />}
          {is_lost && (
            <p class="note" role="status">
              {say("common-offline")}
            </p>
          )}
          <Screen {...props} />
        </main>
      </div>
      <LeaveBar {...props} />
      <Announcer serial={state.announcement?.serial ?? 0} text={announcement_text(props)} />
    </div>
  );
}
