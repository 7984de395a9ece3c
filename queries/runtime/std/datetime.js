/** Python's `datetime`: `date`, `datetime`, `timedelta`, `timezone` with fixed offsets. Microseconds are kept. */

import { sig } from "../calls.js";
import { PyObject } from "../classes.js";
import { OverflowError, TypeError, ValueError } from "../errors.js";
import { hash } from "../hash.js";
import { asFloat, isNone, isNumber, NotImplemented, tupleOf } from "../kinds.js";
import { round } from "../decimals.js";

const DAY = 86400;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** @param {number} value @param {number} [width] */
function padded(value, width = 2) {
  return String(value).padStart(width, "0");
}

/** A span of time: whole days, seconds and microseconds, the latter two never negative. */
export class timedelta extends PyObject {
  /** @param {number} [days] @param {number} [seconds] @param {number} [microseconds] @param {number} [milliseconds] @param {number} [minutes] @param {number} [hours] @param {number} [weeks] */
  __init__(days = 0, seconds = 0, microseconds = 0, milliseconds = 0, minutes = 0, hours = 0, weeks = 0) {
    const allDays = days + weeks * 7;
    const whole = Math.trunc(allDays);
    const rest = (allDays - whole) * DAY + seconds + minutes * 60 + hours * 3600 + milliseconds / 1000;
    const wholeSeconds = Math.floor(rest);
    const micros = round((rest - wholeSeconds) * 1e6 + microseconds);
    const carried = wholeSeconds + Math.floor(micros / 1e6);
    /** @type {any} */
    this.days = whole + Math.floor(carried / DAY);
    /** @type {any} */
    this.seconds = carried - Math.floor(carried / DAY) * DAY;
    /** @type {any} */
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

  /** @param {any} other @param {(a: number, b: number) => any} compare */
  compared(other, compare) {
    return other instanceof timedelta ? compare(this.micros, other.micros) : NotImplemented;
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
    return hash(tupleOf(this.days, this.seconds, this.microseconds));
  }

  /** @param {any} other */
  __add__(other) {
    return this.compared(other, (a, b) => span(a + b));
  }

  /** @param {any} other */
  __sub__(other) {
    return this.compared(other, (a, b) => span(a - b));
  }

  /** @param {any} factor */
  __mul__(factor) {
    return isNumber(factor) ? span(round(this.micros * Number(factor))) : NotImplemented;
  }

  /** @param {any} factor */
  __rmul__(factor) {
    return this.__mul__(factor);
  }

  /** @param {any} other */
  __truediv__(other) {
    if (isNumber(other)) return span(round(this.micros / Number(other)));
    return this.compared(other, (a, b) => a / b);
  }

  /** @param {any} other */
  __floordiv__(other) {
    if (isNumber(other)) return span(Math.floor(this.micros / Number(other)));
    return this.compared(other, (a, b) => Math.floor(a / b));
  }

  __neg__() {
    return span(-this.micros);
  }

  __abs__() {
    return span(Math.abs(this.micros));
  }

  __bool__() {
    return this.micros !== 0;
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

/** @param {number} micros */
function span(micros) {
  const seconds = Math.floor(micros / 1e6);
  return new timedelta(0, seconds, micros - seconds * 1e6);
}

/** @param {number} microseconds */
function fraction(microseconds) {
  return microseconds === 0 ? "" : `.${padded(microseconds, 6)}`;
}

/** A fixed offset from UTC. */
export class timezone extends PyObject {
  /** @param {timedelta} offset @param {string | null} [name] */
  __init__(offset, name = null) {
    /** @type {any} */
    this.offset = offset;
    /** @type {any} */
    this.label = name;
  }

  /** @param {any} [when] */
  utcoffset(when) {
    void when;
    return this.offset;
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
    return this.offset.micros === 0 ? "datetime.timezone.utc" : `datetime.timezone(${this.offset.__repr__()})`;
  }

  static utc = new timezone(new timedelta());
}
export const UTC = timezone.utc;

/** @param {timedelta} offset */
function offsetText(offset) {
  const minutes = Math.floor(Math.abs(offset.micros) / 6e7);
  return `${offset.micros < 0 ? "-" : "+"}${padded(Math.floor(minutes / 60))}:${padded(minutes % 60)}`;
}

/** Milliseconds since the epoch, as if the fields were UTC's. @param {number} year @param {number} month @param {number} day @param {number} [hour] @param {number} [minute] @param {number} [second] */
function utcMillis(year, month, day, hour = 0, minute = 0, second = 0) {
  const result = new Date(0);
  result.setUTCFullYear(year, month - 1, day);
  result.setUTCHours(hour, minute, second);
  return result.getTime();
}

/** @param {number} year @param {number} month */
function daysIn(year, month) {
  return new Date(utcMillis(year, month + 1, 0)).getUTCDate();
}

/** @param {string} name @param {number} value @param {number} low @param {number} high */
function within(name, value, low, high) {
  if (!Number.isInteger(value)) throw new TypeError("an integer is required");
  if (value < low || value > high) {
    throw new ValueError(name === "year" ? `year ${value} is out of range` : name === "day" ? "day is out of range for month" : `${name} must be in ${low}..${high}`);
  }
}

export class date extends PyObject {
  /** @param {number} year @param {number} month @param {number} day */
  __init__(year, month, day) {
    within("year", year, 1, 9999);
    within("month", month, 1, 12);
    within("day", day, 1, daysIn(year, month));
    /** @type {any} */
    this.year = year;
    /** @type {any} */
    this.month = month;
    /** @type {any} */
    this.day = day;
  }

  static today() {
    const now = new Date();
    return new date(now.getFullYear(), now.getMonth() + 1, now.getDate());
  }

  /** @param {string} text */
  static fromisoformat(text) {
    const parts = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text);
    if (parts === null) throw new ValueError(`Invalid isoformat string: '${text}'`);
    return new date(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  }

  /** @param {number} ordinal days, of which 1 is the first of year 1 */
  static fromordinal(ordinal) {
    const found = new Date((ordinal - 719163) * DAY * 1000);
    return new date(found.getUTCFullYear(), found.getUTCMonth() + 1, found.getUTCDate());
  }

  toordinal() {
    return utcMillis(this.year, this.month, this.day) / (DAY * 1000) + 719163;
  }

  weekday() {
    return (this.toordinal() + 6) % 7;
  }

  isoweekday() {
    return this.weekday() + 1;
  }

  isoformat() {
    return `${padded(this.year, 4)}-${padded(this.month)}-${padded(this.day)}`;
  }

  /** @param {string} pattern */
  strftime(pattern) {
    return formatted(this, pattern);
  }

  /** @param {string} spec */
  __format__(spec) {
    return spec === "" ? this.__str__() : this.strftime(spec);
  }

  /** @param {any} year @param {any} month @param {any} day */
  replace(year, month, day) {
    return new date(year ?? this.year, month ?? this.month, day ?? this.day);
  }

  /** A number that orders moments of one kind. */
  get rank() {
    return this.toordinal();
  }

  /** @param {any} other @param {(a: number, b: number) => boolean} compare */
  compared(other, compare) {
    if (!(other instanceof date) || other instanceof datetime !== this instanceof datetime) return NotImplemented;
    return compare(this.rank, other.rank);
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
    return hash(this.isoformat());
  }

  /** @param {any} other @returns {any} */
  __add__(other) {
    return other instanceof timedelta ? date.fromordinal(this.toordinal() + other.days) : NotImplemented;
  }

  /** @param {any} other @returns {any} */
  __radd__(other) {
    return this.__add__(other);
  }

  /** @param {any} other @returns {any} */
  __sub__(other) {
    if (other instanceof timedelta) return date.fromordinal(this.toordinal() - other.days);
    return other instanceof date ? new timedelta(this.toordinal() - other.toordinal()) : NotImplemented;
  }

  __str__() {
    return this.isoformat();
  }

  __repr__() {
    return `datetime.date(${this.year}, ${this.month}, ${this.day})`;
  }
}
sig(date.prototype.replace, "year=,month=,day=");

export class datetime extends date {
  /**
   * @param {number} year @param {number} month @param {number} day @param {number} [hour] @param {number} [minute]
   * @param {number} [second] @param {number} [microsecond] @param {timezone | null} [tzinfo]
   */
  __init__(year, month, day, hour = 0, minute = 0, second = 0, microsecond = 0, tzinfo = null) {
    super.__init__(year, month, day);
    within("hour", hour, 0, 23);
    within("minute", minute, 0, 59);
    within("second", second, 0, 59);
    within("microsecond", microsecond, 0, 999999);
    Object.assign(this, { hour, minute, second, microsecond, tzinfo });
  }

  /** @param {timezone | null} [zone] */
  static now(zone = null) {
    return datetime.fromtimestamp(Date.now() / 1000, zone);
  }

  static utcnow() {
    return datetime.fromtimestamp(Date.now() / 1000, UTC).replace(null, null, null, null, null, null, null, NAIVE);
  }

  static today() {
    return datetime.now();
  }

  /** @param {number} seconds @param {timezone | null} [zone] @returns {any} */
  static fromtimestamp(seconds, zone = null) {
    const whole = Math.floor(seconds);
    const micros = round((seconds - whole) * 1e6);
    if (!isNone(zone)) return fromUtc(whole * 1e6 + micros + Number(zone?.offset.micros), zone);
    const local = new Date(whole * 1000);
    return new datetime(local.getFullYear(), local.getMonth() + 1, local.getDate(), local.getHours(), local.getMinutes(), local.getSeconds(), micros);
  }

  /** @param {string} text @returns {any} */
  static fromisoformat(text) {
    const parts = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
    if (parts === null) throw new ValueError(`Invalid isoformat string: '${text}'`);
    const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
    return new datetime(year, month, day, hour, minute, second, Number((parts[7] ?? "0").padEnd(6, "0")), zoneOf(parts[8]));
  }

  /** @param {date} day @param {any} time @returns {any} */
  static combine(day, time) {
    return new datetime(Number(day.year), Number(day.month), Number(day.day), time.hour, time.minute, time.second, time.microsecond);
  }

  date() {
    return new date(Number(this.year), Number(this.month), Number(this.day));
  }

  /** @returns {any} */
  get self() {
    return this;
  }

  utcoffset() {
    return this.self.tzinfo?.offset ?? null;
  }

  /** Microseconds since year 1 as if the fields were UTC's, less the offset. */
  get rank() {
    const { hour, minute, second, microsecond } = this.self;
    const millis = utcMillis(Number(this.year), Number(this.month), Number(this.day), hour, minute, second);
    return millis * 1000 + microsecond - (this.utcoffset()?.micros ?? 0);
  }

  timestamp() {
    const { hour, minute, second, microsecond, tzinfo } = this.self;
    if (!isNone(tzinfo)) return asFloat(this.rank / 1e6);
    return asFloat(new Date(Number(this.year), Number(this.month) - 1, Number(this.day), hour, minute, second).getTime() / 1000 + microsecond / 1e6);
  }

  /** @param {any} other @param {(a: number, b: number) => boolean} compare */
  compared(other, compare) {
    if (other instanceof datetime && isNone(this.self.tzinfo) !== isNone(other.self.tzinfo)) {
      if (compare(1, 1) && !compare(0, 1) && !compare(1, 0)) return false;
      throw new TypeError("can't compare offset-naive and offset-aware datetimes");
    }
    return super.compared(other, compare);
  }

  /** @param {any} zone @returns {any} */
  astimezone(zone) {
    const micros = isNone(this.self.tzinfo) ? this.timestamp() * 1e6 : this.rank;
    return fromUtc(micros + zone.offset.micros, zone);
  }

  /**
   * @param {any} [year] @param {any} [month] @param {any} [day] @param {any} [hour] @param {any} [minute] @param {any} [second]
   * @param {any} [microsecond] @param {any} [tzinfo] @returns {any}
   */
  replace(year, month, day, hour, minute, second, microsecond, tzinfo) {
    const own = this.self;
    const zone = tzinfo === NAIVE || tzinfo === null ? null : tzinfo ?? own.tzinfo;
    return new datetime(year ?? own.year, month ?? own.month, day ?? own.day, hour ?? own.hour, minute ?? own.minute, second ?? own.second, microsecond ?? own.microsecond, zone);
  }

  /** @param {any} other @returns {any} */
  __add__(other) {
    return other instanceof timedelta ? this.moved(other.micros) : NotImplemented;
  }

  /** @param {any} other @returns {any} */
  __sub__(other) {
    if (other instanceof timedelta) return this.moved(-other.micros);
    if (!(other instanceof datetime)) return NotImplemented;
    if (isNone(this.self.tzinfo) !== isNone(other.self.tzinfo)) {
      throw new TypeError("can't subtract offset-naive and offset-aware datetimes");
    }
    return span(this.rank - other.rank);
  }

  /** @param {number} micros */
  moved(micros) {
    return fromUtc(this.rank + (this.utcoffset()?.micros ?? 0) + micros, this.self.tzinfo);
  }

  /** @param {string} [separator] */
  isoformat(separator = "T") {
    const { hour, minute, second, microsecond, tzinfo } = this.self;
    const offset = isNone(tzinfo) ? "" : offsetText(tzinfo.offset);
    return `${super.isoformat()}${separator}${padded(hour)}:${padded(minute)}:${padded(second)}${fraction(microsecond)}${offset}`;
  }

  __str__() {
    return this.isoformat(" ");
  }

  __repr__() {
    const { hour, minute, second, microsecond, tzinfo } = this.self;
    const parts = [this.year, this.month, this.day, hour, minute];
    if (second !== 0 || microsecond !== 0) parts.push(second);
    if (microsecond !== 0) parts.push(microsecond);
    return `datetime.datetime(${parts.join(", ")}${isNone(tzinfo) ? "" : `, tzinfo=${tzinfo.__repr__()}`})`;
  }
}
sig(datetime, "year,month,day,hour=,minute=,second=,microsecond=,tzinfo=");
sig(datetime.prototype.replace, "year=,month=,day=,hour=,minute=,second=,microsecond=,tzinfo=");
sig(datetime.prototype.isoformat, "sep=");
sig(datetime.now, "tz=");
sig(datetime.fromtimestamp, "timestamp,tz=");

/** Asks `replace` for no zone. */
const NAIVE = Symbol("naive");

/** The moment whose fields are those of UTC at these microseconds. @param {number} micros @param {any} zone */
function fromUtc(micros, zone) {
  const seconds = Math.floor(micros / 1e6);
  const found = new Date(seconds * 1000);
  return new datetime(
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

/** @param {string | undefined} text */
function zoneOf(text) {
  if (text === undefined) return null;
  if (text === "Z") return UTC;
  const digits = text.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return minutes === 0 ? UTC : new timezone(new timedelta(0, 0, 0, 0, text[0] === "-" ? -minutes : minutes));
}

/** @param {any} when @param {string} pattern */
function formatted(when, pattern) {
  const { hour = 0, minute = 0, second = 0, microsecond = 0, tzinfo = null } = { ...when };
  const dayOfYear = when.toordinal() - new date(when.year, 1, 1).toordinal() + 1;
  /** @type {Record<string, () => string>} */
  const fields = {
    Y: () => String(when.year),
    y: () => padded(when.year % 100),
    m: () => padded(when.month),
    d: () => padded(when.day),
    H: () => padded(hour),
    I: () => padded(hour % 12 || 12),
    M: () => padded(minute),
    S: () => padded(second),
    f: () => padded(microsecond, 6),
    p: () => (hour < 12 ? "AM" : "PM"),
    B: () => MONTHS[when.month - 1],
    b: () => MONTHS[when.month - 1].slice(0, 3),
    A: () => DAYS[when.weekday()],
    a: () => DAYS[when.weekday()].slice(0, 3),
    j: () => padded(dayOfYear, 3),
    w: () => String((when.weekday() + 1) % 7),
    u: () => String(when.weekday() + 1),
    F: () => `${padded(when.year, 4)}-${padded(when.month)}-${padded(when.day)}`,
    T: () => `${padded(hour)}:${padded(minute)}:${padded(second)}`,
    z: () => (isNone(tzinfo) ? "" : offsetText(tzinfo.offset).replace(":", "")),
    Z: () => (isNone(tzinfo) ? "" : tzinfo.tzname()),
    "%": () => "%",
  };
  return pattern.replace(/%(.)/gsu, (_, letter) => {
    const field = fields[letter];
    if (field === undefined) throw new ValueError(`in the browser strftime has no %${letter}`);
    return field();
  });
}
