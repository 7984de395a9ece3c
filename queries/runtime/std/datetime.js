/** Python's `datetime`: `date`, `datetime`, `time`, `timedelta`, `timezone` with fixed offsets. Microseconds are kept. */

import { call } from "../calling.js";
import { sig } from "../calls.js";
import { PyObject } from "../classes.js";
import { daysIn, isoCalendar, ordinal, padded, strftime, strptime, utcMillis, weekdayOf } from "../dates.js";
import { round } from "../decimals.js";
import { OverflowError, TypeError, ValueError, ZeroDivisionError } from "../errors.js";
import { hash } from "../hash.js";
import { asFloat, isNone, isNumber, NAME, nameOf, NotImplemented, tupleOf, typeName } from "../kinds.js";
import { namedtuple } from "./collections.js";
import { repr } from "../text.js";

const DAY = 86400;
export const MINYEAR = 1;
export const MAXYEAR = 9999;

/** A span of time: whole days, seconds and microseconds, the latter two never negative. */
export class timedelta extends PyObject {
  static [NAME] = "datetime.timedelta";

  /** @param {number} [days] @param {number} [seconds] @param {number} [microseconds] @param {number} [milliseconds] @param {number} [minutes] @param {number} [hours] @param {number} [weeks] */
  constructor(days = 0, seconds = 0, microseconds = 0, milliseconds = 0, minutes = 0, hours = 0, weeks = 0) {
    super();
    for (const [name, value] of Object.entries({ days, seconds, microseconds, milliseconds, minutes, hours, weeks })) {
      if (!isNumber(value)) throw new TypeError(`unsupported type for timedelta ${name} component: ${typeName(value)}`);
    }
    const allDays = Number(days) + Number(weeks) * 7;
    const whole = Math.trunc(allDays);
    const rest = (allDays - whole) * DAY + Number(seconds) + Number(minutes) * 60 + Number(hours) * 3600 + Number(milliseconds) / 1000;
    const wholeSeconds = Math.floor(rest);
    const micros = round((rest - wholeSeconds) * 1e6 + Number(microseconds));
    const carried = wholeSeconds + Math.floor(micros / 1e6);
    this.days = whole + Math.floor(carried / DAY);
    this.seconds = carried - Math.floor(carried / DAY) * DAY;
    this.microseconds = micros - Math.floor(micros / 1e6) * 1e6;
    if (Math.abs(this.days) > 999999999) throw new OverflowError(`days=${this.days}; must have magnitude <= 999999999`);
  }

  totalSeconds() {
    return asFloat(this.days * DAY + this.seconds + this.microseconds / 1e6);
  }

  /** In microseconds, which are exact for about 285 years. */
  get micros() {
    return (this.days * DAY + this.seconds) * 1e6 + this.microseconds;
  }

  /** @param {any} other @param {(order: number) => boolean} accepts */
  compared(other, accepts) {
    if (!(other instanceof timedelta)) return NotImplemented;
    return accepts(this.days - other.days || this.seconds - other.seconds || this.microseconds - other.microseconds);
  }

  /** @param {any} other */
  __eq__(other) {
    return this.compared(other, (order) => order === 0);
  }

  /** @param {any} other */
  __lt__(other) {
    return this.compared(other, (order) => order < 0);
  }

  /** @param {any} other */
  __le__(other) {
    return this.compared(other, (order) => order <= 0);
  }

  /** @param {any} other */
  __gt__(other) {
    return this.compared(other, (order) => order > 0);
  }

  /** @param {any} other */
  __ge__(other) {
    return this.compared(other, (order) => order >= 0);
  }

  __hash__() {
    return hash(tupleOf(this.days, this.seconds, this.microseconds));
  }

  /** @param {any} other @returns {any} */
  __add__(other) {
    if (!(other instanceof timedelta)) return NotImplemented;
    return new timedelta(this.days + other.days, this.seconds + other.seconds, this.microseconds + other.microseconds);
  }

  /** @param {any} other @returns {any} */
  __sub__(other) {
    return other instanceof timedelta ? this.__add__(other.__neg__()) : NotImplemented;
  }

