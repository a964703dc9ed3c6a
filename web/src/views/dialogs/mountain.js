// The mountain: kinds of models as a map of relations, each way a door to the two maps that show its one idea.
import { button } from "../../controls.js";
import { h, s } from "../../dom.js";
import { fresh } from "../../initial.js";
import { mountainOf } from "../../mountain.js";
import { selector } from "../../selector.js";
import { modal } from "./modal.js";
/** @import {Door, Node} from "../../mountain.js" */

const WHAT = "Neighbours differ in one thing. Each way from one to the next opens the two maps that show it, linked.";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const lines = s("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" });
  const places = h("div", { class: "places" });
  const doors = h("ul", { class: "doors" });
  /** @type {Map<Door, Element[]>} */
  let drawn = new Map();

  /** With their priors where these are what changes. @param {Card[]} cards */
  function open(cards) {
    const [prior, ...others] = cards.map((card) => card.prior?.family ?? "standard");
    const panes = cards.map(({ id }) => {
      const kept = fresh(id);
      return { kept: others.some((other) => other !== prior) ? { ...kept, layers: { ...kept.layers, prior: true } } : kept };
    });
    dispatch({ type: "dialog", dialog: null });
    dispatch({ type: "panes", panes, active: panes.length - 1 });
  }

  /** Shows which kinds a way joins. @param {Door | null} door */
  function point(door) {
    drawn.forEach((parts, one) => parts.forEach((part) => part.classList.toggle("pointed", one === door)));
    places.querySelectorAll("button").forEach((node) => {
      node.classList.toggle("pointed", !!door && [door.from.id, door.to.id].includes(node.dataset.kind ?? ""));
    });
  }

  /** @param {Door} door */
  function doorOf(door) {
    const { from, to, change, idea } = door;
    const way = button(
      "way",
      () => open([from.card, to.card]),
      h("span", { class: "small quiet" }, `${from.name} → ${to.name}`),
      h("b", {}, change),
      h("span", { class: "small" }, idea),
    );
    for (const [event, shown] of /** @type {const} */ ([["pointerenter", door], ["focus", door], ["pointerleave", null], ["blur", null]])) {
      way.addEventListener(event, () => point(shown));
    }
    return way;
  }

  const draw = selector(({ cards }) => {
    const { nodes, doors: all } = mountainOf(cards);
    drawn = new Map(
      all.map((door) => {
        const { from, to, change } = door;
        const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y, "vector-effect": "non-scaling-stroke" };
        const line = s("line", ends);
        const wide = s("line", { ...ends, class: "wide" }, s("title", {}, `${from.name} → ${to.name}: ${change}`));
        wide.addEventListener("click", () => open([from.card, to.card]));
        wide.addEventListener("pointerenter", () => point(door));
        wide.addEventListener("pointerleave", () => point(null));
        return [door, [line, wide, doorOf(door)]];
      }),
    );
    const parts = [...drawn.values()];
    lines.replaceChildren(...parts.flatMap(([line, wide]) => [line, wide]));
    places.replaceChildren(...nodes.map((node) => placeOf(node, () => open([node.card]))));
    doors.replaceChildren(...parts.map(([, , way]) => h("li", {}, way)));
  });

  return modal(dispatch, "mountain", "mountain", "How the kinds of models are related", draw, h("p", { class: "quiet" }, WHAT), h("div", { class: "landscape" }, lines, places), doors);
}

/** @param {Node} node @param {() => void} act */
function placeOf({ id, name, card, x, y }, act) {
  const made = button("kind", act, name);
  made.title = `${card.title}: q(z|x) ${card.posterior}, p(z) ${card.prior?.family ?? "standard"}`;
  made.dataset.kind = id;
  Object.assign(made.style, { left: `${x}%`, top: `${y}%` });
  return made;
}
