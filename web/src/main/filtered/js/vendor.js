// @ts-check
// The one place that knows where the WebJars are; Maven writes the versions of the pom into it.

export { Marked } from "/webjars/marked/${webjar.marked.version}/lib/marked.esm.js";
export { default as DOMPurify } from "/webjars/dompurify/${webjar.dompurify.version}/dist/purify.es.mjs";

/** A classic script that defines `hljs`; loaded only when there is code to colour. */
export const HIGHLIGHT_ADDRESS = "/webjars/highlightjs/${webjar.highlightjs.version}/highlight.min.js";

/** A classic script that defines `Diff2Html`, and its style; loaded only when somebody looks at changed lines. */
export const DIFF_ADDRESS = "/webjars/diff2html/diff2html.min.js";
export const DIFF_STYLE_ADDRESS = "/webjars/diff2html/diff2html.min.css";