  /** @param {any} factor @returns {any} */
  __mul__(factor) {
    return isNumber(factor) ? span(round(this.micros * Number(factor))) : NotImplemented;
  }

  /** @param {any} factor @returns {any} */
  __rmul__(factor) {
    return this.__mul__(factor);
  }

  /** @param {any} other @returns {any} */
  __truediv__(other) {
    if (isNumber(other)) return span(round(this.micros / divisor(other)));
    return other instanceof timedelta ? asFloat(this.micros / divisor(other.micros)) : NotImplemented;
  }

  /** @param {any} other @returns {any} */
  __floordiv__(other) {
    if (isNumber(other)) return span(Math.floor(this.micros / divisor(other)));
    return other instanceof timedelta ? Math.floor(this.micros / divisor(other.micros)) : NotImplemented;
  }

  /** @param {any} other @returns {any} */
  __mod__(other) {
    if (!(other instanceof timedelta)) return NotImplemented;
    return span(this.micros - Math.floor(this.micros / divisor(other.micros)) * other.micros);
  }

  /** @param {any} other @returns {any} */
  __divmod__(other) {
    return other instanceof timedelta ? tupleOf(this.__floordiv__(other), this.__mod__(other)) : NotImplemented;
  }

  /** @returns {timedelta} */
  __neg__() {
    return new timedelta(-this.days, -this.seconds, -this.microseconds);
  }

  __pos__() {
    return this;
  }

  /** @returns {timedelta} */
  __abs__() {
    return this.days < 0 ? this.__neg__() : this;
  }

  __bool__() {
    return this.days !== 0 || this.seconds !== 0 || this.microseconds !== 0;
  }

  __str__() {
    const days = this.days === 0 ? "" : `${this.days} day${Math.abs(this.days) === 1 ? "" : "s"}, `;
    const clock = `${Math.floor(this.seconds / 3600)}:${padded(Math.floor(this.seconds / 60) % 60)}:${padded(this.seconds % 60)}`;
    return days + clock + fraction(this.microseconds);
  }

  __repr__() {
    const parts = [["days", this.days], ["seconds", this.seconds], ["microseconds", this.microseconds]];
    const shown = parts.filter(([, value]) => value !== 0).map(([name, value]) => `${name}=${value}`);
    return `datetime.timedelta(${shown.join(", ") || "0"})`;
  }
}
sig(timedelta, "days=,seconds=,microseconds=,milliseconds=,minutes=,hours=,weeks=");

/** @param {any} value */
function divisor(value) {
  if (Number(value) === 0) throw new ZeroDivisionError("integer division or modulo by zero");
  return Number(value);
}

/** @param {number} micros */
function span(micros) {
  const seconds = Math.floor(micros / 1e6);
  return new timedelta(0, seconds, micros - seconds * 1e6);
}

/** @param {number} microseconds */
function fraction(microseconds) {
  return microseconds === 0 ? "" : `.${padded(microseconds, 6)}`;
}

/** The base of time zones. */
export class tzinfo extends PyObject {}

/** A fixed offset from UTC. */
export class timezone extends tzinfo {
  static [NAME] = "datetime.timezone";

  /** @param {timedelta} offset @param {string | null} [name] */
  constructor(offset, name = null) {
    super();
    if (!(offset instanceof timedelta)) throw new TypeError(`timezone() argument 1 must be datetime.timedelta, not ${typeName(offset)}`);
    if (Math.abs(offset.micros) >= DAY * 1e6) {
      throw new ValueError(`offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ${repr(offset)}.`);
    }
    this.offset = offset;
    this.label = name;
  }

  /** @param {any} [when] */
  utcoffset(when) {
    void when;
    return this.offset;
  }

  /** @param {any} [when] */
  dst(when) {
    void when;
    return null;
  }

  /** @param {any} [when] */
  tzname(when) {
    void when;
    return this.label ?? (this.offset.micros === 0 ? "UTC" : `UTC${offsetText(this.offset)}`);
  }

