// Which plane of latent space the map shows; where there are two dimensions there is but one, and nothing to choose.
import { button, choice } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { fixed, nameOf } from "../../numbers.js";
import { offPlane, spanPlane, specOf } from "../../plane.js";
import { percentOf } from "../../shares.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { prose } from "../../terms.js";
import { ordered } from "./order.js";

const OFF = 0.005; // farther from the plane than this is worth a word: it shows in two decimals

/** @type {["principal" | "axes" | "through" | "first", string][]} the field by which a plane's spec is known, and its name */
const KINDS = [
  ["principal", "Principal"],
  ["axes", "Two axes"],
  ["through", "3 points"],
  ["first", "At the pin"],
];
const SENTENCES = {
  principal: "The two directions in which the data vary most.",
  axes: "Two latent dimensions, the others held fixed.",
  through: "Through the path's first three keyframes, as they were.",
  first: "Through the pin, in the same directions as before.",
};
const COUNTS = ["none", "one", "two"]; // keyframes that are too few

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  /** @type {State | null} */
  let now = null;

  /** @param {PlaneSpec | null} plane */
  const choose = (plane) => dispatch({ type: "keep", change: { plane, view: null } });

  const kinds = choice("Plane of the map", KINDS, (kind) => ways[kind]());
  const [principal, , through, atPin] = kinds.buttons;
  principal.setAttribute("aria-label", "Principal components");
  through.setAttribute("aria-label", "Through 3 points of the path");

  const ways = {
    principal: () => choose(null),
    axes: () => choose({ axes: strongest(now) }),
    through() {
      const codes = now?.kept?.keyframes.slice(0, 3).map(({ z }) => z);
      if (codes?.length === 3) {
        choose({ through: /** @type {[Code, Code, Code]} */ (codes) });
      }
    },
    first: moveToPin,
  };

  function moveToPin() {
    const plane = now?.space?.plane;
    const z = now?.kept?.pin?.z;
    if (plane && z) {
      choose({ origin: z, first: Array.from(plane.first), second: Array.from(plane.second) });
    }
  }

  const across = select("x axis", 0);
  const up = select("y axis", 1);
  const pair = h("div", { class: "row here-axes" }, h("label", {}, "x axis ", across), h("label", {}, "y axis ", up));
  const says = h("p", { class: "small quiet" });
  const few = h("p", { class: "small quiet", id: "here-plane-few" });
  through.setAttribute("aria-describedby", few.id);
  const distance = h("span", { class: "number" });
  const there = h("span", {}, "The pin is ", distance, ...prose(" [[off the plane]]."));
  const bring = button("small", moveToPin, "Move plane to pin");
  const inIt = h("span", { class: "quiet" }, "The pin is on this plane.");
  // Its place is kept, so that sliders under it stay where the hand is.
  const off = h("div", { class: "here-off small" }, there, bring, inIt);
  const element = h(
    "section",
    { class: "block here-plane", hidden: true },
    kinds.element,
    says,
    pair,
    few,
    off,
  );

  /** @param {string} name @param {0 | 1} which */
  function select(name, which) {
    return h("select", {
      class: "field number",
      "aria-label": name,
      onchange: (/** @type {Event} */ event) => {
        const card = now && cardOf(now);
        const spec = now?.kept && card && specOf(now.kept, card);
        if (spec && "axes" in spec) {
          const d = Number(/** @type {HTMLSelectElement} */ (event.target).value);
          const kept = Number((which === 0 ? up : across).value); // the state may not have come back from the change before
          const other = kept === d ? spec.axes[which] : kept; // the same axis twice is no plane: they change places
          choose({ ...spec, axes: which === 0 ? [d, other] : [other, d] });
        }
      },
    });
  }

  const list = selector(({ measured }, /** @type {Card} */ card) => {
    for (const axis of [across, up]) {
      const { value } = axis;
      axis.replaceChildren(...optionsOf(card, measured));
      axis.value = value;
    }
  });
  const draw = selector(({ kept, space }, /** @type {Card} */ card) => {
    if (!kept) {
      return;
    }
    const spec = specOf(kept, card);
    const [kind] = KINDS.find(([field]) => field in spec) ?? KINDS[0];
    kinds.show(kind);
    principal.hidden = !card.atlas;
    atPin.disabled = !kept.pin || !space;
    const three = kept.keyframes.slice(0, 3).map(({ z }) => z);
    const why = three.length < 3 ? `needs three keyframes; the path has ${COUNTS[three.length]}.` : ON_LINE;
    through.disabled = three.length < 3 || !spanPlane(three);
    setText(few, through.disabled ? `3 points ${why}` : "");
    setText(says, `${SENTENCES[kind]}${space && card.atlas ? ` It shows ${percentOf(space.plane.variance)}% of the data's variance.` : ""}`);
    pair.hidden = !("axes" in spec);
    if ("axes" in spec) {
      across.value = String(spec.axes[0]);
      up.value = String(spec.axes[1]);
    }
    const far = kept.pin && space ? offPlane(space.plane, kept.pin.z) : 0;
    there.hidden = bring.hidden = far < OFF;
    inIt.hidden = far >= OFF || !kept.pin || !space;
    setText(distance, fixed(far, 2));
  });
  return {
    element,
    /** @param {State} state */
    update(state) {
      now = state;
      const card = cardOf(state);
      element.hidden = !card || card.latent.dim <= 2;
      if (card && !element.hidden) {
        list(state, card);
        draw(state, card);
      }
    },
  };
}

const ON_LINE = "the path's first three keyframes lie on one line.";

/** @param {State | null} state @returns {[number, number]} */
function strongest(state) {
  const card = state && cardOf(state);
  const { alive, dead } = card && state.measured?.key === card.version ? ordered(state.measured.dimensions) : NO_ORDER;
  const [first, second] = [...alive, ...dead];
  return [first, second];
}

const NO_ORDER = { alive: [0, 1], dead: [] };

/** @param {Card} card @param {State["measured"]} measured */
function optionsOf(card, measured) {
  /** @param {number} d @param {string} says */
  const option = (d, says) => h("option", { value: String(d) }, nameOf(d) + says);
  if (measured?.key !== card.version) {
    return Array.from({ length: card.latent.dim }, (_, d) => option(d, ""));
  }
  const { alive, dead, weight, byKl } = ordered(measured.dimensions);
  return [
    ...alive.map((d) => option(d, ` · ${fixed(weight[d], 2)}${byKl ? " nats" : ""}`)),
    ...dead.map((d) => option(d, " · unused")),
  ];
}
