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
            const others = this.#byHash.get(hash);
            if (others) others.push(word);
            else this.#byHash.set(hash, [word]);
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
