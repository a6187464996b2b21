// @ts-check
// The symbols of icons.svg. Pages refer to the file; modules make icons later, also while the server is away, so the file is taken into
// the page once it is there.

const SVG = "http://www.w3.org/2000/svg";
const FILE = "/icons.svg";

let inPage = false;

/** Takes the symbols into the page, under names that no other element has. */
export async function startIcons() {
  try {
    const answer = await fetch(FILE);
    const symbols = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").querySelectorAll("symbol");
    const sheet = document.createElementNS(SVG, "svg");
    sheet.setAttribute("aria-hidden", "true");
    sheet.setAttribute("class", "off-screen");
    for (const symbol of symbols) {
      symbol.id = `icon-${symbol.id}`;
      sheet.append(document.importNode(symbol, true));
    }
    document.body.append(sheet);
    inPage = symbols.length > 0;
  } catch {
    // Then icons come from the file, one by one.
  }
}

/**
 * @param {string} name of a symbol
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "use"));
  changeIcon(svg, name);
  return svg;
}

/**
 * Shows another symbol in an icon below an element.
 *
 * @param {Element} parent
 * @param {string} name
 */
export function changeIcon(parent, name) {
  parent.querySelector("use")?.setAttribute("href", inPage ? `#icon-${name}` : `${FILE}#${name}`);
}
