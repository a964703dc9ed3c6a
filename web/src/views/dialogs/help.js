// @ts-check
// Help: the keys, and what the map shows, in words that explain themselves.
import { h } from "../../dom.js";
import { icon } from "../../icons.js";
import { term } from "../../terms.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {State} from "../../types.js" */

/** @type {[string, [string[], string][]][]} */
const KEYS = [
  [
    "The map",
    [
      [["←", "→", "↑", "↓"], "move the pin, or else the map"],
      [["Shift", "←"], "the same in larger steps"],
      [["+", "−"], "closer, farther"],
      [["0"], "the whole atlas"],
      [["Enter"], "pin the middle of the map"],
      [["Esc"], "let go: the selection, then the pin"],
    ],
  ],
  [
    "Tools",
    [
      [["V"], "move about"],
      [["L"], "select with a lasso"],
      [["B"], "select with a box"],
      [["P"], "lay a path"],
      [["Space"], "in the path: play, or stop"],
      [["Del"], "on a keyframe: take it out"],
    ],
  ],
  [
    "The page",
    [
      [["R"], "the report: what the model believes"],
      [["Ctrl", "Z"], "undo"],
      [["Ctrl", "Shift", "Z"], "redo"],
      [["?"], "this page"],
    ],
  ],
];

/** @type {[string, string][]} */
const GESTURES = [
  ["point", "see what the place decodes to"],
  ["click, tap", "pin the place, the sample or the keyframe"],
  ["drag", "move the map, or a keyframe"],
  ["wheel, pinch", "closer, farther"],
];

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  let open = false;
  const element = h(
    "dialog",
    {
      class: "sheet help",
      "aria-labelledby": "help-title",
      onclose: () => open && dispatch({ type: "dialog", dialog: null }),
      onclick: (/** @type {MouseEvent} */ { target }) => target === element && element.close(),
    },
    h(
      "div",
      { class: "inside" },
      h(
        "div",
        { class: "row between head" },
        h("h2", { class: "headline", id: "help-title", tabIndex: -1, autofocus: true }, "Help"),
        h(
          "button",
          { type: "button", class: "button bare icon", "aria-label": "Close", onclick: () => element.close() },
          icon("close"),
        ),
      ),
      h("div", { class: "columns" }, h("div", {}, words(), ...gestures()), keys()),
      h(
        "p",
        { class: "row between ends" },
        h(
          "span",
          { class: "quiet" },
          "Words with a dotted line explain themselves: point at them, tap them, or move to them with Tab.",
        ),
        h(
          "button",
          { type: "button", class: "button", onclick: () => dispatch({ type: "dialog", dialog: "tour" }) },
          "Show me around",
        ),
      ),
    ),
  );
  document.addEventListener("keydown", ask);

  /** @param {KeyboardEvent} event */
  function ask(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.matches?.(
      "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [role=listbox]",
    );
    if (event.key === "?" && !typing && !event.ctrlKey && !event.metaKey) {
      dispatch({ type: "dialog", dialog: open ? null : "help" });
    }
  }

  return {
    element,
    /** @param {State} state */
    update({ dialog }) {
      if (open !== (dialog === "help")) {
        open = !open;
        if (open) {
          element.showModal();
        } else if (element.open) {
          element.close();
        }
      }
    },
    destroy: () => document.removeEventListener("keydown", ask),
  };
}

function words() {
  return h(
    "div",
    { class: "glossary" },
    h("h3", {}, "What the map shows"),
    h("p", {}, "A place on the map is a ", term("code"), ". The picture there is what the ", term("decoder"), " makes of it."),
    h("p", {}, "A point is an image of the data, placed at its ", term("mu"), " by the ", term("encoder"), "."),
    h(
      "p",
      {},
      "The ellipse around it is its ",
      term("posterior", "posterior q(z|x)"),
      ", half of it within the inner line and 90% within the outer: small where the encoder, by its ",
      term("sigma"),
      ", is sure.",
    ),
    h(
      "p",
      {},
      "Rings show the ",
      term("prior"),
      "; contours show the ",
      term("aggregate posterior"),
      ", and pictures fade where it gives them no ",
      term("support"),
      ".",
    ),
    h(
      "p",
      {},
      "With more than two dimensions the map is a ",
      term("plane"),
      " through latent space, and what lies ",
      term("off the plane"),
      " is shown at its nearest point.",
    ),
    h(
      "p",
      {},
      "How well a model does is its ",
      term("bound"),
      ": ",
      term("reconstruction"),
      " − ",
      term("kl"),
      ", in ",
      term("nats"),
      ".",
    ),
  );
}

function gestures() {
  return [
    h("h3", {}, "By hand"),
    h("dl", {}, ...GESTURES.flatMap(([name, does]) => [h("dt", {}, name), h("dd", {}, does)])),
  ];
}

function keys() {
  return h(
    "div",
    { class: "keys" },
    ...KEYS.flatMap(([title, rows]) => [
      h("h3", {}, title),
      h(
        "dl",
        {},
        ...rows.flatMap(([names, does]) => [
          h("dt", {}, ...names.map((name) => h("kbd", {}, name))),
          h("dd", {}, does),
        ]),
      ),
    ]),
  );
}
