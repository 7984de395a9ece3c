/**
 * The calendar behind `datetime`, `time` and `calendar`: days of months, and moments as text by patterns such as
 * `%Y-%m-%d`. A moment here is a plain object of numbers.
 */

import { ValueError } from "./errors.js";
import { repr } from "./text.js";

export const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
export const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/**
 * @typedef {object} Moment
 * @property {number} year @property {number} month @property {number} day
 * @property {number} [hour] @property {number} [minute] @property {number} [second] @property {number} [microsecond]
 * @property {string} [offset] `+01:00`, or nothing @property {string} [zone]
 */

/** @param {number} value @param {number} [width] */
export function padded(value, width = 2) {
  return String(value).padStart(width, "0");
}

/** Milliseconds since the epoch, as if the fields were UTC's. @param {number} year @param {number} month @param {number} day @param {number} [hour] @param {number} [minute] @param {number} [second] */
export function utcMillis(year, month, day, hour = 0, minute = 0, second = 0) {
  const result = new Date(0);
  result.setUTCFullYear(year, month - 1, day);
  result.setUTCHours(hour, minute, second);
  return result.getTime();
}

/** @param {number} year @param {number} month */
export function daysIn(year, month) {
  return new Date(utcMillis(year, month + 1, 0)).getUTCDate();
}

/** Days, of which 1 is the first of year 1. @param {number} year @param {number} month @param {number} day */
export function ordinal(year, month, day) {
  return utcMillis(year, month, day) / 86400000 + 719163;
}

/** Monday is 0. @param {number} year @param {number} month @param {number} day */
export function weekdayOf(year, month, day) {
  return (ordinal(year, month, day) + 6) % 7;
}

/** ISO year, week and weekday. @param {number} year @param {number} month @param {number} day @returns {[number, number, number]} */
export function isoCalendar(year, month, day) {
  const weekday = weekdayOf(year, month, day);
  const thursday = new Date(utcMillis(year, month, day - weekday + 3));
  const isoYear = thursday.getUTCFullYear();
  const first = utcMillis(isoYear, 1, 1);
  return [isoYear, Math.floor((thursday.getTime() - first) / 86400000 / 7) + 1, weekday + 1];
}

