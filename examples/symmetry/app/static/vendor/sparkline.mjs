const SVG = "http://www.w3.org/2000/svg";

/**
 * Draws numbers as a line.
 *
 * @param {number[]} values at least two
 * @returns {SVGElement} scales with its container; the line has the text's colour
 */
export function createSparkline(values) {
  const highest = Math.max(...values);
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * 100;
    const y = 28 - (value / highest) * 26;
    return `${x.toFixed(2)},${y.toFixed(2)}`;
  });

  const line = document.createElementNS(SVG, "polyline");
  line.setAttribute("points", points.join(" "));
  line.setAttribute("fill", "none");
  line.setAttribute("stroke", "currentColor");
  line.setAttribute("vector-effect", "non-scaling-stroke");
  line.setAttribute("stroke-width", "2");

  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 100 30");
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("width", "100%");
  drawing.setAttribute("height", "100%");
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", `${values.length} readings, the highest is ${highest}`);
  drawing.append(line);
  return drawing;
}
