/* Makes the pseudo-language from English while it is shown, so it can never be behind. */
const accented: Record<string, string> = {
  a: "ȧ",
  b: "ƀ",
  c: "ƈ",
  d: "ḓ",
  e: "ḗ",
  f: "ƒ",
  g: "ɠ",
  h: "ħ",
  i: "ī",
  j: "ĵ",
  k: "ķ",
  l: "ŀ",
  m: "ḿ",
  n: "ƞ",
  o: "ǿ",
  p: "ƥ",
  q: "ɋ",
  r: "ř",
  s: "ş",
  t: "ŧ",
  u: "ŭ",
  v: "ṽ",
  w: "ẇ",
  x: "ẋ",
  y: "ẏ",
  z: "ẑ",
};

/** Accents every letter and doubles the vowels: about a third longer, like the longest of the real languages. */
export function pseudo_text(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const accent = accented[letter.toLowerCase()] ?? letter;
    const cased = letter === letter.toLowerCase() ? accent : accent.toUpperCase();
    return "aeiou".includes(letter) ? cased + cased : cased;
  });
}
