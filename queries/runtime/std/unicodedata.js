/** Python's `unicodedata`. */

/** @param {string} form @param {string} text */
export const normalize = (form, text) => text.normalize(form);

const CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co".split(" ");

/** The general category of a character: `Lu`, `Nd` …; `Cn` if it has none. @param {string} letter */
export const category = (letter) => CATEGORIES.find((name) => new RegExp(`^\\p{${name}}$`, "u").test(letter)) ?? "Cn";