  /** @param {any} other */
  __eq__(other) {
    return other instanceof timezone ? this.offset.__eq__(other.offset) : NotImplemented;
  }

  __hash__() {
    return this.offset.__hash__();
  }

  __str__() {
    return this.tzname();
  }

  __repr__() {
    if (this.label === null && this.offset.micros === 0 || this === UTC) return "datetime.timezone.utc";
    return `datetime.timezone(${repr(this.offset)}${this.label === null ? "" : `, ${repr(this.label)}`})`;
  }
}
sig(timezone, "offset,name=");
export const UTC = new timezone(new timedelta());
constants(timezone, { utc: UTC, min: new timezone(new timedelta(0, 0, 0, 0, -1439)), max: new timezone(new timedelta(0, 0, 0, 0, 1439)) });

/** @param {timedelta} offset */
function offsetText(offset) {
  const seconds = Math.floor(Math.abs(offset.micros) / 1e6);
  const rest = seconds % 60 === 0 ? "" : `:${padded(seconds % 60)}`;
  return `${offset.micros < 0 ? "-" : "+"}${padded(Math.floor(seconds / 3600))}:${padded(Math.floor(seconds / 60) % 60)}${rest}`;
}

/** @param {string | undefined} text */
function zoneOf(text) {
  if (text === undefined) return null;
  if (text === "Z") return UTC;
  const [hours, minutes, seconds = 0] = text.slice(1).replaceAll(":", "").match(/\d\d/g)?.map(Number) ?? [0, 0];
  const total = (hours * 60 + minutes) * 60 + seconds;
  return total === 0 ? UTC : new timezone(new timedelta(0, text[0] === "-" ? -total : total));
}

/** @param {string} name @param {any} value @param {number} low @param {number} high */
function within(name, value, low, high) {
  if (!Number.isInteger(value)) throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (value < low || value > high) {
    throw new ValueError(name === "year" ? `year ${value} is out of range` : name === "day" ? "day is out of range for month" : `${name} must be in ${low}..${high}`);
  }
}

/** @param {any} self an object with the fields of a clock */
function clockText({ hour, minute, second, microsecond }, spec = "auto") {
  const parts = [padded(hour), padded(minute), padded(second)];
  switch (spec) {
    case "hours":
      return parts[0];
    case "minutes":
      return parts.slice(0, 2).join(":");
    case "seconds":
      return parts.join(":");
    case "milliseconds":
      return `${parts.join(":")}.${padded(Math.floor(microsecond / 1000), 3)}`;
    case "microseconds":
      return `${parts.join(":")}.${padded(microsecond, 6)}`;
    case "auto":
      return parts.join(":") + fraction(microsecond);
    default:
      throw new ValueError("Unknown timespec value");
  }
}

/** @param {any} hour @param {any} minute @param {any} second @param {any} microsecond */
function requireClock(hour, minute, second, microsecond) {
  within("hour", hour, 0, 23);
  within("minute", minute, 0, 59);
  within("second", second, 0, 59);
  within("microsecond", microsecond, 0, 999999);
}

const IsoDate = namedtuple("IsoCalendarDate", ["year", "week", "weekday"]);
Object.defineProperty(IsoDate.prototype, "__repr__", {
  /** @this {any} */
  value() {
    return `datetime.IsoCalendarDate(year=${this[0]}, week=${this[1]}, weekday=${this[2]})`;
  },
});

export class date extends PyObject {
  static [NAME] = "datetime.date";

  /** @param {any} year @param {any} month @param {any} day */
  constructor(year, month, day) {
    super();
    within("year", year, MINYEAR, MAXYEAR);
    within("month", month, 1, 12);
    within("day", day, 1, daysIn(year, month));
    this.year = /** @type {number} */ (year);
    this.month = /** @type {number} */ (month);
    this.day = /** @type {number} */ (day);
  }

  /** @returns {any} */
  static today() {
    const now = new Date();
    return new this(now.getFullYear(), now.getMonth() + 1, now.getDate());
  }

