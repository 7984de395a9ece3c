/** Python's `typing`: erased. The names exist so that an alias such as `Rows = list[Row]` runs. */

import { typed } from "../kinds.js";

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
export const Annotated = erased("Annotated");
export const Awaitable = erased("Awaitable");
export const Callable = erased("Callable");
export const ClassVar = erased("ClassVar");
export const Dict = erased("Dict");
export const Final = erased("Final");
export const Generic = erased("Generic");
export const Iterable = erased("Iterable");
export const Iterator = erased("Iterator");
export const List = erased("List");
export const Literal = erased("Literal");
export const Mapping = erased("Mapping");
export const Optional = erased("Optional");
export const Protocol = erased("Protocol");
export const Self = erased("Self");
export const Sequence = erased("Sequence");
const AnySet = erased("Set");
export { AnySet as Set };
export const Tuple = erased("Tuple");
export const Type = erased("Type");
export const TypedDict = erased("TypedDict");
export const Union = erased("Union");

/** @param {string} name */
export const TypeVar = (name) => erased(name);

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

/** @param {any} type @returns {any} */
export const final = (type) => type;
/** @param {any} method @returns {any} */
export const override = (method) => method;
