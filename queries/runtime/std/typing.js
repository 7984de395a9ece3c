/** Python's `typing`: mostly erased. The names exist so that an alias such as `Rows = list[Row]` runs. */

import { keywords, sig } from "../calls.js";
import { PyObject } from "../classes.js";
import { dict } from "../collections.js";
import { AssertionError, TypeError } from "../errors.js";
import { nameOf, TEST, typed } from "../kinds.js";
import { orderOf } from "../lineage.js";
import { namedtuple } from "./collections.js";
import { repr } from "../text.js";

/** A type that says nothing at run time, whatever is subscripted or called. @param {string} name @returns {any} */
function erased(name) {
  const type = () => type;
  type.__class_getitem__ = () => type;
  type.__or__ = () => type;
  type.__ror__ = () => type;
  typed(type, name, () => true);
  return type;
}

export const TYPE_CHECKING = false;
export const Any = erased("Any");
export const AnyStr = erased("AnyStr");
export const Annotated = erased("Annotated");
export const AsyncGenerator = erased("AsyncGenerator");
export const AsyncIterable = erased("AsyncIterable");
export const AsyncIterator = erased("AsyncIterator");
export const Awaitable = erased("Awaitable");
export const Callable = erased("Callable");
export const ClassVar = erased("ClassVar");
export const Collection = erased("Collection");
export const Concatenate = erased("Concatenate");
export const Container = erased("Container");
export const Coroutine = erased("Coroutine");
export const Counter = erased("Counter");
export const DefaultDict = erased("DefaultDict");
export const Deque = erased("Deque");
export const Dict = erased("Dict");
export const Final = erased("Final");
export const FrozenSet = erased("FrozenSet");
export const Generator = erased("Generator");
export const Hashable = erased("Hashable");
export const Iterable = erased("Iterable");
export const Iterator = erased("Iterator");
export const List = erased("List");
export const Literal = erased("Literal");
export const LiteralString = erased("LiteralString");
export const Mapping = erased("Mapping");
export const MutableMapping = erased("MutableMapping");
export const MutableSequence = erased("MutableSequence");
export const MutableSet = erased("MutableSet");
export const NoReturn = erased("NoReturn");
export const NotRequired = erased("NotRequired");
export const Optional = erased("Optional");
export const OrderedDict = erased("OrderedDict");
export const Required = erased("Required");
export const Self = erased("Self");
export const Sequence = erased("Sequence");
const AnySet = erased("Set");
export { AnySet as Set };
export const Sized = erased("Sized");
export const SupportsFloat = erased("SupportsFloat");
export const SupportsInt = erased("SupportsInt");
export const Text = erased("Text");
export const Tuple = erased("Tuple");
export const Type = erased("Type");
export const TypeAlias = erased("TypeAlias");
export const TypeGuard = erased("TypeGuard");
export const Union = erased("Union");

/** @param {string} name */
export const TypeVar = (name) => erased(name);
/** @param {string} name */
export const ParamSpec = (name) => erased(name);

/** A base whose type arguments are erased. */
export class Generic extends PyObject {
  /** @returns {any} */
  static __class_getitem__() {
    return this;
  }
}

/** A class that says what others must have. */
export class Protocol extends Generic {}

/** `class Movie(TypedDict)`: calling it gives a dict. */
export class TypedDict extends PyObject {
  /** @param {any[]} args */
  static __call__(...args) {
    const given = keywords(args);
    return dict(args[0], given);
  }

  /** `total=False` says nothing at run time. @returns {any} */
  static __init_subclass__() {
    return null;
  }
}
sig(TypedDict.__init_subclass__, "**options");
sig(TypedDict, "source=,/,**fields");

/** `NamedTuple("Name", [("field", type)])`. @param {string} name @param {any[]} fields */
export function NamedTuple(name, fields) {
  return namedtuple(name, fields.map(([field]) => field));
}

/** @param {string} name @param {any} type */
export function NewType(name, type) {
  void name;
  void type;
  return (/** @type {any} */ value) => value;
}

/** @param {any} type @param {any} value */
export function cast(type, value) {
  void type;
  return value;
}

/** @param {any} value */
export const reveal_type = (value) => value;
/** @param {any} value @param {any} type */
export const assert_type = (value, type) => cast(type, value);

/** @param {any} value */
export function assert_never(value) {
  throw new AssertionError(`Expected code to be unreachable, but got: ${repr(value)}`);
}

/** @param {any} type @returns {any} */
export const final = (type) => type;
/** @param {any} method @returns {any} */
export const override = (method) => method;
/** @param {any} callee @returns {any} */
export const overload = (callee) => callee;
/** @param {any} callee @returns {any} */
export const no_type_check = (callee) => callee;

/** `@runtime_checkable`: `isinstance` asks for the members of the protocol. @param {any} type @returns {any} */
export function runtime_checkable(type) {
  const members = orderOf(type).filter((owner) => owner !== Protocol && owner !== Generic).flatMap((owner) =>
    [...Object.getOwnPropertyNames(owner.prototype), ...Object.keys(owner)].filter((name) => name !== "constructor"));
  if (members.length === 0) throw new TypeError(`${nameOf(type)} is not a protocol with members`);
  Object.defineProperty(type, TEST, { value: (/** @type {any} */ value) => members.every((name) => has(value, name)) });
  return type;
}

/** @param {any} value @param {string} name */
function has(value, name) {
  try {
    return value !== null && value !== undefined && value[name] !== undefined;
  } catch {
    return false;
  }
}