  /** @param {string} text @returns {any} */
  static fromisoformat(text) {
    if (typeof text !== "string") throw new TypeError("fromisoformat: argument must be str");
    const week = /^(\d{4})(?:-W(\d{2})(?:-([1-7]))?|W(\d{2})([1-7])?)$/.exec(text);
    if (week !== null) return this.fromisocalendar(Number(week[1]), Number(week[2] ?? week[4]), Number(week[3] ?? week[5] ?? 1));
    const parts = /^(\d{4})(?:-(\d{2})-(\d{2})|(\d{2})(\d{2}))$/.exec(text);
    if (parts === null) throw new ValueError(`Invalid isoformat string: ${repr(text)}`);
    return new this(Number(parts[1]), Number(parts[2] ?? parts[4]), Number(parts[3] ?? parts[5]));
  }

  /** @param {number} days of which 1 is the first of year 1 @returns {any} */
  static fromordinal(days) {
    if (days < 1 || days > 3652059) throw days < 1 ? new ValueError("ordinal must be >= 1") : new ValueError("year 10000 is out of range");
    const found = new Date((days - 719163) * DAY * 1000);
    return new this(found.getUTCFullYear(), found.getUTCMonth() + 1, found.getUTCDate());
  }

  /** @param {number} year @param {number} week @param {number} weekday @returns {any} */
  static fromisocalendar(year, week, weekday) {
    const fourth = ordinal(year, 1, 4);
    return this.fromordinal(fourth - weekdayOf(year, 1, 4) + (week - 1) * 7 + weekday - 1);
  }

  /** @param {number} seconds @returns {any} */
  static fromtimestamp(seconds) {
    const found = new Date(Number(seconds) * 1000);
    return new this(found.getFullYear(), found.getMonth() + 1, found.getDate());
  }

  toordinal() {
    return ordinal(this.year, this.month, this.day);
  }

  weekday() {
    return weekdayOf(this.year, this.month, this.day);
  }

  isoweekday() {
    return this.weekday() + 1;
  }

  isocalendar() {
    return IsoDate.__call__(...isoCalendar(this.year, this.month, this.day));
  }

  isoformat() {
    return `${padded(this.year, 4)}-${padded(this.month)}-${padded(this.day)}`;
  }

  timetuple() {
    return timeTuple(this, -1);
  }

  ctime() {
    return this.strftime("%c");
  }

  /** @param {string} pattern */
  strftime(pattern) {
    return strftime({ year: this.year, month: this.month, day: this.day }, pattern);
  }

  /** @param {string} spec */
  __format__(spec) {
    return spec === "" ? this.__str__() : this.strftime(spec);
  }

  /** @param {any} year @param {any} month @param {any} day @returns {any} */
  replace(year, month, day) {
    return new /** @type {any} */ (this.constructor)(year ?? this.year, month ?? this.month, day ?? this.day);
  }

  /** A number that orders moments of one kind. */
  get rank() {
    return this.toordinal();
  }

  /** @param {any} other @param {(a: number, b: number) => boolean} compare @param {boolean} isOrder @returns {any} */
  compared(other, compare, isOrder) {
    if (!(other instanceof date)) return NotImplemented;
    if (other instanceof datetime !== this instanceof datetime) {
      if (!isOrder) return NotImplemented;
      throw new TypeError(`can't compare datetime.datetime to datetime.date`);
    }
    return compare(this.rank, other.rank);
  }

  /** @param {any} other */
  __eq__(other) {
    return this.compared(other, (a, b) => a === b, false);
  }

  /** @param {any} other */
  __lt__(other) {
    return this.compared(other, (a, b) => a < b, true);
  }

  /** @param {any} other */
  __le__(other) {
    return this.compared(other, (a, b) => a <= b, true);
  }

  /** @param {any} other */
  __gt__(other) {
    return this.compared(other, (a, b) => a > b, true);
  }

  /** @param {any} other */
  __ge__(other) {
    return this.compared(other, (a, b) => a >= b, true);
  }

  __hash__() {
    return hash(this.isoformat());
  }

  /** @param {any} other @returns {any} */
  __add__(other) {
    return other instanceof timedelta ? this.later(other.days) : NotImplemented;
  }

