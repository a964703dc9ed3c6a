// CODES: the pinned image's discrete codes as a mosaic, in which places can be taken of another image's, and what that
// decodes to.
import { button } from "../../controls.js";
import { changes, h, setText } from "../../dom.js";
import { codeOf, donorOf, entriesOf, pressedOf, rectangle } from "../../mosaic.js";
import { fixed, natsOf } from "../../numbers.js";
import { picture } from "../../picture.js";
import { selector } from "../../selector.js";
import { cardOf, sampleOf } from "../../state.js";
import { paint, toneOf } from "../../tone.js";
/** @import {Book} from "../../mosaic.js" */

const AROUND = 3; // places along a patch's side, of which the mosaic shows the middle one
const HINT = "Drag over places, or press Space on one, to take the other image’s entries there.";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const [own, other] = [mosaic(), mosaic()];
  const [mixed, rebuilt] = [picture(), picture()];
  const says = h("p", { class: "small quiet here-mosaic-says", role: "status" });
  const masses = h("p", { class: "small" });
  const otherName = h("span");
  const back = button("small", () => dispatch({ type: "mosaic", change: { cells: [] } }), "Put back");
  const another = button("small", next, "Another image");
  const what = h("span");
  const element = h(
    "div",
    { class: "here-part here-mosaics" },
    h("div", { class: "small quiet" }, what),
    figure(own.element, h("span", {}, "its entries")),
    figure(mixed.element, h("span", {}, "decoded")),
    figure(other.element, otherName),
    figure(rebuilt.element, h("span", {}, "decoded")),
    says,
    masses,
    h("div", { class: "row" }, back, another),
  );
  Object.assign(own.element, { tabIndex: 0, onpointerdown: begin, onpointermove: move, onpointerup: end, onkeydown: key, onpointerleave: () => point(-1), onblur: () => point(-1) });
  own.element.setAttribute("role", "application");
  own.element.setAttribute("aria-label", `Entries of the image’s places. Arrow keys move. ${HINT}`);

  /** @type {State | null} */
  let now = null;
  let at = -1; // the place that is pointed at
  let from = -1; // where a drag began

  function next() {
    const count = now?.points?.count ?? 0;
    const donor = now && donorOf(now, now.kept?.pin ?? null);
    if (count > 1) {
      dispatch({ type: "mosaic", change: { donor: { z: [], row: ((donor?.row ?? 0) + 1) % count } } });
    }
  }

  /** @param {PointerEvent} event */
  function placeOf({ clientX, clientY }) {
    const book = now?.mosaic.book;
    const { left, top, width, height } = own.element.getBoundingClientRect();
    const [x, y] = [(clientX - left) / width, (clientY - top) / height];
    const inside = (/** @type {number} */ share) => Math.min(0.999, Math.max(0, share));
    return book ? Math.floor(inside(y) * book.rows) * book.columns + Math.floor(inside(x) * book.columns) : -1;
  }

  /** @param {PointerEvent} event */
  function begin(event) {
    if (event.button === 0) {
      own.element.setPointerCapture(event.pointerId);
      from = placeOf(event);
      move(event);
    }
  }

  /** @param {PointerEvent} event */
  function move(event) {
    point(placeOf(event));
  }

  /** @param {PointerEvent} event */
  function end(event) {
    const book = now?.mosaic.book;
    if (now && book && from >= 0) {
      press(rectangle(from, placeOf(event), book));
    }
    from = -1;
    point(at);
  }

  /** @param {number[]} pressed */
  function press(pressed) {
    if (now) {
      dispatch({ type: "mosaic", change: { cells: pressedOf(now.mosaic.cells, pressed) } });
    }
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    const book = now?.mosaic.book;
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (book && step) {
      const [row, column] = at < 0 ? [0, 0] : [Math.floor(at / book.columns) + step[0], (at % book.columns) + step[1]];
      point(Math.min(book.rows - 1, Math.max(0, row)) * book.columns + Math.min(book.columns - 1, Math.max(0, column)));
    } else if (event.key === " " && at >= 0) {
      press([at]);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} place −1 for none */
  function point(place) {
    at = place;
    if (now) {
      look(now, at, from);
    }
  }

  /** What the place that is pointed at has. */
  const look = selector((state, /** @type {number} */ place, /** @type {number} */ start) => {
    const { book, cells } = state.mosaic;
    const z = codeOf(state, state.kept?.pin ?? null);
    const marked = book && place >= 0 ? (start >= 0 ? rectangle(start, place, book) : [place]) : [];
    own.mark(cells, marked);
    other.mark([], marked);
    const entry = book && z && place >= 0 ? entriesOf(z, book)[place] : -1;
    const uses = book?.uses?.[entry];
    const share = book && uses !== undefined ? ` , in ${fixed((100 * uses) / sumOf(book), 1)}% of the data’s places`.replace(" ,", ",") : "";
    setText(says, entry < 0 ? HINT : `Row ${Math.floor(place / (book?.columns ?? 1)) + 1}, column ${(place % (book?.columns ?? 1)) + 1}: entry ${entry + 1}${share}${cells.includes(place) ? "; taken" : ""}.`);
  });

  const draw = selector((state) => {
    const card = cardOf(state);
    const { book, cells, mixed: pixels, logMass } = state.mosaic;
    const pin = state.kept?.pin ?? null;
    const donor = donorOf(state, pin);
    const [z, given] = [codeOf(state, pin), codeOf(state, donor)];
    element.hidden = !card || !book?.patches || !z || book.key !== card.version;
    if (!card || !book || element.hidden || !z) {
      return;
    }
    const tone = toneOf(card, state.appearance);
    const entries = entriesOf(z, book);
    const others = given ? entriesOf(given, book) : null;
    const taken = new Set(cells);
    setText(what, `Codes: at each of ${book.rows}×${book.columns} places one of ${book.count} entries`);
    own.show(entries.map((entry, place) => (taken.has(place) && others ? others[place] : entry)), book, tone);
    other.show(others, book, tone);
    const row = donor?.row === undefined ? null : state.rows[donor.row];
    const sample = sampleOf(state, donor);
    setText(otherName, row ? `of image ${row.index}, ${card.labels[row.label] ?? ""}`.replace(/, $/, "") : (sample?.name ?? "Loading…"));
    const known = pin?.row === undefined ? sampleOf(state, pin)?.mean : state.rows[pin.row]?.mean;
    mixed.show(cells.length > 0 && pixels ? pixels : known, 0, card.input, tone, cells.length > 0 ? "The mixed code, decoded" : "The code, decoded");
    rebuilt.show(row?.mean ?? sample?.mean, 0, card.input, tone, "The other code, decoded");
    setText(masses, logMass ? massesOf(logMass, cells.length, entries.filter((entry, i) => entry !== others?.[i]).length) : "");
    back.disabled = cells.length === 0;
  });

  return {
    element,
    /** @param {State} state */
    update(state) {
      now = state;
      draw(state);
      look(state, at, from);
    },
  };
}

