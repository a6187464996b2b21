// @ts-check
// What Markdown of an agent may become. The text is written by a model that read strangers' files, so nothing in it is trusted:
// raw HTML is shown as text, pictures become links, and only web and mail addresses stay links.

const SCHEMES = new Set(["http:", "https:", "mailto:"]);

export const ALLOWED_TAGS = Object.freeze([
  "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "input", "li", "ol", "p", "pre",
  "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
]);

export const ALLOWED_ATTRIBUTES = Object.freeze(["href", "title", "class", "start", "type", "checked", "disabled", "align"]);

/**
 * The address of a link, or null where it must not be one: scripts, data, and addresses relative to this console.
 *
 * @param {string | null | undefined} href
 * @returns {string | null}
 */
export function safeAddress(href) {
  if (typeof href !== "string") {
    return null;
  }
  // Browsers drop tabs and line ends inside an address, and spaces and controls around it, before they look at the scheme.
  const bare = href.replace(/[\t\n\r]/g, "").replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, "");
  if (!/^[a-z][a-z0-9+.-]*:/i.test(bare)) {
    return null;
  }
  try {
    const address = new URL(bare);
    return SCHEMES.has(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} text
 * @returns {string}
 */
export function escapeHtml(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/**
 * The language that a fence names, cut down to a class name that cannot be anything else.
 *
 * @param {string | undefined} info
 * @returns {string}
 */
export function fenceLanguage(info) {
  return (info ?? "").trim().split(/\s/, 1)[0].toLowerCase().replace(/[^a-z0-9+#_-]/g, "").slice(0, 30);
}

/**
 * The renderer for `marked`: HTML as text, pictures as links, code with its language as a class.
 */
export const rendererRules = {
  /** @param {{text: string}} token */
  html(token) {
    return escapeHtml(token.text);
  },
  /** @param {{href: string, text: string}} token */
  image(token) {
    return anchor(token.href, escapeHtml(token.text || token.href));
  },
  /**
   * @this {any}
   * @param {{href: string, tokens: any[]}} token
   */
  link(token) {
    return anchor(token.href, this.parser.parseInline(token.tokens));
  },
  /** @param {{text: string, lang?: string}} token */
  code(token) {
    const language = fenceLanguage(token.lang);
    const name = language === "" ? "" : ` class="language-${language}"`;
    return `<pre><code${name}>${escapeHtml(token.text)}\n</code></pre>\n`;
  },
};

/**
 * @param {string} href
 * @param {string} inner HTML that is already escaped
 */
function anchor(href, inner) {
  const address = safeAddress(href);
  return address === null ? `<span>${inner}</span>` : `<a href="${escapeHtml(address)}">${inner}</a>`;
}

/**
 * How many blocks at the beginning are the same, so that a growing text redraws only its end.
 *
 * @param {string[]} before
 * @param {string[]} after
 * @returns {number}
 */
export function unchangedBlocks(before, after) {
  const limit = Math.min(before.length, after.length);
  let count = 0;
  while (count < limit && before[count] === after[count]) {
    count++;
  }
  return count;
}
