// @ts-check
// How a tool call reads: its symbol, its name, and what it was done to. No DOM.

/**
 * @typedef {object} ToolWords
 * @property {string} icon
 * @property {string} name
 * @property {string} title
 * @property {string | null} command what a shell ran
 * @property {{before: string, after: string} | null} edit
 * @property {string} input readable, where nothing better is known
 * @property {boolean} showOutput false where the output only repeats the input
 */

const ICONS = new Map([
  ["bash", "terminal"], ["read", "file"], ["write", "pencil"], ["edit", "pencil"], ["multiedit", "pencil"], ["patch", "pencil"],
  ["apply_patch", "pencil"], ["grep", "search"], ["glob", "search"], ["list", "folder"], ["webfetch", "globe"], ["websearch", "globe"],
  ["todowrite", "tasks"], ["todoread", "tasks"], ["task", "agent"], ["skill", "book"],
]);

/**
 * @param {any} data of a tool item
 * @returns {ToolWords}
 */
export function describeTool(data) {
  const tool = String(data.tool ?? "");
  const input = parseInput(data.input);
  const path = pick(input, "filePath", "file_path", "path");
  const before = pick(input, "oldString", "old_string");
  const after = pick(input, "newString", "new_string");
  const content = tool === "write" ? pick(input, "content") : null;
  const command = pick(input, "command");
  const edit = before !== null && after !== null ? { before, after } : content !== null ? { before: "", after: content } : null;
  return {
    icon: ICONS.get(tool) ?? "tool",
    name: tool,
    title: titleOf(data, input, path, command),
    command,
    edit,
    input: typeof data.input === "string" && input === null ? data.input : input === null ? "" : JSON.stringify(input, null, 2),
    showOutput: edit === null,
  };
}

/**
 * @param {any} data
 * @param {Record<string, any> | null} input
 * @param {string | null} path
 * @param {string | null} command
 */
function titleOf(data, input, path, command) {
  const known = command ?? pick(input, "pattern") ?? (path === null ? null : shortPath(path)) ?? pick(input, "query", "url", "description");
  return (known ?? (data.title ? String(data.title) : "")).split("\n", 1)[0].slice(0, 300);
}

/**
 * The agent works in one folder; its beginning says nothing.
 *
 * @param {string} path
 */
function shortPath(path) {
  return path.replace(/^\/workspace\/(?:[^/]+\/)?(?=.)/, "");
}

/** @param {unknown} input an object, or JSON text, which may be cut */
function parseInput(input) {
  if (typeof input === "object" && input !== null) {
    return /** @type {Record<string, any>} */ (input);
  }
  try {
    const parsed = JSON.parse(String(input ?? "null"));
    return typeof parsed === "object" ? parsed : null;
  } catch {
    return null;
  }
}

/**
 * @param {Record<string, any> | null} input
 * @param {...string} names
 * @returns {string | null}
 */
function pick(input, ...names) {
  for (const name of names) {
    if (input !== null && typeof input[name] === "string") {
      return input[name];
    }
  }
  return null;
}
