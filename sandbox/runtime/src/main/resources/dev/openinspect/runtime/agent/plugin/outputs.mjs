// @ts-check
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * OpenCode writes the whole of a long output into a file, as it comes. The folder is in memory, so a file ends at a size.
 *
 * @param {any} WriteStream the class of node:fs
 * @param {string} folder
 * @param {number} most bytes of one file
 */
export function limitOutputs(WriteStream, folder, most) {
    const original = WriteStream.prototype.write;
    /** @type {WeakMap<object, number>} */
    const written = new WeakMap();
    WriteStream.prototype.write = function (/** @type {any} */ chunk, /** @type {any[]} */ ...rest) {
        if (!String(this.path).startsWith(folder)) return original.call(this, chunk, ...rest);
        const encoding = typeof rest[0] === "string" ? rest[0] : "utf8";
        const bytes = typeof chunk === "string" ? Buffer.from(chunk, /** @type {BufferEncoding} */ (encoding)) : chunk;
        const before = written.get(this) ?? 0;
        written.set(this, before + bytes.length);
        const done = rest.find((argument) => typeof argument === "function");
        // A chunk can be megabytes: what still fits of it is kept.
        if (before < most) return original.call(this, bytes.subarray(0, most - before), done);
        if (done) queueMicrotask(done);
        return true;
    };
}

/**
 * Removes the oldest files until the others are not too large together.
 *
 * @param {string} folder
 * @param {number} most bytes
 */
export function keepNewest(folder, most) {
    // The agent's own commands may have removed what is here, and that must not cost it a tool.
    const files = (existsSync(folder) ? readdirSync(folder) : [])
        .map((name) => join(folder, name))
        .map((path) => ({ path, stat: statSync(path, { throwIfNoEntry: false }) }))
        .sort((a, b) => (b.stat?.mtimeMs ?? 0) - (a.stat?.mtimeMs ?? 0));
    let size = 0;
    for (const { path, stat } of files) {
        size += stat?.size ?? 0;
        if (size > most) rmSync(path, { force: true, recursive: true });
    }
}
