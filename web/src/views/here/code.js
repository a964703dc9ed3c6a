// The code as numbers: two fields beside the image, or a grid that folds away. What is typed is pinned; a spot under the
// pointer is only shown.
import { h, setText } from "../../dom.js";
import { isDiscrete } from "../../mosaic.js";
import { fixed, nameOf, read, readList, shortest } from "../../numbers.js";
import { selector } from "../../selector.js";
import { cardOf, spotOf } from "../../state.js";
import { prose } from "../../terms.js";

const STEP = 0.05; // of an arrow key
const FEW = 2; // dimensions that stand beside the image

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const element = h("div", { class: "here-few" });
  const length = h("span", { class: "number" });
  const grid = h("div", { class: "here-grid" });
  const summary = h("span", { class: "quiet" });
  const many = h(
    "details",
    { class: "here-many", hidden: true },
    h("summary", {}, h("span", {}, "Code z "), summary),
    grid,
  );
  const wrong = h("p", { class: "here-wrong small", id: "here-wrong", role: "alert" });

  /** @type {HTMLInputElement[]} */
  let fields = [];
  /** @type {HTMLInputElement | null} the field whose text is not the code's any more */
  let edited = null;
  /** @type {State | null} */
  let now = null;
  let strokes = 0; // arrow keys on one field are undone together

  /** @param {Code} z @param {string} [gesture] */
  const pin = (z, gesture) => dispatch({ type: "pin", spot: { z }, gesture });

  /** @param {HTMLInputElement} field @param {string} sentence */
  function showError(field, sentence) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", wrong.id);
    setText(wrong, sentence);
  }

  function clearError() {
    edited?.removeAttribute("aria-invalid");
    edited?.removeAttribute("aria-describedby");
    setText(wrong, "");
    edited = null;
  }

  /** @param {number} d */
  function commit(d) {
    const field = fields[d];
    const start = startOf(now);
    if (edited !== field || !start) {
      return;
    }
    const all = readList(field.value, fields.length);
    const value = read(field.value);
    if (all && fields.length > 1) {
      clearError();
      pin(all);
    } else if (value !== null) {
      clearError();
      const z = Array.from(start, Math.fround);
      if (z[d] !== value || !now?.kept?.pin) {
        z[d] = value;
        pin(z);
      }
    } else {
      showError(field, `Enter a number for ${nameOf(d)}, such as 0.41`);
    }
    draw();
  }

  /** @param {number} d @param {KeyboardEvent} event */
  function key(d, event) {
    if (event.key === "Enter") {
      commit(d);
      fields[d].select();
    } else if (event.key === "Escape" && edited) {
      clearError();
      draw();
      event.preventDefault();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      commit(d);
      const start = startOf(now);
      if (start && !edited) {
        const z = Array.from(start, Math.fround);
        z[d] = Math.fround(z[d] + (event.key === "ArrowUp" ? STEP : -STEP));
        pin(z, `field ${d} ${strokes}`);
      }
      event.preventDefault();
    }
  }

  /** @param {Card} card */
  function build(card) {
    clearError();
    const { dim, shape: [numbers, ...sides] = [dim] } = card.latent;
    const places = isDiscrete(card) ? sides.join("×") : "";
    fields = Array.from({ length: places ? 0 : dim }, (_, d) =>
      h("input", {
        class: "field number",
        type: "text",
        inputMode: "decimal",
        autocomplete: "off",
        spellcheck: false,
        "aria-label": nameOf(d),
        onfocus: () => {
          strokes++;
          draw();
          fields[d].select();
        },
        onblur: () => {
          commit(d);
          draw();
        },
        oninput: () => {
          if (edited !== fields[d]) {
            clearError();
          }
          edited = fields[d];
        },
        onkeydown: (/** @type {KeyboardEvent} */ event) => key(d, event),
      }),
    );
    const labels = fields.map((field, d) => h("label", {}, h("span", { class: "here-name" }, nameOf(d)), field));
    const few = dim <= FEW;
    element.replaceChildren(
      ...(places
        ? [h("span", { class: "small quiet" }, ...prose("[[code]]: "), `${places} entries of ${numbers} numbers`)]
        : few
          ? [h("span", { class: "small quiet" }, ...prose("[[code]]")), ...labels]
          : [h("span", { class: "small quiet" }, ...prose("length of [[code]]")), length]),
    );
    grid.replaceChildren(...(few ? [] : labels));
    (few ? element : many).append(wrong);
    many.hidden = few || places !== "";
    setText(summary, `${dim} numbers`);
  }

  /** @param {State} state */
  function show(state) {
    const active = document.activeElement;
    const typing = fields.some((field) => field === active);
    const hovered = !!state.hover && !typing; // who types has the pin before them, wherever the pointer rests
    const [start, spot] = [startOf(state), spotOf(state)]; // both are noted, whichever is shown
    const shown = typing ? start : spot?.z;
    if (fields.length > FEW) {
      setText(length, shown ? fixed(Math.hypot(...Array.from(shown)), 2) : "–");
      if (!many.open) {
        return;
      }
    }
    fields.forEach((field, d) => {
      field.readOnly = hovered;
      if (field !== edited) {
        const text = !shown ? "" : field === active ? shortest(shown[d]) : fixed(shown[d], 3);
        if (field.value !== text) {
          field.value = text;
        }
      }
    });
  }
  const draw = () => now && show(now);
  many.addEventListener("toggle", draw);

  let shape = "";
  const follow = selector((state) => {
    const card = cardOf(state);
    if (card && shape !== card.id) {
      shape = card.id;
      build(card);
    }
    show(state);
  });
  return {
    element,
    many,
    /** @param {State} state */
    update(state) {
      now = state;
      follow(state);
    },
  };
}

/**
 * The code to type on: the pin's, or else the plane's origin.
 * @param {State | null} state
 * @returns {ArrayLike<number> | null}
 */
function startOf(state) {
  return state?.kept?.pin?.z ?? state?.space?.plane.origin ?? null;
}
