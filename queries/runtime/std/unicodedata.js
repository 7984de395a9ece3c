/** Python's `unicodedata`. */

/** @param {string} form @param {string} text */
export const normalize = (form, text) => text.normalize(form);
