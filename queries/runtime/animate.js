/** `@animate`: a component that comes and goes by a class on its element. */

import { animateIn, animateOut } from "../../vendor/ragot.esm.min.js";
import { addFeature } from "./features.js";

/**
 * @param {any} type a Component class
 * @param {string} [className] set once the component is in the page, taken away before it leaves
 */
export function animate(type, className = "is-visible") {
  addFeature(type, {
    name: "animate",
    start: (component) => animateIn(component.element, className),
    carry(component, fresh) {
      if (component.element.classList.contains(className)) fresh.classList.add(className);
    },
    leave: (component) => animateOut(component.element, className),
  });
}
