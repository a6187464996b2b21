// @ts-check

/** No needle is shorter, so a window of this many characters decides where one may begin. */
const WINDOW = 6;
const FACTOR = 0x01000193;
const BITS = 0xffff;

/** FACTOR to the power of WINDOW - 1: the weight of the character that leaves the window. */
const WEIGHT = (() => {
    let weight = 1;
    for (let i = 1; i < WINDOW; i++) weight = Math.imul(weight, FACTOR);
    return weight;
})();

/**
 * Finds any of many texts in one walk over another text, however many there are: a rolling hash of a window says where one may begin.
 * The runtime's Needles.java does the same; a test compares them.
 */
export class Needles {
    /** @type {Map<number, string[]>} */
    #byHash = new Map();
    #mayBegin = new Uint8Array(BITS + 1);
    /** By the hash of their last window. @type {Map<number, string[]>} */
    #byEnd = new Map();
    #longest = 0;
    #mark;

    /**
     * @param {string[]} words of at least six characters each
     * @param {string} mark what stands in their place afterwards
     */
    constructor(words, mark) {
        this.#mark = mark;
        for (const word of words) {
            if (word.length < WINDOW) throw new RangeError("a needle is too short");
            const hash = hashAt(word, 0);
            this.#mayBegin[fold(hash)] = 1;
            file(this.#byHash, hash, word);
            file(this.#byEnd, hashAt(word, word.length - WINDOW), word);
            this.#longest = Math.max(this.#longest, word.length);
        }
        // The longest first: a needle that begins with another one is replaced as a whole.
        for (const words of this.#byHash.values()) words.sort((a, b) => b.length - a.length);
    }

    /** @param {string} text */
    isIn(text) {
        return this.#next(text, 0) !== undefined;
    }

    /**
     * @param {string} text
     * @returns {string} the same text without any needle
     */
    replace(text) {
        let found = this.#next(text, 0);
        if (!found) return text;
        let result = "";
        let done = 0;
        while (found) {
            result += text.slice(done, found.at) + this.#mark;
            done = found.at + found.length;
            found = this.#next(text, done);
        }
        return result + text.slice(done);
    }

    /**
     * For a text that somebody has cut: at its end may be the first part of a needle, at its beginning the last part of one. Parts of
     * less than six characters stay.
     *
     * @param {string} text without whole needles
     * @param {number} from where the text itself begins, after a note that there was more
     */
    replaceParts(text, from) {
        const begin = this.#partAtBeginning(text, from);
        const rest = begin > from ? text.slice(0, from) + this.#mark + text.slice(begin) : text;
        const end = this.#partAtEnd(rest, from);
        return end < rest.length ? rest.slice(0, end) + this.#mark : rest;
    }

    /** @param {string} text @param {number} from */
    #partAtEnd(text, from) {
        for (let at = Math.max(from, text.length - this.#longest + 1); at <= text.length - WINDOW; at++) {
            const words = this.#byHash.get(hashAt(text, at)) ?? [];
            const rest = words.length > 0 ? text.slice(at) : "";
            if (words.some((word) => word.length > rest.length && word.startsWith(rest))) return at;
        }
        return text.length;
    }

    /** @param {string} text @param {number} from */
    #partAtBeginning(text, from) {
        for (let at = Math.min(text.length, from + this.#longest - 1); at >= from + WINDOW; at--) {
            const words = this.#byEnd.get(hashAt(text, at - WINDOW)) ?? [];
            const part = words.length > 0 ? text.slice(from, at) : "";
            if (words.some((word) => word.length > part.length && word.endsWith(part))) return at;
        }
        return from;
    }

    /**
     * @param {string} text
     * @param {number} from
     */
    #next(text, from) {
        const last = text.length - WINDOW;
        if (last < from) return undefined;
        let hash = hashAt(text, from);
        for (let at = from; ; at++) {
            if (this.#mayBegin[fold(hash)]) {
                for (const word of this.#byHash.get(hash) ?? []) if (text.startsWith(word, at)) return { at, length: word.length };
            }
            if (at === last) return undefined;
            hash = (Math.imul(hash - Math.imul(text.charCodeAt(at), WEIGHT), FACTOR) + text.charCodeAt(at + WINDOW)) | 0;
        }
    }
}

/** @param {Map<number, string[]>} drawer @param {number} hash @param {string} word */
function file(drawer, hash, word) {
    const others = drawer.get(hash);
    if (others) others.push(word);
    else drawer.set(hash, [word]);
}

/**
 * @param {string} text
 * @param {number} from
 */
function hashAt(text, from) {
    let hash = 0;
    for (let i = from; i < from + WINDOW; i++) hash = (Math.imul(hash, FACTOR) + text.charCodeAt(i)) | 0;
    return hash;
}

/** @param {number} hash */
function fold(hash) {
    return ((hash >>> 16) ^ hash) & BITS;
}