/** @param {Moment} when @param {string} pattern @returns {string} */
export function strftime(when, pattern) {
  const { year, month, day, hour = 0, minute = 0, second = 0, microsecond = 0, offset = "", zone = "" } = when;
  const weekday = weekdayOf(year, month, day);
  const dayOfYear = ordinal(year, month, day) - ordinal(year, 1, 1) + 1;
  const [isoYear, isoWeek] = isoCalendar(year, month, day);
  const short = (/** @type {string} */ name) => name.slice(0, 3);
  const clock = `${padded(hour)}:${padded(minute)}:${padded(second)}`;
  const american = `${padded(month)}/${padded(day)}/${padded(year % 100)}`;
  /** @type {Record<string, () => string>} */
  const fields = {
    Y: () => String(year),
    G: () => String(isoYear),
    C: () => padded(Math.floor(year / 100)),
    y: () => padded(year % 100),
    m: () => padded(month),
    d: () => padded(day),
    e: () => String(day).padStart(2),
    H: () => padded(hour),
    k: () => String(hour).padStart(2),
    I: () => padded(hour % 12 || 12),
    l: () => String(hour % 12 || 12).padStart(2),
    M: () => padded(minute),
    S: () => padded(second),
    f: () => padded(microsecond, 6),
    p: () => (hour < 12 ? "AM" : "PM"),
    P: () => (hour < 12 ? "am" : "pm"),
    B: () => MONTHS[month - 1],
    b: () => short(MONTHS[month - 1]),
    h: () => short(MONTHS[month - 1]),
    A: () => DAYS[weekday],
    a: () => short(DAYS[weekday]),
    j: () => padded(dayOfYear, 3),
    w: () => String((weekday + 1) % 7),
    u: () => String(weekday + 1),
    U: () => padded(Math.floor((dayOfYear + 6 - ((weekday + 1) % 7)) / 7)),
    W: () => padded(Math.floor((dayOfYear + 6 - weekday) / 7)),
    V: () => padded(isoWeek),
    F: () => `${year}-${padded(month)}-${padded(day)}`,
    D: () => american,
    x: () => american,
    T: () => clock,
    X: () => clock,
    R: () => `${padded(hour)}:${padded(minute)}`,
    r: () => `${padded(hour % 12 || 12)}:${padded(minute)}:${padded(second)} ${hour < 12 ? "AM" : "PM"}`,
    c: () => `${short(DAYS[weekday])} ${short(MONTHS[month - 1])} ${String(day).padStart(2)} ${clock} ${year}`,
    z: () => offset.replaceAll(":", ""),
    Z: () => zone,
    n: () => "\n",
    t: () => "\t",
    "%": () => "%",
  };
  return pattern.replace(/%([-_0^#]?)(.)/gsu, (whole, flag, letter) => {
    const field = fields[letter];
    if (field === undefined) return whole;
    const text = field();
    if (flag === "-") return text.replace(/^[0 ]+(?=.)/, "");
    if (flag === "_") return text.replace(/^0+(?=.)/, (zeros) => " ".repeat(zeros.length));
    return flag === "^" ? text.toUpperCase() : text;
  });
}

/** @param {string[]} names */
const oneOf = (names) => `(${names.join("|")})`;

/** What each directive reads. @type {Record<string, string>} */
const READS = {
  Y: "(\\d{4})", G: "(\\d{4})", y: "(\\d{2})", m: "(1[0-2]|0[1-9]|[1-9])", d: "(3[01]|[12]\\d|0[1-9]|[1-9]| [1-9])",
  H: "(2[0-3]|[01]\\d|\\d)", I: "(1[0-2]|0[1-9]|[1-9])", M: "([0-5]\\d|\\d)", S: "(6[01]|[0-5]\\d|\\d)", f: "(\\d{1,6})", p: "(am|pm)",
  B: oneOf(MONTHS), b: oneOf(MONTHS.map((name) => name.slice(0, 3))), A: oneOf(DAYS), a: oneOf(DAYS.map((name) => name.slice(0, 3))),
  j: "(36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9])", w: "([0-6])", u: "([1-7])", U: "(5[0-3]|[0-4]\\d|\\d)",
  W: "(5[0-3]|[0-4]\\d|\\d)", V: "(5[0-3]|0[1-9]|[1-4]\\d|\\d)", z: "([+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d)?|Z)", Z: "(utc|gmt)",
};
/** Directives that stand for others. @type {Record<string, string>} */
const SHORTHANDS = { T: "%H:%M:%S", X: "%H:%M:%S", R: "%H:%M", F: "%Y-%m-%d", D: "%m/%d/%y", x: "%m/%d/%y", c: "%a %b %d %H:%M:%S %Y" };

/** Reads a moment. @param {string} text @param {string} pattern @returns {Moment} */
export function strptime(text, pattern) {
  /** @type {string[]} */
  const letters = [];
  const plain = pattern.replace(/%([TXRFDxc])/g, (_, letter) => SHORTHANDS[letter]);
  const source = plain.replace(/[\\^$.*+?(){}[\]|]/g, "\\$&").replace(/\s+/g, "\\s+").replace(/%(.?)/g, (whole, letter) => {
    if (letter === "%") return "%";
    if (letter === "") throw new ValueError(`stray % in format ${repr(pattern)}`);
    if (!Object.hasOwn(READS, letter)) throw new ValueError(`${repr(whole.slice(1))} is a bad directive in format ${repr(pattern)}`);
    letters.push(letter);
    return READS[letter];
  });
  const found = new RegExp(`^${source}`, "i").exec(text);
  if (found === null) throw new ValueError(`time data ${repr(text)} does not match format ${repr(pattern)}`);
  if (found[0].length < text.length) throw new ValueError(`unconverted data remains: ${text.slice(found[0].length)}`);
  /** @type {Record<string, string>} */
  const read = Object.fromEntries(letters.map((letter, index) => [letter, found[index + 1].toLowerCase()]));
  return moment(read);
}

/** @param {string[]} names @param {string} text */
const indexIn = (names, text) => names.findIndex((name) => name.toLowerCase().startsWith(text));

/** @param {Record<string, string>} read @returns {Moment} */
function moment(read) {
  const number = (/** @type {string} */ letter, /** @type {number} */ absent) => (read[letter] === undefined ? absent : Number(read[letter]));
  const short = number("y", 0);
  const year = read.y === undefined ? number("Y", 1900) : short + (short < 69 ? 2000 : 1900);
  let month = number("m", 1);
  if (read.B !== undefined || read.b !== undefined) month = indexIn(MONTHS, read.B ?? read.b) + 1;
  let day = number("d", 1);
  if (read.j !== undefined) {
    const found = new Date(utcMillis(year, 1, Number(read.j)));
    [month, day] = [found.getUTCMonth() + 1, found.getUTCDate()];
  }
  let hour = number("H", 0);
  if (read.I !== undefined) hour = (Number(read.I) % 12) + (read.p === "pm" ? 12 : 0);
  const offset = read.z === undefined ? undefined : read.z === "z" ? "+00:00" : read.z.replace(/^(...):?(..)(?::?(..))?$/, (_, hours, minutes, seconds) => `${hours}:${minutes}${seconds ? `:${seconds}` : ""}`);
  if (day > daysIn(year, month)) throw new ValueError("day is out of range for month");
  return { year, month, day, hour, minute: number("M", 0), second: number("S", 0), microsecond: Number((read.f ?? "0").padEnd(6, "0")), offset };
}