/** @param {ArrayLike<number>} logMass @param {number} taken places @param {number} apart places that differ */
function massesOf(logMass, taken, apart) {
  const [own, other, mixed] = [0, 1, 2].map((i) => natsOf(logMass[i]));
  const both = `log p(z) is ${own} nats, and the other’s ${other}; they differ at ${apart} places.`;
  return taken === 0 ? both : `log p(z) of the mixed code is ${mixed} nats, of its own ${own}, of the other ${other}.`;
}

/** @param {Book} book */
function sumOf({ uses }) {
  return uses?.reduce((sum, count) => sum + count, 0) ?? 0;
}

/** @param {Element} image @param {HTMLElement} caption */
function figure(image, caption) {
  return h("figure", {}, image, h("figcaption", { class: "small quiet" }, caption));
}

/** Entries at their places, and which of these are marked. */
function mosaic() {
  const canvas = h("canvas", { class: "image", width: 1, height: 1, "aria-hidden": "true" });
  const grid = h("div", { class: "here-cells" });
  const element = h("div", { class: "here-mosaic" }, canvas, grid);
  const other = changes();
  return {
    element,
    /** @param {ArrayLike<number> | null} entries @param {Book} book @param {Tone} tone */
    show(entries, book, tone) {
      const { rows, columns, patches, patch } = book;
      if (grid.children.length !== rows * columns) {
        grid.style.setProperty("--columns", String(columns));
        grid.replaceChildren(...Array.from({ length: rows * columns }, () => h("i")));
      }
      canvas.hidden = !entries;
      if (!entries || !patches || !other(String(entries), book, tone.key)) {
        return;
      }
      const [width, height] = [patch.width / AROUND, patch.height / AROUND];
      Object.assign(canvas, { width: columns * width, height: rows * height });
      const context = canvas.getContext("2d");
      const data = new ImageData(patch.width, patch.height);
      const size = patch.channels * patch.height * patch.width;
      for (let place = 0; place < rows * columns; place++) {
        const [x, y] = [(place % columns) * width, Math.floor(place / columns) * height];
        paint(patches, entries[place] * size, 1, patch, tone, data.data, 0, 4 * patch.width);
        context?.putImageData(data, x - width, y - height, width, height, width, height);
      }
    },
    /** @param {number[]} taken @param {number[]} pointed */
    mark(taken, pointed) {
      [...grid.children].forEach((cell, place) => {
        cell.classList.toggle("taken", taken.includes(place));
        cell.classList.toggle("pointed", pointed.includes(place));
      });
    },
  };
}
