// @ts-check
// Text that arrives as deltas with offsets. In order it is one string; a reader who joined in the middle holds only its end.

/** @typedef {{start: number, text: string}} Span */

/**
 * Puts a delta at its place; what is already there is not written twice.
 *
 * @param {Span[]} spans sorted, not touching; changed in place because a long answer has ten thousand deltas
 * @param {number} offset in UTF-16 code units
 * @param {string} delta
 */
export function place(spans, offset, delta) {
  const last = spans.at(-1);
  if (last !== undefined && last.start + last.text.length === offset) {
    last.text += delta;
    return;
  }
  let index = spans.length;
  while (index > 0 && spans[index - 1].start > offset) {
    index--;
  }
  spans.splice(index, 0, { start: offset, text: delta });
  joinFrom(spans, Math.max(0, index - 1));
}

/**
 * @param {Span[]} spans
 * @param {number} index
 */
function joinFrom(spans, index) {
  while (index + 1 < spans.length) {
    const left = spans[index];
    const right = spans[index + 1];
    const leftEnd = left.start + left.text.length;
    if (leftEnd < right.start) {
      index++;
      continue;
    }
    left.text += right.text.slice(Math.max(0, leftEnd - right.start));
    spans.splice(index + 1, 1);
  }
}

/**
 * The text that can be shown: a piece that is not there yet reads as an ellipsis.
 *
 * @param {Span[]} spans
 * @returns {string}
 */
export function textOf(spans) {
  let shown = "";
  let end = 0;
  for (const span of spans) {
    shown += (span.start > end ? "…" : "") + span.text;
    end = span.start + span.text.length;
  }
  return shown;
}
