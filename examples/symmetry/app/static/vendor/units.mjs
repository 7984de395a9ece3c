/** Number formats, as a module with a default export. */
export default {
  /** @param {number} value */
  kilo(value) {
    return `${(value / 1000).toFixed(3)} k`;
  },
};
