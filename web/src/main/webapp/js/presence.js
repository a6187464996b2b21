// @ts-check
// Who looks at this session now, and who types. Nothing of it is kept.

const TYPING_EVERY_MILLIS = 3_000;
const TYPING_SHOWN_MILLIS = 6_000;
const IDLE_MILLIS = 300_000;

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

  let touchedAt = Date.now();
  let told = "";

  function tell() {
    told = document.hidden || Date.now() - touchedAt >= IDLE_MILLIS ? "idle" : "active";
    host.send({ type: "presence", status: told });
  }

  function touched() {
    touchedAt = Date.now();
    if (told === "idle" && !document.hidden) {
      tell();
    }
  }

  for (const sign of ["pointerdown", "pointermove", "keydown", "wheel"]) {
    document.addEventListener(sign, touched, { passive: true });
  }
  window.setInterval(() => told === "active" && Date.now() - touchedAt >= IDLE_MILLIS && tell(), 15_000);

  function changed() {
    host.onChange(new Map(people.map((person) => [person.id, { typing: person.typing, active: person.active }])));
  }

  return {
    tell,

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