  /** @param {any} other @returns {any} */
  __radd__(other) {
    return this.__add__(other);
  }

  /** @param {any} other @returns {any} */
  __sub__(other) {
    if (other instanceof timedelta) return this.later(-other.days);
    return other instanceof date && !(other instanceof datetime) ? new timedelta(this.toordinal() - other.toordinal()) : NotImplemented;
  }

  /** @param {number} days @returns {any} */
  later(days) {
    const found = this.toordinal() + days;
    if (found < 1 || found > 3652059) throw new OverflowError("date value out of range");
    return /** @type {any} */ (this.constructor).fromordinal(found);
  }

  __str__() {
    return this.isoformat();
  }

  __repr__() {
    return `${nameOf(this.constructor)}(${this.year}, ${this.month}, ${this.day})`;
  }
}
sig(date, "year,month,day");
sig(date.prototype.replace, "year=,month=,day=");

/** Asks `replace` for no zone. */
const NAIVE = Symbol("naive");

export class time extends PyObject {
  static [NAME] = "datetime.time";

  /** @param {any} [hour] @param {any} [minute] @param {any} [second] @param {any} [microsecond] @param {any} [zone] */
  constructor(hour = 0, minute = 0, second = 0, microsecond = 0, zone = null) {
    super();
    requireClock(hour, minute, second, microsecond);
    this.hour = /** @type {number} */ (hour);
    this.minute = /** @type {number} */ (minute);
    this.second = /** @type {number} */ (second);
    this.microsecond = /** @type {number} */ (microsecond);
    this.tzinfo = zone ?? null;
  }

  /** @param {string} text */
  static fromisoformat(text) {
    const parts = /^T?(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,6})\d*)?)?)?(Z|[+-]\d{2}:?\d{2}(?::?\d{2})?)?$/.exec(text);
    if (parts === null) throw new ValueError(`Invalid isoformat string: ${repr(text)}`);
    return new time(Number(parts[1]), Number(parts[2] ?? 0), Number(parts[3] ?? 0), Number((parts[4] ?? "0").padEnd(6, "0")), zoneOf(parts[5]));
  }

  get rank() {
    return ((this.hour * 60 + this.minute) * 60 + this.second) * 1e6 + this.microsecond - (this.tzinfo?.utcoffset(null)?.micros ?? 0);
  }

  utcoffset() {
    return this.tzinfo?.utcoffset(null) ?? null;
  }

  tzname() {
    return this.tzinfo?.tzname(null) ?? null;
  }

  /** @param {any} other @param {(a: number, b: number) => boolean} compare */
  compared(other, compare) {
    return other instanceof time ? compare(this.rank, other.rank) : NotImplemented;
  }

  /** @param {any} other */
  __eq__(other) {
    return this.compared(other, (a, b) => a === b);
  }

  /** @param {any} other */
  __lt__(other) {
    return this.compared(other, (a, b) => a < b);
  }

  /** @param {any} other */
  __le__(other) {
    return this.compared(other, (a, b) => a <= b);
  }

  /** @param {any} other */
  __gt__(other) {
    return this.compared(other, (a, b) => a > b);
  }

  /** @param {any} other */
  __ge__(other) {
    return this.compared(other, (a, b) => a >= b);
  }

  __hash__() {
    return hash(this.rank);
  }

  /** @param {any} hour @param {any} minute @param {any} second @param {any} microsecond @param {any} zone */
  replace(hour, minute, second, microsecond, zone) {
    const kept = zone === undefined ? this.tzinfo : zone;
    return new time(hour ?? this.hour, minute ?? this.minute, second ?? this.second, microsecond ?? this.microsecond, kept);
  }

  /** @param {string} [spec] */
  isoformat(spec = "auto") {
    return clockText(this, spec) + (isNone(this.tzinfo) ? "" : offsetText(this.tzinfo.utcoffset(null)));
  }

  /** @param {string} pattern */
  strftime(pattern) {
    return strftime({ year: 1900, month: 1, day: 1, ...clockFields(this) }, pattern);
  }

  /** @param {string} spec */
  __format__(spec) {
    return spec === "" ? this.__str__() : this.strftime(spec);
  }

  __str__() {
    return this.isoformat();
  }

  __repr__() {
    return `datetime.time(${clockRepr(this, [])})`;
  }
}
sig(time, "hour=,minute=,second=,microsecond=,tzinfo=");
sig(time.prototype.replace, "hour=,minute=,second=,microsecond=,tzinfo=");
sig(time.prototype.isoformat, "timespec=");

