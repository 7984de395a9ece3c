/** Python's `time`: clocks. `sleep` would block the page; `asyncio.sleep` does not. */

import { asFloat } from "../kinds.js";

/** Seconds since the epoch. */
export const time = () => asFloat(Date.now() / 1000);
/** Seconds since some moment. */
export const perf_counter = () => asFloat(performance.now() / 1000);
export const monotonic = perf_counter;
export const process_time = perf_counter;
