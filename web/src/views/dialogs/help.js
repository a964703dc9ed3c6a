// Help: shortcuts, gestures, and what the map shows, in terms that explain themselves.
import { button } from "../../controls.js";
import { h } from "../../dom.js";
import { shortcut, shortcutsOn, turnShortcuts } from "../../shortcuts.js";
import { prose } from "../../terms.js";
import { createFollowButton } from "./follow-door.js";
import { modal } from "./modal.js";

/** @type {[string, [string[], string][]][]} */
const KEYS = [
  [
    "The map",
    [
      [["←", "→", "↑", "↓"], "move the pin, or the map if there is none"],
      [["Shift", "←"], "in larger steps"],
      [["+", "−"], "zoom in, out"],
      [["0"], "show all data"],
      [["Enter"], "pin the centre of the map"],
      [["Esc"], "clear the selection, then the pin"],
    ],
  ],
  [
    "Tools",
    [
      [["V"], "pan"],
      [["L"], "lasso selection"],
      [["B"], "box selection"],
      [["P"], "path: add keyframes"],
      [["Enter"], "with lasso or box: set a corner at the crosshair"],
      [["Space"], "on the path: play or pause"],
      [["Del"], "on a keyframe: remove it"],
    ],
  ],
  [
    "The page",
    [
      [["R"], "open or close the report"],
      [["Ctrl", "Z"], "undo"],
      [["Ctrl", "Shift", "Z"], "redo"],
      [["?"], "this help"],
    ],
  ],
];

/** @type {[string, string][]} */
const GESTURES = [
  ["hover", "preview the decoded image"],
  ["click, tap", "pin the place, image or keyframe"],
  ["drag", "pan, or move a keyframe"],
  ["wheel, pinch", "zoom in, out"],
];

const SINGLE = "Single-key shortcuts (V, L, B, P, R, ?)";

const MAP = [
  "Each place on the map is a [[code]]; the image there is what the [[decoder]] makes of it.",
  "Each point is an image of the data set, placed by the [[encoder]] at its [[mu]].",
  "The ellipse around it is its [[posterior|posterior q(z|x)]]: the inner line holds 50% of it, the outer 90%. " +
    "It is small where [[sigma]] is small: where the encoder is certain.",
  "Rings show the [[prior]], contours the [[aggregate posterior]]. Images fade where the data give them no [[support]].",
  "With more than two dimensions the map is a [[plane]] through latent space; codes [[off the plane]] are shown at " +
    "their nearest point on it.",
  "A model is scored by its [[bound]]: [[reconstruction]] − [[kl]], in [[nats]].",
];

/** @type {MakePanel} */
export function create(dispatch) {
  const follow = createFollowButton(dispatch);
  const letters = h("input", {
    type: "checkbox",
    role: "switch",
    checked: shortcutsOn(),
    onchange: () => turnShortcuts(letters.checked),
  });
  document.addEventListener("keydown", (event) => {
    if (shortcut(event) === "?") {
      dispatch({ type: "dialog", dialog: "help" });
    }
  });

  return modal(
    dispatch,
    "help",
    "sheet help",
    "Help",
    follow.update,
    h(
      "div",
      { class: "columns" },
      h(
        "div",
        {},
        h("div", { class: "glossary" }, h("h3", {}, "What the map shows"), ...MAP.map((text) => h("p", {}, ...prose(text)))),
        h("h3", {}, "Mouse and touch"),
        h("dl", {}, ...GESTURES.flatMap(([name, does]) => [h("dt", {}, name), h("dd", {}, does)])),
      ),
      h("div", { class: "keys" }, ...KEYS.flatMap(keys), h("label", { class: "row" }, letters, SINGLE)),
    ),
    h(
      "p",
      { class: "row between ends" },
      h(
        "span",
        { class: "quiet" },
        "Underlined terms have definitions: hover over them, tap them or reach them with Tab.",
      ),
      h("span", { class: "row" }, button("", () => dispatch({ type: "dialog", dialog: "lessons" }), "Lessons…"), follow.element),
    ),
  );
}

/** @param {typeof KEYS[number]} group */
function keys([title, rows]) {
  const entries = rows.flatMap(([names, does]) => [
    h("dt", {}, ...names.map((name) => h("kbd", {}, name))),
    h("dd", {}, does),
  ]);
  return [h("h3", {}, title), h("dl", {}, ...entries)];
}
