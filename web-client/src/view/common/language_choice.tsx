/* Chooses the language of the page. The names are written in their own language and direction. */
import { is_language, type Language, language_info, languages } from "../../text/languages";
import type { Say } from "../../text/text";

/** The languages, and whichever else the page is in now. */
const offered = (language: Language) =>
  languages.some((info) => info.code === language) ? languages : [...languages, language_info(language)];

export function LanguageChoice(props: { say: Say; language: Language; choose: (language: Language) => void }) {
  return (
    <label class="language">
      <span class="language-label">{props.say("common-language")}</span>
      <select
        autocomplete="off"
        value={props.language}
        onChange={(event) => {
          const code = event.currentTarget.value;
          if (is_language(code)) props.choose(code);
        }}
      >
        {offered(props.language).map((info) => (
          <option key={info.code} value={info.code} lang={info.locale} dir={info.direction}>
            {info.name}
          </option>
        ))}
      </select>
    </label>
  );
}
