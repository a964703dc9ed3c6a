// Own images as the present model has them, the newest first.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { notice } from "../../notice.js";
import { lasting } from "../../own.js";
import { selector } from "../../selector.js";
import { cardOf, samplesOf } from "../../state.js";
import { prose } from "../../terms.js";
import { toneOf } from "../../tone.js";
import { createEntry } from "./entry.js";

const STEP = 100; // entries that are on the page at a time

/** @param {Dispatch} dispatch */
export function createList(dispatch) {
  /** @type {Map<number, ReturnType<typeof createEntry>>} */
  const entries = new Map();
  let most = STEP;
  /** @type {State | null} */
  let state = null;

  const list = h("ul", { class: "images-list" });
  const more = button("", () => {
    most += STEP;
    if (state) {
      sync(state, most);
    }
  });
  const count = h("span", { class: "number quiet" });
  const clear = button("bare small", removeAll, "Remove all");
  const caption = prose("input → [[decoded|reconstruction]], [[bound|bound]]");
  const bound = h("p", { class: "small quiet images-caption" }, ...caption);
  const point = h("p", { class: "small quiet images-caption" }, "input → reconstruction, log p(x|z)");
  const empty = h(
    "p",
    { class: "quiet" },
    "See where the encoder places an image of yours and how the decoder reconstructs it. Images are kept in this" +
      " browser, and go to no machine but the one that runs this server.",
  );
  const older = h("p", { class: "small quiet images-caption" });
  const element = h(
    "section",
    { class: "block", tabIndex: -1, "aria-label": "Your images" },
    h("div", { class: "row" }, h("h2", {}, "Your images"), count, h("span", { class: "images-spring" }), clear),
    bound,
    point,
    older,
    empty,
    list,
    more,
  );

  function removeAll() {
    const ids = state?.brought.map(({ id }) => id) ?? [];
    dispatch({ type: "forget", ids });
    dispatch(notice("info", "All images were removed. Undo brings them back."));
    element.focus(); // the button is gone
  }

  const sync = selector((now, /** @type {number} */ limit) => {
    const card = cardOf(now);
    const own = samplesOf(now);
    empty.hidden = own.length > 0;
    clear.hidden = own.length === 0;
    const left = own.length - lasting(now.brought).length;
    older.hidden = left === 0;
    setText(older, left === 1 ? "The oldest isn't kept for a reload." : `The oldest ${left} aren't kept for a reload.`);
    bound.hidden = own.length === 0 || card?.posterior === "point";
    point.hidden = own.length === 0 || card?.posterior !== "point";
    setText(count, own.length > 0 ? own.length.toLocaleString("en") : "");
    more.hidden = own.length <= limit;
    setText(more, more.hidden ? "" : `Show ${Math.min(STEP, own.length - limit)} more`);
    if (!card || !now.kept) {
      list.replaceChildren();
      entries.clear();
      return;
    }
    const { pin, keyframes } = now.kept;
    const tone = toneOf(card, now.appearance);
    const shown = own.slice(0, limit);
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, entry] of entries) {
      if (!ids.has(id)) {
        removeEntry(entry.element);
        entries.delete(id);
      }
    }
    shown.forEach((sample, i) => {
      const entry = entries.get(sample.id) ?? createEntry(sample, dispatch);
      entries.set(sample.id, entry);
      entry.update(sample, { pin, keyframes }, card, tone);
      if (list.children[i] !== entry.element) {
        list.insertBefore(entry.element, list.children[i] ?? null);
      }
    });
  });

  /** @type {Element | null} */
  let pointed = null;
  const light = selector(({ hover }) => {
    const entry = entries.get(hover?.sample ?? 0)?.element ?? null;
    if (entry !== pointed) {
      pointed?.classList.remove("pointed");
      entry?.classList.add("pointed");
      pointed = entry;
      if (entry) {
        reveal(entry);
      }
    }
  });

  // The panel alone is scrolled: scrollIntoView would move the page under a sheet, too.
  /** @param {Element} entry */
  function reveal(entry) {
    const panel = element.parentElement;
    if (panel) {
      const [{ top, bottom }, sight] = [entry.getBoundingClientRect(), panel.getBoundingClientRect()];
      panel.scrollTop += Math.min(0, top - sight.top) || Math.max(0, bottom - sight.bottom);
    }
  }

  /**
   * Takes an entry away; a focus in it goes to the next entry, so that it is not lost.
   * @param {HTMLElement} entry
   */
  function removeEntry(entry) {
    const focused = entry.contains(document.activeElement);
    const next = entry.nextElementSibling ?? entry.previousElementSibling;
    entry.remove();
    if (focused) {
      next?.querySelector("button")?.focus();
    }
  }

  return {
    element,
    /** @param {State} next */
    update(next) {
      if (next.kept?.model !== state?.kept?.model) {
        most = STEP;
      }
      state = next;
      sync(next, most);
      light(next);
    },
  };
}
