/** Python's `calendar`: facts about months and years. */

import { ValueError } from "../errors.js";
import { tupleOf } from "../kinds.js";
import { DAYS, daysIn, MONTHS, utcMillis } from "../dates.js";

export const MONDAY = 0;
export const TUESDAY = 1;
export const WEDNESDAY = 2;
export const THURSDAY = 3;
export const FRIDAY = 4;
export const SATURDAY = 5;
export const SUNDAY = 6;
export const month_name = ["", ...MONTHS];
export const month_abbr = month_name.map((name) => name.slice(0, 3));
export const day_name = [...DAYS];
export const day_abbr = day_name.map((name) => name.slice(0, 3));

/** @param {number} year */
export const isleap = (year) => daysIn(year, 2) === 29;

/** Leap years from one year up to another. @param {number} first @param {number} last */
export function leapdays(first, last) {
  const before = (/** @type {number} */ year) => Math.floor((year - 1) / 4) - Math.floor((year - 1) / 100) + Math.floor((year - 1) / 400);
  return before(last) - before(first);
}

/** @param {number} year @param {number} month @param {number} day */
export function weekday(year, month, day) {
  return (new Date(utcMillis(year, month, day)).getUTCDay() + 6) % 7;
}

/** The weekday of the first day, and the number of days. @param {number} year @param {number} month */
export function monthrange(year, month) {
  if (month < 1 || month > 12) throw new ValueError(`bad month number ${month}; must be 1-12`);
  return tupleOf(weekday(year, month, 1), daysIn(year, month));
}

/** The days of a month in weeks; 0 is a day of another month. @param {number} year @param {number} month */
export function monthcalendar(year, month) {
  const [before, count] = monthrange(year, month);
  const weeks = Math.ceil((before + count) / 7);
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (_, day) => {
    const number = week * 7 + day - before + 1;
    return number < 1 || number > count ? 0 : number;
  }));
}

/** Seconds since the epoch of a UTC time tuple. @param {any} when */
export function timegm(when) {
  const [year, month, day, hour, minute, second] = when;
  return utcMillis(year, month, day, hour, minute, second) / 1000;
}