/** @param {any} self a `time` or `datetime` */
function clockFields({ hour, minute, second, microsecond, tzinfo: zone }) {
  const offset = zone?.utcoffset(null);
  return { hour, minute, second, microsecond, offset: isNone(offset) ? "" : offsetText(offset), zone: zone?.tzname(null) ?? "" };
}

/** @param {any} self @param {any[]} before */
function clockRepr({ hour, minute, second, microsecond, tzinfo: zone }, before) {
  const parts = [...before, hour, minute];
  if (second !== 0 || microsecond !== 0) parts.push(second);
  if (microsecond !== 0) parts.push(microsecond);
  return parts.join(", ") + (isNone(zone) ? "" : `, tzinfo=${repr(zone)}`);
}

export class datetime extends date {
  static [NAME] = "datetime.datetime";

  /**
   * @param {any} year @param {any} month @param {any} day @param {any} [hour] @param {any} [minute]
   * @param {any} [second] @param {any} [microsecond] @param {any} [zone]
   */
  constructor(year, month, day, hour = 0, minute = 0, second = 0, microsecond = 0, zone = null) {
    super(year, month, day);
    requireClock(hour, minute, second, microsecond);
    this.hour = /** @type {number} */ (hour);
    this.minute = /** @type {number} */ (minute);
    this.second = /** @type {number} */ (second);
    this.microsecond = /** @type {number} */ (microsecond);
    this.tzinfo = zone ?? null;
  }

  /** @param {any} [zone] @returns {any} */
  static now(zone = null) {
    return this.fromtimestamp(Date.now() / 1000, zone);
  }

  /** @returns {any} */
  static utcnow() {
    return this.utcfromtimestamp(Date.now() / 1000);
  }

  /** @returns {any} */
  static today() {
    return this.now();
  }

  /** @param {any} seconds @returns {any} */
  static utcfromtimestamp(seconds) {
    return this.fromtimestamp(seconds, UTC).replace(undefined, undefined, undefined, undefined, undefined, undefined, undefined, NAIVE);
  }

  /** @param {any} seconds @param {any} [zone] @returns {any} */
  static fromtimestamp(seconds, zone = null) {
    const whole = Math.floor(Number(seconds));
    const micros = round((Number(seconds) - whole) * 1e6);
    if (!isNone(zone)) return fromUtc(this, whole * 1e6 + micros + Number(zone.utcoffset(null).micros), zone);
    const local = new Date(whole * 1000);
    const made = new this(local.getFullYear(), local.getMonth() + 1, local.getDate(), local.getHours(), local.getMinutes(), local.getSeconds());
    return made.__add__(new timedelta(0, 0, micros));
  }

  /** @param {string} text @returns {any} */
  static fromisoformat(text) {
    if (typeof text !== "string") throw new TypeError("fromisoformat: argument must be str");
    const parts = /^(\d{4})-?(\d{2})-?(\d{2})(?:[^\d](.+))?$/.exec(text);
    if (parts === null) throw new ValueError(`Invalid isoformat string: ${repr(text)}`);
    let clock = new time();
    try {
      if (parts[4] !== undefined) clock = time.fromisoformat(parts[4]);
    } catch (error) {
      throw error instanceof ValueError && String(error.message).startsWith("Invalid") ? new ValueError(`Invalid isoformat string: ${repr(text)}`) : error;
    }
    return new this(Number(parts[1]), Number(parts[2]), Number(parts[3]), clock.hour, clock.minute, clock.second, clock.microsecond, clock.tzinfo);
  }

