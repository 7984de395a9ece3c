/** Format specs: f-strings, `format()`, `str.format` and the `%` operator on text. */

import { attr } from "./attributes.js";
import { digitsOf, wholePart } from "./bigints.js";
import { fixed, scientific } from "./decimals.js";
import { dictGet, dictHas } from "./dicts.js";
import { IndexError, KeyError, OverflowError, TypeError, ValueError } from "./errors.js";
import { toFloat } from "./integers.js";
import { HASHED_AS, isDict, isFloat, isInt, isNone, isNumber, Tuple, typeName } from "./kinds.js";
import { ascii, floatText, formatted, repr, str } from "./text.js";
import { getitem } from "./values.js";

const SPEC = /^(?:([^]?)([<>=^]))?([-+ ]?)(z?)(#?)(0?)(\d*)([_,]?)(?:\.(\d+))?([a-zA-Z%]?)$/u;

/**
 * @typedef {object} Spec
 * @property {string} fill @property {string} align @property {string} sign @property {boolean} [positiveZero] @property {boolean} alternate
 * @property {number} width @property {string} group @property {number | null} precision @property {string} type
 */

/** The last spec that had no group, and its text: the next one is mostly the same. @type {[string, Spec] | null} */
let last = null;

/** @param {string} text @param {any} value @returns {Spec} */
function parse(text, value) {
  if (last?.[0] === text) return last[1];
  const parts = SPEC.exec(text);
  if (parts === null) throw new ValueError(`Invalid format specifier '${text}' for object of type '${typeName(value)}'`);
  const [, fill, align, sign, positiveZero, alternate, zero, width, group, precision, type] = parts;
  if (group !== "" && /[sc]/.test(type || (typeof value === "string" ? "s" : "")) || group === "," && /[boxXn]/.test(type)) {
    throw new ValueError(`Cannot specify '${group}' with '${type || "s"}'.`);
  }
  const spec = {
    fill: fill || (zero ? "0" : " "),
    align: align ?? (zero ? "=" : ""),
    sign,
    positiveZero: positiveZero !== "",
    alternate: alternate !== "",
    width: Number(width),
    group,
    precision: precision === undefined ? null : Number(precision),
    type,
  };
  if (group === "") last = [text, spec];
  return spec;
}

/**
 * One field of an f-string; also `format(value, spec)`.
 * @param {any} value @param {string} [spec] @param {string} [conversion] `r`, `s` or `a`
 * @returns {string}
 */
export function format(value, spec = "", conversion = "") {
  const shown = conversion === "" ? value : converted(value, conversion);
  if (spec === "") return formatted(shown);
  if (typeof shown?.__format__ === "function") return shown.__format__(spec);
  if (typeof shown === "string") return textField(shown, parse(spec, shown));
  if (isNumber(shown)) return numberField(typeof shown === "bigint" ? shown : Number(shown), parse(spec, shown), isFloat(shown));
  throw new TypeError(`unsupported format string passed to ${typeName(shown)}.__format__`);
}

/** @param {any} value @param {string} conversion */
function converted(value, conversion) {
  if (conversion === "r") return repr(value);
  return conversion === "a" ? ascii(value) : str(value);
}

/** @param {string} value @param {Spec} spec */
function textField(value, spec) {
  if (spec.type !== "" && spec.type !== "s") throw unknownCode(spec.type, "str");
  if (spec.sign !== "") throw new ValueError("Sign not allowed in string format specifier");
  if (spec.alternate) throw new ValueError("Alternate form (#) not allowed in string format specifier");
  if (spec.align === "=" && spec.fill !== "0") {
    throw new ValueError("'=' alignment not allowed in string format specifier");
  }
  const shown = spec.precision === null ? value : [...value].slice(0, spec.precision).join("");
  return padded("", shown, { ...spec, align: spec.align === "=" ? "<" : spec.align || "<" });
}

/** @param {string} code @param {string} type */
function unknownCode(code, type) {
  return new ValueError(`Unknown format code '${code}' for object of type '${type}'`);
}

/** @param {string} sign @param {string} body @param {Spec} spec */
function padded(sign, body, { fill, align, width }) {
  const missing = Math.max(0, width - [...body].length - sign.length);
  if (align === "=") return sign + fill.repeat(missing) + body;
  const before = align === "<" ? 0 : align === "^" ? Math.floor(missing / 2) : missing;
  return fill.repeat(before) + sign + body + fill.repeat(missing - before);
}

/** @param {number | bigint} value @param {Spec} spec @param {boolean} isFloat */
function numberField(value, spec, isFloat) {
  const body = isFloat || /[eEfFgG%]/.test(spec.type) ? floatBody(toFloat(value), spec) : intBody(value, spec);
  const [prefix, digits] = body;
  const isZero = spec.positiveZero && !/[1-9a-z]/i.test(digits.replace(/e.*/i, ""));
  const negative = !isZero && (value < 0 || Object.is(value, -0) && isFloat);
  const sign = negative ? "-" : spec.sign === "-" ? "" : spec.sign;
  const align = spec.align || ">";
  if (spec.group === "") return padded(sign + prefix, digits, { ...spec, align });
  const size = /[bBoxX]/.test(spec.type) ? 4 : 3;
  const width = spec.fill === "0" && align === "=" ? spec.width - sign.length - prefix.length : 0;
  return padded(sign + prefix, grouped(digits, spec.group, size, width), { ...spec, align });
}

/** @param {string} digits @param {string} mark @param {number} size @param {number} width filled up with zeros that are grouped too */
function grouped(digits, mark, size, width) {
  const [, whole, rest] = /** @type {RegExpExecArray} */ (/^([0-9a-zA-Z]*)(.*)$/.exec(digits));
  const pattern = new RegExp(`\\B(?=(?:[0-9a-zA-Z]{${size}})+$)`, "g");
  let letters = whole;
  let result = letters.replace(pattern, mark);
  while (result.length + rest.length < width) {
    letters = `0${letters}`;
    result = letters.replace(pattern, mark);
  }
  return result + rest;
}

/** @type {Record<string, [number, string]>} */
const BASES = { b: [2, "0b"], o: [8, "0o"], x: [16, "0x"], X: [16, "0X"] };

/** Prefix and digits. @param {number | bigint} value @param {Spec} spec @returns {[string, string]} */
function intBody(value, spec) {
  if (spec.precision !== null) throw new ValueError("Precision not allowed in integer format specifier");
  if (spec.type === "" || spec.type === "d" || spec.type === "n") return ["", digitsOf(value, 10)];
  if (spec.type === "c") return ["", character(value)];
  const base = BASES[spec.type];
  if (base === undefined) throw unknownCode(spec.type, "int");
  const digits = digitsOf(value, base[0]);
  return [spec.alternate ? base[1] : "", spec.type === "X" ? digits.toUpperCase() : digits];
}

/** @param {number} value @param {Spec} spec @returns {[string, string]} */
function floatBody(value, spec) {
  if (!/^[eEfFgGn%]?$/.test(spec.type)) throw unknownCode(spec.type, "float");
  const percent = spec.type === "%";
  if (!Number.isFinite(value)) {
    const text = (Number.isNaN(value) ? "nan" : "inf") + (percent ? "%" : "");
    return ["", /[EFG]/.test(spec.type) ? text.toUpperCase() : text];
  }
  const text = finiteBody(Math.abs(value), spec, percent);
  return ["", /[EG]/.test(spec.type) ? text.toUpperCase() : text];
}

/** @param {number} value @param {Spec} spec @param {boolean} percent */
function finiteBody(value, spec, percent) {
  const { precision, alternate } = spec;
  switch (spec.type) {
    case "":
      return precision === null ? floatText(value) : general(value, precision, alternate, true);
    case "e":
    case "E":
      return exponential(value, precision ?? 6);
    case "g":
    case "G":
    case "n":
      return general(value, precision ?? 6, alternate, false);
    default: {
      const text = fixed(percent ? value * 100 : value, precision ?? 6);
      return text + (alternate && precision === 0 ? "." : "") + (percent ? "%" : "");
    }
  }
}

/** @param {number} value @param {number} precision */
function exponential(value, precision) {
  const { digits, exponent } = scientific(value, precision);
  return withExponent(digits, exponent);
}

/** @param {string} digits @param {number} exponent */
function withExponent(digits, exponent) {
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** The `g` presentation; `alwaysPoint` is the one without a type, which keeps a decimal. @param {number} value @param {number} precision @param {boolean} alternate @param {boolean} alwaysPoint */
function general(value, precision, alternate, alwaysPoint) {
  const count = Math.max(1, precision);
  const { digits, exponent } = scientific(value, count - 1);
  const limit = alwaysPoint ? count - 1 : count;
  const short = alternate ? digits : digits.replace(/0+$/, "");
  if (exponent < -4 || exponent >= limit) return withExponent(short || "0", exponent);
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${short}`;
  const whole = digits.slice(0, exponent + 1);
  const rest = short.slice(exponent + 1);
  if (rest !== "") return `${whole}.${rest}`;
  return alwaysPoint ? `${whole}.0` : whole + (alternate ? "." : "");
}

const FIELD = /^([^.[!:]*)((?:\.[^.[!:]+|\[[^\]]+\])*)(?:!([rsa]))?(?::([^]*))?$/;

/** `template.format(*args, **keywords)`. @param {string} template @param {any[]} args @param {Record<string, any>} [keywords] @returns {string} */
export function formatText(template, args, keywords = {}) {
  const state = { automatic: 0, manual: false };
  return filled(template, args, keywords, state);
}

/** @typedef {{automatic: number, manual: boolean}} Numbering */

/** @param {string} template @param {any[]} args @param {Record<string, any>} keywords @param {Numbering} state @returns {string} */
function filled(template, args, keywords, state) {
  let result = "";
  let index = 0;
  while (index < template.length) {
    const letter = template[index];
    if ((letter === "{" || letter === "}") && template[index + 1] === letter) {
      result += letter;
      index += 2;
    } else if (letter === "}") {
      throw new ValueError("Single '}' encountered in format string");
    } else if (letter === "{") {
      const end = closingBrace(template, index);
      result += field(template.slice(index + 1, end), args, keywords, state);
      index = end + 1;
    } else {
      result += letter;
      index += 1;
    }
  }
  return result;
}

/** The place of the brace that closes the one at `start`. @param {string} template @param {number} start */
function closingBrace(template, start) {
  let depth = 0;
  for (let index = start; index < template.length; index += 1) {
    if (template[index] === "{") depth += 1;
    if (template[index] === "}") depth -= 1;
    if (depth === 0) return index;
  }
  throw new ValueError(start + 1 === template.length ? "Single '{' encountered in format string" : "expected '}' before end of string");
}

/** @param {string} text @param {any[]} args @param {Record<string, any>} keywords @param {Numbering} state */
function field(text, args, keywords, state) {
  const parts = FIELD.exec(text);
  if (parts === null) {
    const conversion = /!(.)$/u.exec(text);
    throw new ValueError(conversion === null ? `invalid replacement field '${text}'` : `Unknown conversion specifier ${conversion[1]}`);
  }
  const [, name, path, conversion, spec] = parts;
  let value = argument(name, args, keywords, state);
  for (const [step] of path.matchAll(/\.[^.[]+|\[[^\]]+\]/g)) {
    const key = step.slice(1);
    value = step[0] === "." ? attr(value, key) : getitem(value, keyOf(key.slice(0, -1)));
  }
  return format(value, spec === undefined ? "" : filled(spec, args, keywords, state), conversion ?? "");
}

/** @param {string} key */
function keyOf(key) {
  return /^\d+$/.test(key) ? Number(key) : key;
}

/** @param {string} name @param {any[]} args @param {Record<string, any>} keywords @param {Numbering} state */
function argument(name, args, keywords, state) {
  if (name !== "" && !/^\d+$/.test(name)) {
    if (typeof keywords.__getitem__ === "function") return keywords.__getitem__(name);
    if (!dictHas(keywords, name)) throw new KeyError(name);
    return dictGet(keywords, name);
  }
  if (name === "" ? state.manual : state.automatic > 0) {
    throw new ValueError(
      name === ""
        ? "cannot switch from manual field specification to automatic field numbering"
        : "cannot switch from automatic field numbering to manual field specification",
    );
  }
  state.manual = name !== "";
  const index = name === "" ? state.automatic : Number(name);
  if (name === "") state.automatic += 1;
  if (index >= args.length) {
    throw new IndexError(`Replacement index ${index} out of range for positional args tuple`);
  }
  return args[index];
}

const PERCENT = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([^])?/gu;

/** `template % args`. @param {string} template @param {any} args @returns {string} */
export function percent(template, args) {
  const values = args instanceof Tuple ? Array.from(args) : [args];
  let used = 0;
  const take = () => {
    if (used >= values.length) throw new TypeError("not enough arguments for format string");
    used += 1;
    return values[used - 1];
  };
  let named = false;
  const result = template.replace(PERCENT, (match, name, flags, width, precision, type, start) => {
    if (match.startsWith("%(") && name === undefined) throw new ValueError("incomplete format key");
    if (type === undefined) throw new ValueError("incomplete format");
    if (type === "%") return "%";
    const wide = width === "*" ? star(take()) : Number(width ?? 0);
    const exactness = precision === "*" ? star(take()) : precision === undefined ? null : Number(precision);
    if (!"diouxXeEfFgGcrsa".includes(type)) {
      const place = [...template.slice(0, start + match.length)].length - 1;
      throw new ValueError(`unsupported format character '${type}' (0x${type.codePointAt(0).toString(16)}) at index ${place}`);
    }
    if (name !== undefined) {
      named = true;
      if (!isDict(args)) throw new TypeError("format requires a mapping");
    }
    const value = name === undefined ? take() : getitem(args, name);
    return percentField(value, flags, wide, exactness, type);
  });
  if (used < values.length && !named && !isMapping(args)) {
    throw new TypeError("not all arguments converted during string formatting");
  }
  return result;
}

/** What `%` takes for a mapping, of which nothing need be used. @param {any} value */
function isMapping(value) {
  return isDict(value) || Array.isArray(value) && !(value instanceof Tuple) || typeof value?.__getitem__ === "function";
}

/** @param {any} size */
function star(size) {
  if (isInt(size)) return Number(size);
  throw new TypeError("* wants int");
}

/** @param {any} value @param {string} flags @param {number} width @param {number | null} precision @param {string} type */
function percentField(value, flags, width, precision, type) {
  const left = flags.includes("-") || width < 0;
  const spec = {
    fill: " ",
    align: left ? "<" : ">",
    sign: flags.includes("+") ? "+" : flags.includes(" ") ? " " : "",
    alternate: flags.includes("#"),
    width: Math.abs(width),
    group: "",
    precision,
    type: "",
  };
  if (type === "s" || type === "r" || type === "a") {
    const text = converted(value, type);
    return padded("", precision === null ? text : [...text].slice(0, precision).join(""), spec);
  }
  if (type === "c") return padded("", character(value), spec);
  const zeros = flags.includes("0") && !left ? { fill: "0", align: "=" } : {};
  return percentNumber(value, { ...spec, ...zeros }, type);
}

/** @param {any} given */
function character(given) {
  const value = numeric(given, "x");
  if (isInt(value)) {
    if (value < 0 || value > 0x10ffff) throw new OverflowError("%c arg not in range(0x110000)");
    return String.fromCodePoint(Number(value));
  }
  if (typeof value === "string" && [...value].length === 1) return value;
  throw new TypeError("%c requires int or char");
}

/** What `%` takes for a number: one, or what an object counts as. @param {any} value @param {string} type */
function numeric(value, type) {
  if (isNumber(value) || isNone(value)) return value;
  if (value[HASHED_AS] !== undefined) return value[HASHED_AS];
  const names = "diu".includes(type) ? ["__index__", "__int__"] : "oxX".includes(type) ? ["__index__"] : ["__float__", "__index__"];
  const name = names.find((each) => typeof value[each] === "function");
  return name === undefined ? value : value[name]();
}

/** @param {any} given @param {Spec} spec @param {string} type */
function percentNumber(given, spec, type) {
  const value = numeric(given, type);
  if (!isNumber(value) || "oxX".includes(type) && isFloat(value)) {
    const wanted = "diu".includes(type) ? "a real number is required" : "oxX".includes(type) ? "an integer is required" : null;
    throw new TypeError(
      wanted === null ? `must be real number, not ${typeName(value)}` : `%${type} format: ${wanted}, not ${typeName(value)}`,
    );
  }
  if (!"diouxX".includes(type)) return numberField(toFloat(value), { ...spec, type }, true);
  const number = Number(value);
  if (Number.isNaN(number)) throw new ValueError("cannot convert float NaN to integer");
  if (typeof value !== "bigint" && !Number.isFinite(number)) throw new OverflowError("cannot convert float infinity to integer");
  const int = typeof value === "bigint" ? value : wholePart(number);
  const [prefix, digits] = intBody(int, { ...spec, precision: null, type: "diu".includes(type) ? "d" : type });
  const sign = int < 0 ? "-" : spec.sign;
  return padded(sign + prefix, isNone(spec.precision) ? digits : digits.padStart(Number(spec.precision), "0"), spec);
}
