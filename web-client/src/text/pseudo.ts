/* Makes the pseudo-language from English while it is shown, so it can never be behind. */

/** The letters from a to z. */
const plain = "abcdefghijklmnopqrstuvwxyz";
const accented = "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑ";

/** Accents every letter and doubles the vowels: about a third longer, like the longest of the real languages. */
export function pseudo_text(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const accent = accented.charAt(plain.indexOf(letter.toLowerCase()));
    const cased = letter === letter.toLowerCase() ? accent : accent.toUpperCase();
    return "aeiou".includes(letter) ? cased + cased : cased;
  });
}
