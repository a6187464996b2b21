// @ts-check
// The words of the screen, from the server's resource bundle: the page carries them as a block of JSON that is data, not script.

/** @type {Record<string, string>} */
const words = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

/**
 * @param {string} key
 * @param {...(string | number)} values for {0}, {1}, …
 * @returns {string} the text, or the key where the bundle has none
 */
export function text(key, ...values) {
  const pattern = words[key] ?? key;
  return pattern.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)] ?? ""));
}

/**
 * @param {string} key
 * @returns {boolean}
 */
export function hasText(key) {
  return Object.hasOwn(words, key);
}

export const language = document.documentElement.lang || "en";
