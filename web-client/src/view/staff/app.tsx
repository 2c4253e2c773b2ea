/* The frame of both consoles: who is signed in, the language, the lock; inside it the unlock screen or the desk. */
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { language_info } from "../../text/languages";
import { Announcer } from "../common/announcer";
import { Heading } from "../common/heading";
import { LanguageChoice } from "../common/language_choice";
import type { StaffProps } from "../common/staff_props";
import { UnlockScreen } from "./unlock";

function Content(props: StaffProps & { desk: ComponentType<StaffProps> }) {
  const { state, say, desk: Desk } = props;
  switch (state.screen) {
    case "unlock":
      return <UnlockScreen {...props} />;
    case "desk":
      return <Desk {...props} />;
    case "superseded":
      return <Heading>{say("staff-superseded-heading")}</Heading>;
    case "no_core":
      return <Heading>{say("staff-core-heading")}</Heading>;
    case "stopped":
      return (
        <>
          <Heading>{say("staff-stopped-heading")}</Heading>
          <p>{say("staff-stopped-text")}</p>
          {state.stop_reason !== null && <p class="small">{say(`common-stopped-${state.stop_reason}`)}</p>}
        </>
      );
  }
}

export function StaffApp(props: StaffProps & { desk: ComponentType<StaffProps> }) {
  const { state, say, act } = props;
  const { direction, locale } = language_info(state.language);
  useEffect(() => {
    document.documentElement.lang = locale.split("-")[0] ?? "da";
    document.documentElement.dir = direction;
    document.title = say("staff-title");
  }, [direction, locale, say]);
  const self = state.colleagues.find((colleague) => colleague.is_self);
  const { announcement } = state;
  const spoken = announcement === null ? "" : say(`staff-announce-${announcement.what}`);
  return (
    <div class="console">
      <header class="top">
        <p class="self">{self === undefined ? say("staff-title") : self.name}</p>
        <p class="small" role="status">
          {state.screen === "desk" && say(state.network === "on" ? "common-online" : "common-offline")}
        </p>
        <LanguageChoice say={say} language={state.language} choose={act.choose_language} />
        {state.screen === "desk" && (
          <button type="button" class="secondary" onClick={act.lock}>
            {say("staff-lock")}
          </button>
        )}
      </header>
      <main>
        <Content {...props} />
      </main>
      <Announcer serial={announcement?.serial ?? 0} text={spoken} />
    </div>
  );
}
