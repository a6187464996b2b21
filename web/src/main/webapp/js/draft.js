// @ts-check
// Keeps what somebody typed until the server has taken it: the text in the field, and the submissions that are on their way. A
// submission keeps its request id, so that sending it again after a reload, a lost answer or a new sign-in never makes two of one.

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Shelf */
/** @typedef {{requestId: string, text: string, model: string | null}} Submission */
/** @typedef {{text: string, outbox: Submission[]}} Kept */

const PREFIX = "openinspect.draft.";

/**
 * The draft of one composer.
 *
 * @param {Shelf} shelf
 * @param {string} place the session's id, or "new"
 * @param {() => string} newId
 */
export function createDraft(shelf, place, newId) {
  const key = PREFIX + place;
  /** @type {Kept} what counts if the storage is full or forbidden */
  let kept = read();

  /** @returns {Kept} */
  function read() {
    try {
      const stored = JSON.parse(shelf.getItem(key) ?? "null");
      if (stored !== null && typeof stored.text === "string" && Array.isArray(stored.outbox)) {
        return stored;
      }
    } catch {
      // What cannot be read is not a draft of ours.
    }
    return { text: "", outbox: [] };
  }

  /** @param {Kept} next */
  function write(next) {
    kept = next;
    try {
      if (next.text === "" && next.outbox.length === 0) {
        shelf.removeItem(key);
      } else {
        shelf.setItem(key, JSON.stringify(next));
      }
    } catch {
      // Nobody may be kept from typing because a storage is full; this page still holds the text.
    }
  }

  return {
    text: () => kept.text,
    outbox: () => [...kept.outbox],

    /** @param {string} text */
    type(text) {
      write({ ...kept, text });
    },

    /**
     * Moves the text from the field to the outbox in one write.
     *
     * @param {string} text
     * @param {string | null} [model]
     * @returns {Submission}
     */
    submit(text, model = null) {
      const submission = { requestId: newId(), text, model };
      write({ text: "", outbox: [...kept.outbox, submission] });
      return submission;
    },

    /** The server has it. @param {string} requestId */
    accepted(requestId) {
      write({ ...kept, outbox: kept.outbox.filter((one) => one.requestId !== requestId) });
    },

    /**
     * The server said no, or somebody takes it back: the text returns to the field, before what was typed since.
     *
     * @param {string} requestId
     */
    takeBack(requestId) {
      const submission = kept.outbox.find((one) => one.requestId === requestId);
      if (submission === undefined) {
        return;
      }
      const text = kept.text === "" ? submission.text : `${submission.text}\n\n${kept.text}`;
      write({ text, outbox: kept.outbox.filter((one) => one !== submission) });
    },
  };
}

/**
 * A random id that also works on plain http, where `crypto.randomUUID` does not exist.
 *
 * @returns {string}
 */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
