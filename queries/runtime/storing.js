/** `value[key] = item` and `del value[key]`, for values of any type. */

import { dictDelete, dictSet, isPlainKey } from "./entries.js";
import { KeyError, TypeError } from "./errors.js";
import { isDict, isPlainDict, TABLE, Tuple, typeName } from "./kinds.js";
import { isHost, isSlice, placeOf } from "./values.js";

/** `value[key] = item`. @param {any} value @param {any} key @param {any} item */
export function setitem(value, key, item) {
  if (typeof key === "number" && Array.isArray(value) && value.constructor === Array && Number.isInteger(key) && key >= 0 && key < value.length) {
    value[key] = item;
  } else if (isPlainKey(key) && isPlainDict(value) && value[TABLE] === undefined) value[key] = item;
  else setOther(value, key, item);
}

/** @param {any} value @param {any} key @param {any} item */
function setOther(value, key, item) {
  if (Array.isArray(value) && !(value instanceof Tuple) && !("__setitem__" in value)) setListItem(value, key, item);
  else if (typeof value?.__setitem__ === "function") value.__setitem__(key, item);
  else if (isDict(value)) dictSet(value, key, item);
  else if (value instanceof Map) value.set(key, item);
  else if (isHost(value) && !Array.isArray(value)) value[key] = item;
  else throw new TypeError(`'${typeName(value)}' object does not support item assignment`);
}

/** `del value[key]`. @param {any} value @param {any} key */
export function delitem(value, key) {
  if (Array.isArray(value) && !(value instanceof Tuple) && !("__delitem__" in value)) deleteListItem(value, key);
  else if (typeof value?.__delitem__ === "function") value.__delitem__(key);
  else if (isDict(value)) {
    if (!dictDelete(value, key)) throw new KeyError(key);
  } else if (value instanceof Map) {
    if (!value.delete(key)) throw new KeyError(key);
  } else if (isHost(value) && !Array.isArray(value)) delete value[key];
  else throw new TypeError(`'${typeName(value)}' object ${Array.isArray(value) || typeof value === "string" ? "doesn't" : "does not"} support item deletion`);
}

/** @param {any[]} list @param {any} key @param {any} item */
export function setListItem(list, key, item) {
  if (isSlice(key)) key.__assign__(list, item);
  else list[placeOf(key, list.length, "list", "list assignment index out of range")] = item;
}

/** @param {any[]} list @param {any} key */
export function deleteListItem(list, key) {
  if (isSlice(key)) key.__delete__(list);
  else list.splice(placeOf(key, list.length, "list", "list assignment index out of range"), 1);
}
