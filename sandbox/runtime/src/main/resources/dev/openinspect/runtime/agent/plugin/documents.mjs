// @ts-check
import { Needles } from "./needles.mjs";

/** What OpenCode itself reads back: with another word in them, it would not find its own rows, folders or states again. */
const STRUCTURE = new Set([
    "id", "sessionID", "messageID", "parentID", "partID", "callID", "projectID", "type", "role", "status", "tool", "agent", "mode",
    "providerID", "modelID", "mime", "finish", "field", "slug", "version", "cwd", "root", "directory", "worktree",
]);

/** Below these, everything is somebody's words: what a tool was given and what it gave. */
const FREE = new Set(["input", "output", "metadata", "raw", "error", "text", "content", "structured"]);

/** Where the notes end that OpenCode writes before the rest of a text of which it has cut off the beginning. */
const CUT = /^\.\.\.(?:output truncated\.\.\.\n\n[^\n]*)?\n\n/;

/** Redacts the JSON documents and the texts of OpenCode's database. */
export class Documents {
    #needles;
    #anyForm;

    /**
     * @param {string[]} words
     * @param {string} mark
     */
    constructor(words, mark) {
        this.#needles = new Needles(words, mark);
        // As they look inside of a document, so that one without secrets is not parsed.
        this.#anyForm = new Needles([...new Set([...words, ...words.map((word) => JSON.stringify(word).slice(1, -1))])], mark);
    }

    /**
     * A column's value: a JSON document, a sentence, or one word, which is a name of OpenCode's own.
     *
     * @param {string} value
     */
    document(value) {
        if (!this.#anyForm.isIn(value) && !value.includes('"output":"')) return value;
        if (!looksLikeDocument(value)) return /\s/.test(value) ? this.text(value) : value;
        let parsed;
        try {
            parsed = JSON.parse(value);
        } catch {
            // It only begins like one.
            return this.#needles.replace(value);
        }
        return JSON.stringify(this.#cleaned(parsed, "", false));
    }

    /**
     * A column's value in the words of a person or a model. Paths are names of places and stay.
     *
     * @param {string} value
     */
    text(value) {
        if (looksLikeDocument(value)) return this.document(value);
        return value.startsWith("/") ? value : this.#needles.replace(value);
    }

    /**
     * What a program has said, of which OpenCode keeps the end, and stores what came so far.
     *
     * @param {string} value
     */
    #output(value) {
        const whole = this.#needles.replace(value);
        return this.#needles.replaceParts(whole, CUT.exec(whole)?.[0].length ?? 0);
    }

    /** @param {number} value */
    #number(value) {
        const text = String(value);
        return this.#needles.isIn(text) ? this.#needles.replace(text) : value;
    }

    /**
     * What a tool gives back, in memory: it is changed.
     *
     * @param {Record<string, unknown> | undefined} result
     */
    result(result) {
        if (result) Object.assign(result, this.#cleaned({ ...result }, "", true));
    }

    /**
     * @param {unknown} value
     * @param {string} key
     * @param {boolean} free
     * @returns {unknown}
     */
    #cleaned(value, key, free) {
        if (!free && STRUCTURE.has(key) && typeof value !== "object") return value;
        if (typeof value === "string") return key === "output" ? this.#output(value) : this.#needles.replace(value);
        // A number among somebody's words may be a secret; a count of tokens, which is called "input" too, is none.
        if (typeof value === "number") return free && !FREE.has(key) ? this.#number(value) : value;
        if (Array.isArray(value)) return value.map((item) => this.#cleaned(item, key, free));
        if (!isPlain(value)) return value;
        return Object.fromEntries(
            Object.entries(value).map(([name, inner]) => [
                free ? this.#needles.replace(name) : name,
                this.#cleaned(inner, name, free || FREE.has(name)),
            ]),
        );
    }
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isPlain(value) {
    return value !== null && typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

/** @param {string} value */
function looksLikeDocument(value) {
    return value.startsWith("{") || value.startsWith("[");
}
