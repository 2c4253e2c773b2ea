/* The languages of the programme. Names are written as their speakers write them and are never translated. */
export type Language = "da" | "en" | "ar" | "tr" | "so" | "ur" | "pseudo";

export type LanguageInfo = { code: Language; name: string; direction: "ltr" | "rtl"; locale: string };

export const languages: readonly LanguageInfo[] = [
  { code: "da", name: "Dansk", direction: "ltr", locale: "da" },
  { code: "en", name: "English", direction: "ltr", locale: "en" },
  { code: "ar", name: "العربية", direction: "rtl", locale: "ar-u-nu-latn" },
  { code: "tr", name: "Türkçe", direction: "ltr", locale: "tr" },
  { code: "so", name: "Soomaali", direction: "ltr", locale: "so" },
  { code: "ur", name: "اردو", direction: "rtl", locale: "ur-u-nu-latn" },
];

/* English, lengthened and accented, to find texts that do not come from the files and layouts that break. */
const pseudo: LanguageInfo = { code: "pseudo", name: "[Ƥşḗŭḓǿ]", direction: "ltr", locale: "en" };

/** The tag that browsers know for such a language. */
const pseudo_tag = "en-xa";

export function language_info(code: Language): LanguageInfo {
  return languages.find((info) => info.code === code) ?? pseudo;
}

export function is_language(code: string): code is Language {
  return code === "pseudo" || languages.some((info) => info.code === code);
}

/** The first language of the browser that we speak; Danish where there is none. */
export function preferred_language(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (tag.toLowerCase() === pseudo_tag) return "pseudo";
    const primary = tag.toLowerCase().split("-")[0] ?? "";
    if (primary === "nb" || primary === "nn" || primary === "no" || primary === "sv") return "da";
    if (primary !== "pseudo" && is_language(primary)) return primary;
  }
  return "da";
}
