/** Python's `time`: clocks and times as tuples. `sleep` would block the page; `asyncio.sleep` does not. */

import { sig } from "../calls.js";
import { strftime as written, strptime as read } from "../dates.js";
import { asFloat, isNone } from "../kinds.js";
import { whole } from "../integers.js";
import { datetime, UTC } from "./datetime.js";

/** Seconds since the epoch. */
export const time = () => asFloat(Date.now() / 1000);
export const time_ns = () => whole(BigInt(Date.now()) * 1000000n);
/** Seconds since some moment. */
export const perf_counter = () => asFloat(performance.now() / 1000);
export const perf_counter_ns = () => whole(BigInt(Math.round(performance.now() * 1e6)));
export const monotonic = perf_counter;
export const process_time = perf_counter;

const Named = /** @type {any} */ (datetime.now().timetuple().constructor);
export { Named as struct_time };

/** @param {any} [seconds] */
export const gmtime = (seconds = null) => datetime.fromtimestamp(isNone(seconds) ? Date.now() / 1000 : seconds, UTC).utctimetuple();
/** @param {any} [seconds] */
export const localtime = (seconds = null) => datetime.fromtimestamp(isNone(seconds) ? Date.now() / 1000 : seconds).timetuple();

/** @param {string} pattern @param {any} [when] */
export function strftime(pattern, when = null) {
  const [year, month, day, hour, minute, second] = isNone(when) ? localtime() : when;
  return written({ year, month, day, hour, minute, second }, pattern);
}

/** @param {string} text @param {string} [pattern] */
export function strptime(text, pattern = "%c") {
  const { year, month, day, hour, minute, second } = read(text, pattern);
  return new datetime(year, month, day, hour, minute, second).timetuple();
}
sig(strptime, "string,format=");
