// @ts-check
// Who looks at this session now, and who types. Nothing of it is kept.

const TYPING_EVERY_MILLIS = 3_000;
const TYPING_SHOWN_MILLIS = 6_000;

/**
 * @param {object} host
 * @param {(frame: any) => void} host.send
 * @param {(present: Map<string, {typing: boolean, active: boolean}>) => void} host.onChange
 */
export function createPresence(host) {
  /** @type {{id: string, name: string, active: boolean, typing: boolean}[]} */
  let people = [];
  let toldTyping = 0;
  let forget = 0;
  const me = document.documentElement.dataset.person ?? "";

  function changed() {
    host.onChange(new Map(people.map((person) => [person.id, { typing: person.typing, active: person.active }])));
  }

  return {
    tell: () => host.send({ type: "presence", status: document.hidden ? "idle" : "active" }),

    typed() {
      const now = Date.now();
      if (now - toldTyping > TYPING_EVERY_MILLIS) {
        toldTyping = now;
        host.send({ type: "typing" });
      }
    },

    /** @param {any} frame */
    receive(frame) {
      const list = frame.people ?? frame.participants ?? frame.present;
      if (!Array.isArray(list) || frame.type !== "presence_update") {
        return;
      }
      people = list.map((entry) => {
        const person = entry.person ?? entry;
        return {
          id: person.id,
          name: person.name ?? "",
          active: (entry.status ?? entry.state ?? "active") !== "idle",
          typing: entry.typing === true && person.id !== me,
        };
      });
      changed();
      window.clearTimeout(forget);
      if (people.some((person) => person.typing)) {
        forget = window.setTimeout(() => {
          people = people.map((person) => ({ ...person, typing: false }));
          changed();
        }, TYPING_SHOWN_MILLIS);
      }
    },

    typing: () => people.filter((person) => person.typing).map((person) => person.name),
  };
}
