/**
 * Where compiled code comes from: the Python place of a place in a generated module, by its source map.
 */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * A place in a source file; lines and columns count from 1.
 * @typedef {{ file: string, line: number, column: number }} Place
 */

/**
 * A segment of a map: where it begins in its generated line, and what it comes from; all count from 0.
 * @typedef {{ column: number, source: number, sourceLine: number, sourceColumn: number }} Segment
 */

/**
 * The numbers of a Base64 VLQ text.
 * @param {string} text
 * @returns {number[]}
 */
export function decodeVlq(text) {
  const numbers = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit & 32) continue;
    const magnitude = Math.floor(value / 2);
    numbers.push(value % 2 ? -magnitude : magnitude);
    value = 0;
    shift = 0;
  }
  return numbers;
}

/**
 * The segments of each generated line.
 * @param {string} mappings
 * @returns {Segment[][]}
 */
export function decodeMappings(mappings) {
  let [source, sourceLine, sourceColumn] = [0, 0, 0];
  return mappings.split(";").map((line) => {
    let column = 0;
    const segments = [];
    for (const [columns, sources, lines, sourceColumns] of line.split(",").filter(Boolean).map(decodeVlq)) {
      column += columns;
      if (sources === undefined) continue;
      source += sources;
      sourceLine += lines;
      sourceColumn += sourceColumns;
      segments.push({ column, source, sourceLine, sourceColumn });
    }
    return segments;
  });
}

/** @type {Map<string, Promise<{ sources: string[], lines: Segment[][] } | null>>} */
const maps = new Map();

/**
 * The map of the module at a URL, read once for each version of the module.
 * @param {string} url
 */
function mapOf(url) {
  const known = maps.get(url);
  if (known) return known;
  const read = readMap(url).catch(() => null);
  maps.set(url, read);
  return read;
}

/** @param {string} url */
async function readMap(url) {
  const response = await fetch(url.replace(/(\?|$)/, ".map$1"));
  if (!response.ok) return null;
  const { sources, mappings } = await response.json();
  return { sources, lines: decodeMappings(mappings) };
}

/**
 * The Python place of a place in a generated module; nothing if it has none.
 * @param {string} url
 * @param {number} line from 1
 * @param {number} column from 1
 * @returns {Promise<Place | null>}
 */
export async function pythonPlace(url, line, column) {
  const map = await mapOf(url);
  const segments = map?.lines[line - 1] ?? [];
  const segment = segments.findLast((each) => each.column < column) ?? segments[0];
  if (!map || !segment) return null;
  return { file: map.sources[segment.source], line: segment.sourceLine + 1, column: segment.sourceColumn + 1 };
}

/** A frame of a stack in Chromium's, Firefox's and WebKit's writing. */
const FRAME = /^\s*(?:at )?(?:(?<name>[^@(]*?)(?:@| \())?(?<url>https?:\/\/.+?):(?<line>\d+):(?<column>\d+)\)?$/;

/**
 * The frames of an error's stack that are compiled Python, innermost first, by their Python places.
 * @param {unknown} error
 * @returns {Promise<(Place & { name: string })[]>}
 */
export async function pythonStack(error) {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames = stack.split("\n").map((line) => FRAME.exec(line)?.groups);
  const places = frames.map(async (frame) => {
    if (!frame || !/\/generated\/(components|modules|shared)\//.test(frame.url)) return null;
    const place = await pythonPlace(frame.url, Number(frame.line), Number(frame.column));
    return place && { name: (frame.name ?? "").trim(), ...place };
  });
  const found = await Promise.all(places);
  return found.filter((place) => place !== null);
}