  /** @param {string} text @param {string} pattern @returns {any} */
  static strptime(text, pattern) {
    if (typeof text !== "string") throw new TypeError(`strptime() argument 1 must be str, not ${typeName(text)}`);
    const found = strptime(text, pattern);
    return new this(found.year, found.month, found.day, found.hour, found.minute, found.second, found.microsecond, zoneOf(found.offset));
  }

  /** @param {date} day @param {any} clock @param {any} [zone] @returns {any} */
  static combine(day, clock, zone) {
    return new this(day.year, day.month, day.day, clock.hour, clock.minute, clock.second, clock.microsecond, zone === undefined ? clock.tzinfo : zone);
  }

  /** @param {number} days @returns {any} */
  static fromordinal(days) {
    const { year, month, day } = date.fromordinal(days);
    return new this(year, month, day);
  }

  date() {
    return new date(this.year, this.month, this.day);
  }

  time() {
    return new time(this.hour, this.minute, this.second, this.microsecond);
  }

  timetz() {
    return new time(this.hour, this.minute, this.second, this.microsecond, this.tzinfo);
  }

  timetuple() {
    return timeTuple(this, -1);
  }

  utctimetuple() {
    return timeTuple(isNone(this.tzinfo) ? this : this.astimezone(UTC), 0);
  }

  utcoffset() {
    return this.tzinfo?.utcoffset(this) ?? null;
  }

  tzname() {
    return this.tzinfo?.tzname(this) ?? null;
  }

  dst() {
    return this.tzinfo?.dst?.(this) ?? null;
  }

  /** Microseconds since the epoch as if the fields were UTC's, less the offset. */
  get rank() {
    const millis = utcMillis(this.year, this.month, this.day, this.hour, this.minute, this.second);
    return millis * 1000 + this.microsecond - (this.utcoffset()?.micros ?? 0);
  }

  timestamp() {
    if (!isNone(this.tzinfo)) return asFloat(this.rank / 1e6);
    return asFloat(new Date(this.year, this.month - 1, this.day, this.hour, this.minute, this.second).getTime() / 1000 + this.microsecond / 1e6);
  }

  /** @param {any} other @param {(a: number, b: number) => boolean} compare @param {boolean} isOrder */
  compared(other, compare, isOrder) {
    if (other instanceof datetime && isNone(this.tzinfo) !== isNone(other.tzinfo)) {
      if (!isOrder) return false;
      throw new TypeError("can't compare offset-naive and offset-aware datetimes");
    }
    return super.compared(other, compare, isOrder);
  }

  __hash__() {
    return hash(this.rank);
  }

  /** @param {any} [zone] @returns {any} */
  astimezone(zone = null) {
    const micros = isNone(this.tzinfo) ? Number(this.timestamp()) * 1e6 : this.rank;
    const target = zone ?? new timezone(new timedelta(0, 0, 0, 0, -new Date(micros / 1000).getTimezoneOffset()));
    return fromUtc(this.constructor, micros + target.utcoffset(null).micros, target);
  }

  /**
   * @param {any} [year] @param {any} [month] @param {any} [day] @param {any} [hour] @param {any} [minute] @param {any} [second]
   * @param {any} [microsecond] @param {any} [zone] @returns {any}
   */
  replace(year, month, day, hour, minute, second, microsecond, zone) {
    const kept = zone === undefined ? this.tzinfo : zone === NAIVE ? null : zone;
    const made = /** @type {any} */ (this.constructor);
    return new made(year ?? this.year, month ?? this.month, day ?? this.day, hour ?? this.hour, minute ?? this.minute, second ?? this.second, microsecond ?? this.microsecond, kept);
  }

  /** @param {any} other @returns {any} */
  __add__(other) {
    return other instanceof timedelta ? this.moved(other) : NotImplemented;
  }

  /** @param {any} other @returns {any} */
  __sub__(other) {
    if (other instanceof timedelta) return this.moved(other.__neg__());
    if (!(other instanceof datetime)) return NotImplemented;
    if (isNone(this.tzinfo) !== isNone(other.tzinfo)) throw new TypeError("can't subtract offset-naive and offset-aware datetimes");
    return span(this.rank - other.rank);
  }

