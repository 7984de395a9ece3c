/** Keeping what the page has changed while the server's side changes too. */

/** @typedef {Record<string, any>} Values */

/**
 * The entries that the page has to take over from the server: those that the server has changed since the
 * page got them and that the page itself has not.
 * @param {Values | null | undefined} base what the server sent before
 * @param {Values | null | undefined} ours what the page has now
 * @param {Values | null | undefined} theirs what the server sends now
 * @returns {Values}
 */
export function taken(base, ours, theirs) {
  /** @type {Values} */
  const values = {};
  for (const [name, value] of Object.entries(theirs ?? {})) {
    const isChanged = !same(base?.[name], value);
    const isOurs = ours && name in ours && !same(ours[name], base?.[name]);
    if (isChanged && !isOurs && !same(ours?.[name], value)) values[name] = value;
  }
  return values;
}

/**
 * What the page has, with what it takes over.
 * @param {Values | null | undefined} base @param {Values | null | undefined} ours @param {Values | null | undefined} theirs
 * @returns {Values}
 */
export function merged(base, ours, theirs) {
  return { ...theirs, ...ours, ...taken(base, ours, theirs) };
}

/** @param {any} left @param {any} right */
export function same(left, right) {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

/**
 * The entries whose values survive being written as JSON: no sets, tuples, objects of classes or dicts with other
 * keys than text.
 * @param {Values | null | undefined} values
 * @returns {Values}
 */
export function lasting(values) {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => isLasting(value)));
}

/** @param {any} value @returns {boolean} */
function isLasting(value) {
  if (value === null || ["boolean", "string"].includes(typeof value)) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || Object.getOwnPropertySymbols(value).length > 0) return false;
  if (value.constructor === Array) return value.every(isLasting);
  return value.constructor === Object && Object.values(value).every(isLasting);
}
