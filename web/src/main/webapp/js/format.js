// @ts-check
// Numbers, words and addresses as people read and write them. Pure: the time of day comes from the caller.

/**
 * @param {number | null | undefined} millis
 * @returns {string}
 */
export function duration(millis) {
  if (millis === null || millis === undefined || !Number.isFinite(millis) || millis < 0) {
    return "";
  }
  if (millis < 1_000) {
    return `${Math.round(millis)} ms`;
  }
  if (millis < 9_950) {
    return `${(millis / 1_000).toFixed(1)} s`;
  }
  const seconds = Math.round(millis / 1_000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  }
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/**
 * @param {number | string | null | undefined} dollars
 * @returns {string}
 */
export function cost(dollars) {
  const amount = Number(dollars ?? 0);
  if (!Number.isFinite(amount) || amount === 0) {
    return "$0.00";
  }
  return amount < 0.01 ? `$${amount.toFixed(4)}` : `$${amount.toFixed(2)}`;
}

/**
 * @param {number | null | undefined} count
 * @returns {string}
 */
export function tokens(count) {
  const amount = Number(count ?? 0);
  if (amount < 1_000) {
    return String(amount);
  }
  if (amount < 999_500) {
    return `${(amount / 1_000).toFixed(amount < 9_950 ? 1 : 0)}k`;
  }
  return `${(amount / 1_000_000).toFixed(1)}M`;
}

/**
 * @param {number | null | undefined} bytes
 * @returns {string}
 */
export function size(bytes) {
  const amount = Number(bytes ?? 0);
  if (amount < 1_024) {
    return `${amount} B`;
  }
  return amount < 1_048_576 ? `${(amount / 1_024).toFixed(1)} KiB` : `${(amount / 1_048_576).toFixed(1)} MiB`;
}

/**
 * How long ago, in the reader's language.
 *
 * @param {string | number | Date} moment
 * @param {number} now in milliseconds
 * @param {string} language
 * @returns {string}
 */
export function ago(moment, now, language) {
  const seconds = Math.round((new Date(moment).getTime() - now) / 1_000);
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  const distance = Math.abs(seconds);
  if (distance < 45) {
    return words.format(0, "second");
  }
  if (distance < 3_570) {
    return words.format(Math.round(seconds / 60), "minute");
  }
  if (distance < 84_600) {
    return words.format(Math.round(seconds / 3_600), "hour");
  }
  if (distance < 2_592_000) {
    return words.format(Math.round(seconds / 86_400), "day");
  }
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(moment));
}

/**
 * The letters for a round portrait.
 *
 * @param {string} name
 * @returns {string}
 */
export function initials(name) {
  const words = name.trim().split(/\s+/u).filter((word) => word !== "");
  const letters = words.length > 1 ? [words[0], words[words.length - 1]].map((word) => [...word][0]) : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toUpperCase();
}

/**
 * An address of the web, or none: what a host says never becomes a script.
 *
 * @param {string} address
 */
export function webAddress(address) {
  return /^https?:\/\//.test(address) ? address : "#";
}

/**
 * What stands between commas, without the empty ones.
 *
 * @param {string} list
 */
export function words(list) {
  return list.split(",").map((word) => word.trim()).filter((word) => word !== "");
}