  /** @param {timedelta} by */
  moved(by) {
    const clock = new timedelta(by.days, this.hour * 3600 + this.minute * 60 + this.second + by.seconds, this.microsecond + by.microseconds);
    const day = date.fromordinal(ordinalWithin(this.toordinal() + clock.days));
    const made = /** @type {any} */ (this.constructor);
    return new made(day.year, day.month, day.day, Math.floor(clock.seconds / 3600), Math.floor(clock.seconds / 60) % 60, clock.seconds % 60, clock.microseconds, this.tzinfo);
  }

  /** @param {string} [separator] @param {string} [spec] */
  isoformat(separator = "T", spec = "auto") {
    const offset = this.utcoffset();
    return `${super.isoformat()}${separator}${clockText(this, spec)}${isNone(offset) ? "" : offsetText(offset)}`;
  }

  /** @param {string} pattern */
  strftime(pattern) {
    return strftime({ year: this.year, month: this.month, day: this.day, ...clockFields(this) }, pattern);
  }

  __str__() {
    return this.isoformat(" ");
  }

  __repr__() {
    return `${nameOf(this.constructor)}(${clockRepr(this, [this.year, this.month, this.day])})`;
  }
}
sig(datetime, "year,month,day,hour=,minute=,second=,microsecond=,tzinfo=");
sig(datetime.prototype.replace, "year=,month=,day=,hour=,minute=,second=,microsecond=,tzinfo=");
sig(datetime.prototype.isoformat, "sep=,timespec=");
sig(datetime.prototype.astimezone, "tz=");
sig(datetime.now, "tz=");
sig(datetime.fromtimestamp, "timestamp,tz=");
sig(datetime.combine, "date,time,tzinfo=");

/** @param {number} days */
function ordinalWithin(days) {
  if (days < 1 || days > 3652059) throw new OverflowError("date value out of range");
  return days;
}

/** The moment whose fields are those of UTC at these microseconds. @param {any} type @param {number} micros @param {any} zone */
function fromUtc(type, micros, zone) {
  const seconds = Math.floor(micros / 1e6);
  const found = new Date(seconds * 1000);
  return new type(
    found.getUTCFullYear(),
    found.getUTCMonth() + 1,
    found.getUTCDate(),
    found.getUTCHours(),
    found.getUTCMinutes(),
    found.getUTCSeconds(),
    micros - seconds * 1e6,
    zone,
  );
}

const TimeTuple = namedtuple("struct_time", ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"]);
Object.defineProperty(TimeTuple.prototype, "__repr__", {
  /** @this {any} */
  value() {
    return `time.struct_time(${TimeTuple._fields.map((/** @type {string} */ name, /** @type {number} */ index) => `${name}=${this[index]}`).join(", ")})`;
  },
});

/** @param {any} when @param {number} dst */
function timeTuple(when, dst) {
  const { year, month, day, hour = 0, minute = 0, second = 0 } = { ...when };
  return call(TimeTuple, year, month, day, hour, minute, second, weekdayOf(year, month, day), ordinal(year, month, day) - ordinal(year, 1, 1) + 1, dst);
}

/** Gives a class its constants. @param {any} type @param {Record<string, any>} members */
function constants(type, members) {
  for (const [name, value] of Object.entries(members)) Object.defineProperty(type, name, { value, configurable: true, writable: true });
}

constants(timedelta, { min: new timedelta(-999999999), max: new timedelta(999999999, 86399, 999999), resolution: new timedelta(0, 0, 1) });
constants(date, { min: new date(1, 1, 1), max: new date(9999, 12, 31), resolution: new timedelta(1) });
constants(time, { min: new time(), max: new time(23, 59, 59, 999999), resolution: new timedelta(0, 0, 1) });
constants(datetime, { min: new datetime(1, 1, 1), max: new datetime(9999, 12, 31, 23, 59, 59, 999999), resolution: new timedelta(0, 0, 1) });
