// @ts-check
// Draws the items of a timeline, at most once per animation frame, and keeps the reader where they are.

import { element } from "./elements.js";
import { itemViews } from "./items/item-views.js";

const NEAR_END_PIXELS = 80;

/** @typedef {import("./timeline-state.js").TimelineState} TimelineState */
/** @typedef {import("./timeline-state.js").Item} Item */

/**
 * @param {HTMLElement} list where the items go
 * @param {HTMLElement} scroller what scrolls
 * @param {HTMLElement} latest the button that leads to the end
 * @param {import("./items/item-views.js").Surroundings} surroundings
 */
export function createTimeline(list, scroller, latest, surroundings) {
  /** @type {Map<string, import("./items/item-views.js").ItemView>} */
  const views = new Map();
  /** @type {TimelineState | null} */
  let state = null;
  let scheduled = false;
  let following = true;

  scroller.addEventListener("scroll", () => {
    following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PIXELS;
    latest.hidden = following;
  }, { passive: true });
  latest.addEventListener("click", () => toEnd());
  // Also grows when pictures of the layout change: an opened fold, a narrower window, a taller composer.
  new ResizeObserver(() => following && toEnd()).observe(list);
  new ResizeObserver(() => following && toEnd()).observe(scroller);

  function toEnd() {
    following = true;
    latest.hidden = true;
    scroller.scrollTop = scroller.scrollHeight;
  }

  /** @param {TimelineState} current */
  function drawSoon(current) {
    state = current;
    if (!scheduled) {
      scheduled = true;
      requestAnimationFrame(draw);
    }
  }

  function draw() {
    scheduled = false;
    if (state === null) {
      return;
    }
    const changed = [...state.changed];
    state.changed.clear();
    changed.sort((left, right) => left.seq - right.seq);
    for (const item of changed) {
      const view = views.get(item.key);
      if (view === undefined) {
        // New items come in the order of the log, so the end is their place.
        list.append(viewOf(item).node);
      } else {
        view.update(item);
      }
    }
    if (following) {
      toEnd();
    }
  }

  /** @param {Item} item */
  function viewOf(item) {
    const make = itemViews[item.kind];
    const view = make === undefined ? { node: element("div", { hidden: true }), update: () => {} } : make(item, surroundings);
    view.node.dataset.seq = String(item.seq);
    views.set(item.key, view);
    return view;
  }

  return {
    drawSoon,

    /**
     * Older history came: the same items with others before them. What the reader looks at stays where it is.
     *
     * @param {TimelineState} rebuilt
     */
    redraw(rebuilt) {
      state = rebuilt;
      rebuilt.changed.clear();
      const anchor = firstVisible(list, scroller);
      const before = anchor?.getBoundingClientRect().top ?? 0;
      for (const [key, view] of views) {
        if (!rebuilt.byKey.has(key)) {
          view.node.remove();
          views.delete(key);
        }
      }
      /** @type {ChildNode | null} */
      let place = list.firstChild;
      for (const item of rebuilt.items) {
        let view = views.get(item.key);
        if (view === undefined) {
          view = viewOf(item);
        } else {
          view.update(item);
        }
        if (view.node === place) {
          place = place.nextSibling;
        } else {
          list.insertBefore(view.node, place);
        }
      }
      if (following) {
        toEnd();
      } else if (anchor !== null && anchor.isConnected) {
        scroller.scrollTop += anchor.getBoundingClientRect().top - before;
      }
    },

    /** Everything again: what the server tells of prompts has changed. */
    refreshPrompts() {
      for (const item of state?.items ?? []) {
        if (item.kind === "prompt" || item.kind === "finish" || item.kind === "boot" || item.kind === "asked") {
          views.get(item.key)?.update(item);
        }
      }
    },

    toEnd,
  };
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} scroller
 * @returns {Element | null}
 */
function firstVisible(list, scroller) {
  const top = scroller.getBoundingClientRect().top;
  for (const child of list.children) {
    if (child.getBoundingClientRect().bottom > top) {
      return child;
    }
  }
  return null;
}
