const COLOURS = ["#4a3fb5", "#1a7544", "#d98e04", "#b3261e"];
const PIECES = 24;

/**
 * Throws confetti over an element, once, and cleans up.
 *
 * @param {HTMLElement} element where it comes from
 * @returns {HTMLElement} the layer that holds the pieces until they have fallen
 */
export function confetti(element) {
  const box = element.getBoundingClientRect();
  const layer = document.createElement("div");
  layer.dataset.role = "confetti";
  layer.setAttribute("aria-hidden", "true");
  layer.style.cssText = "position: fixed; inset: 0; pointer-events: none; overflow: hidden;";

  const falls = [];
  for (let number = 0; number < PIECES; number += 1) {
    const piece = document.createElement("i");
    const left = box.left + (box.width * (number + 0.5)) / PIECES;
    piece.style.cssText = `position: absolute; top: -1rem; left: ${left}px; width: 0.5rem; height: 0.8rem;`;
    piece.style.background = COLOURS[number % COLOURS.length];
    layer.append(piece);
    falls.push(
      piece.animate(
        [{ transform: "none" }, { transform: `translateY(105vh) rotate(${360 + number * 30}deg)` }],
        { duration: 1200 + (number % 5) * 200, easing: "ease-in" },
      ).finished,
    );
  }

  document.body.append(layer);
  Promise.allSettled(falls).then(() => layer.remove());
  return layer;
}
