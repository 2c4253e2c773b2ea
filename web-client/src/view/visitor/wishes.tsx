/* What helps to find the right counsellor; every question may stay empty. Sealed with the first message. */
import { useState } from "preact/hooks";
import { topics } from "../../model/visitor_state";
import { is_language, languages } from "../../text/languages";
import { Choice } from "../common/choice";
import { Heading } from "../common/heading";
import type { VisitorProps } from "../common/props";

export function WishesScreen({ state, say, act }: VisitorProps) {
  const [wishes, set_wishes] = useState(state.wishes);
  const submit = (event: Event) => {
    event.preventDefault();
    act.say_wishes(wishes);
  };
  return (
    <form autocomplete="off" onSubmit={submit}>
      <Heading>{say("visitor-wishes-heading")}</Heading>
      <p>{say("visitor-wishes-intro")}</p>
      <label class="field">
        <span class="field-label">{say("visitor-wishes-language")}</span>
        <select
          autocomplete="off"
          value={wishes.language}
          onChange={(event) => {
            const code = event.currentTarget.value;
            if (is_language(code)) set_wishes({ ...wishes, language: code });
          }}
        >
          {languages.map((info) => (
            <option key={info.code} value={info.code} lang={info.locale} dir={info.direction}>
              {info.name}
            </option>
          ))}
        </select>
      </label>
      <Choice
        name="counsellor"
        label={say("visitor-wishes-counsellor")}
        value={wishes.counsellor}
        choose={(counsellor) => set_wishes({ ...wishes, counsellor })}
        options={[
          { value: "any", label: say("visitor-wishes-any") },
          { value: "woman", label: say("visitor-wishes-woman") },
          { value: "man", label: say("visitor-wishes-man") },
        ]}
      />
      <Choice
        name="safe"
        label={say("visitor-wishes-safe")}
        value={wishes.safe}
        choose={(safe) => set_wishes({ ...wishes, safe })}
        options={[
          { value: "unsaid", label: say("visitor-wishes-safe-unsaid") },
          { value: "yes", label: say("visitor-wishes-safe-yes") },
          { value: "no", label: say("visitor-wishes-safe-no") },
        ]}
      />
      <div role="status">{wishes.safe === "no" && <p class="note">{say("visitor-wishes-safe-hint")}</p>}</div>
      <label class="field">
        <span class="field-label">{say("visitor-wishes-topic")}</span>
        <select
          autocomplete="off"
          value={String(wishes.topic)}
          onChange={(event) => set_wishes({ ...wishes, topic: Number(event.currentTarget.value) })}
        >
          {topics.map((topic) => (
            <option key={topic} value={String(topic)}>
              {say(`common-topic-${topic}`)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="primary">
        {say("visitor-wishes-go-on")}
      </button>
    </form>
  );
}
