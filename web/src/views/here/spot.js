// HERE: the decoded image of the spot under the pointer or else of the pin, its code, how well the data support it, and
// the images that lie nearest.
import { entryOf, showsColumnAtlas } from "../../column-atlas.js";
import { button } from "../../controls.js";
import { h, setText, TOUCHES } from "../../dom.js";
import { counted, fixed, nameOf } from "../../numbers.js";
import { picture } from "../../picture.js";
import { selector } from "../../selector.js";
import { cardOf, spotOf } from "../../state.js";
import { differenceOf, isSupportable, levelsOf, SUPPORT_NAMES, SUPPORT_RULE, supportAmong } from "../../support.js";
import { term } from "../../terms.js";
import { toneOf } from "../../tone.js";
import { explain } from "../../tooltip.js";
import { create as code } from "./code.js";
import { create as rows } from "./near-rows.js";
import { create as nearest } from "./nearest.js";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const large = picture("large");
  const inviting = h("p", { class: "here-inviting quiet" }, TOUCHES ? "Tap the map to decode a place and pin it." : "Hover over the map to decode a place. Click to pin it.");
  const rough = h("span", { class: "here-rough small quiet", "aria-hidden": "true" }, "from the nearest tile");
  const where = h("span", { class: "here-where small quiet" });
  const field = code(dispatch);
  const difference = h("span", { class: "number" });
  const word = h("span", { class: "here-support small", role: "note", tabIndex: 0 });
  explain(word, SUPPORT_RULE);
  const wordless = h("span", { class: "small quiet" });
  const among = h("span", { class: "small quiet" });
  const support = h(
    "div",
    { class: "here-density" },
    h("span", { class: "small quiet" }, term("support")),
    h("span", {}, difference, " ", h("span", { class: "small quiet" }, term("grey levels"))),
    h("span", { class: "here-grade" }, word, wordless),
    among,
  );
  const entry = h("p", { class: "here-row small" });
  const original = picture("small");
  const said = h("span", { class: "small quiet" });
  const encoded = h("div", { class: "row here-original" }, original.element, said);
  const add = button("", addToPath, "Add to path");
  const unpin = button("", () => dispatch({ type: "pin", spot: null }), "Unpin");
  unpin.title = "Escape";
  const near = nearest(dispatch);
  const nearRows = rows(dispatch);
  const element = h(
    "section",
    { class: "block" },
    h("div", { class: "row between" }, h("h2", {}, "Here"), where),
    h(
      "div",
      { class: "here-spot" },
      h("div", { class: "here-view" }, large.element, inviting, rough),
      h("div", { class: "here-facts" }, field.element, support),
    ),
    field.many,
    entry,
    encoded,
    near.element,
    nearRows.element,
    h("div", { class: "row here-buttons" }, add, unpin),
  );

  function addToPath() {
    if (now) {
      dispatch({ type: "keep", change: { keyframes: [...now.keyframes, { ...now.spot }] } });
    }
  }

  /** @type {{keyframes: Kept["keyframes"], spot: Spot} | null} */
  let now = null;
  const draw = selector((state) => {
    const { kept, hover, here, appearance, connection } = state;
    const card = cardOf(state);
    const spot = spotOf(state);
    now = kept && spot ? { keyframes: kept.keyframes, spot } : null;
    add.disabled = !now;
    unpin.disabled = !kept?.pin;
    inviting.hidden = !!spot || !card;
    setText(where, !spot ? "" : hover ? (hover.echo ? `as in ${hover.echo.of}` : "under the pointer") : "pinned");
    where.classList.toggle("pinned", !!spot && !hover);
    const drawn = here && (here.exact || here.pixels.some((value) => value !== 0)); // all zeros: nothing came yet
    rough.classList.toggle("shown", !!spot && !!here && !here.exact && !!drawn);
    if (card && spot && here && drawn) {
      large.show(here.pixels, 0, card.input, toneOf(card, appearance), `Decoded image at z = (${list(spot.z)})`);
    } else {
      large.clear();
    }
    setText(entry, entryWords(state));
    const whole = wholeOf(state);
    encoded.hidden = !whole;
    if (card && whole?.image) {
      original.show(whole.image.pixels, 0, whole.image.input, toneOf(card, appearance), "Its image, as it was encoded");
    } else {
      original.clear();
    }
    setText(said, whole?.image ? "Its image, as it was encoded." : whole ? `Its image is not here: ${whole.absent}` : "");
    const supportable = !!card && isSupportable(card);
    const levels = card ? levelsOf(card) : null;
    const value = spot && here && supportable ? here.support : null;
    const none = !spot || !supportable || connection !== "open";
    if (value !== null || none) {
      setText(difference, differenceOf(value ?? NaN)); // the last one stays while the next is on its way
    }
    const grade = supportAmong(value ?? NaN, levels);
    if (grade || none || !levels?.told) {
      setText(word, grade ? SUPPORT_NAMES[grade] : "");
      word.dataset.support = grade ?? "";
    }
    setText(among, card?.atlas && showsColumnAtlas(card, kept) ? `among the ${counted(card.atlas.count)} images of atlas.npz` : "");
    word.hidden = word.textContent === "";
    setText(wordless, !card || !spot || levels?.told ? "" : wordlessOf(supportable, !!levels));
  });
  return {
    element,
    /** @param {State} state */
    update(state) {
      field.update(state);
      near.update(state);
      nearRows.update(state);
      draw(state);
    },
  };
}

/** What is known of a row of the atlas of columns. @param {State} state */
function entryWords(state) {
  const row = spotOf(state)?.entry;
  const known = entryOf(state);
  if (row === undefined) {
    return "";
  }
  const { label = "", texts = {}, values = {} } = known ?? {};
  const columns = Object.entries(values).map(([name, value]) => `${name} ${Number.isInteger(value) ? counted(value) : fixed(value, 1)}`);
  return [`Row ${counted(row)}`, ...Object.values(texts).filter(Boolean), ...(label ? [`class ${label}`] : []), ...columns].join(" · ");
}

/** The image of that row, or why it is not here. @param {State} state */
function wholeOf(state) {
  const row = spotOf(state)?.entry;
  const { whole } = state.columnAtlas;
  return row !== undefined && whole?.row === row ? whole : null;
}

/** Why no word is said of a code's support. @param {boolean} supportable @param {boolean} measured */
function wordlessOf(supportable, measured) {
  return !supportable
    ? "unknown: this model has no data"
    : measured
      ? "not rated: a rating would often be wrong in this model"
      : "not rated: ratings were never tested in this model";
}

/** @param {number[]} z */
function list(z) {
  const shown = z.slice(0, 4).map((value) => fixed(value, 2));
  return z.length > 4 ? `${shown.join(", ")}, … ${nameOf(z.length - 1)}` : shown.join(", ");
}
