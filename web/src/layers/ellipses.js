// Posteriors as ellipses that hold shares of them, as contours do, in plane units, projected exactly: of what is pointed
// at and pinned, of own images, of what is selected, and of all in view where these are few.
import { handOf } from "../by-hand.js";
import { s } from "../dom.js";
import { covariance, ellipse, project } from "../plane.js";
import { classColour } from "../palette.js";
import { ELLIPSE_SHARES, percentOf, radiusOf } from "../shares.js";
import { cardOf, sampleOf, samplesOf } from "../state.js";
import { areaOf } from "../viewport.js";
/** @import {Near} from "./near.js" */

const SELECTED = 400; // at most, of the selection
const CROWD = 60; // ellipses from which they are drawn as lines alone, for their fills would hide one another
const IN_VIEW = 150; // images in view up to which all have their ellipse

/**
 * @typedef {object} Wanted
 * @property {string} key
 * @property {"many" | "picked" | "own"} kind
 * @property {number} x
 * @property {number} y
 * @property {number} xx covariance
 * @property {number} xy
 * @property {number} yy
 * @property {string} colour empty for ink
 */

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "ellipses",
  shown: { title: "Posteriors, 50–90%", term: "ellipse", on: true, isOffered: ({ posterior }) => posterior !== "point" },
  create({ inPlane }) {
    const group = inPlane.appendChild(s("g", { class: "ellipses" }));
    /** @type {Map<string, {values: unknown[], element: SVGGElement}>} */
    let drawn = new Map();
    return {
      draw(state, v, near) {
        const wanted = state.followed || state.kept?.layers.ellipses ? list(state, v, near) : [];
        const next = new Map();
        for (const one of wanted) {
          const values = Object.values(one);
          const before = drawn.get(one.key);
          const known = before?.values.every((value, i) => value === values[i]);
          const element = before && known ? before.element : elementOf(one);
          if (element !== before?.element) {
            one.kind === "many" ? group.prepend(element) : group.append(element); // what is pointed at lies on top
            before?.element.remove();
          }
          next.set(one.key, { values, element });
          drawn.delete(one.key);
        }
        drawn.forEach(({ element }) => element.remove());
        group.classList.toggle("crowd", wanted.length > CROWD);
        drawn = next;
      },
    };
  },
};

/**
 * @param {State} state
 * @param {Viewport} v
 * @param {Near | null} near
 */
function list(state, v, near) {
  const { points, space, kept, hover } = state;
  const card = cardOf(state);
  /** @type {Map<string, Wanted>} later ones take the place of earlier ones of the same sample */
  const found = new Map();
  if (!space || !kept || !card) {
    return [];
  }
  const replaced = handOf(state) ? kept.pin : null; // whose q(z|x) is set by hand
  /** @param {number} row @param {Wanted["kind"]} kind */
  const add = (row, kind) => {
    if (points && row !== replaced?.row && (kind === "many" || row !== state.contours?.row) && row < points.count && points.xx[row] > 0) {
      const colour = classColour(points.label[row], card.labels.length, state.appearance);
      const [x, y, xx, xy, yy] = [points.x, points.y, points.xx, points.xy, points.yy].map((values) => values[row]);
      found.set(`row ${row}`, { key: `row ${row}`, kind, x, y, xx, xy, yy, colour });
    }
  };
  const dimmed = new Set(kept.dimmed);
  const seen = kept.layers.points ? ((state.points && near)?.inside(areaOf(v), IN_VIEW) ?? []) : [];
  seen.filter((row) => !dimmed.has(points?.label[row] ?? -1)).forEach((row) => add(row, "many"));
  state.selection.subarray(0, SELECTED).forEach((row) => add(row, "many"));
  for (const sample of samplesOf(state)) {
    if (sample.id !== replaced?.sample && sample.mu && sample.logvar?.length) {
      const [x, y] = project(space.plane, sample.mu);
      const cov = covariance(space.plane, sample.logvar, sample.factor);
      found.set(`own ${sample.id}`, { key: `own ${sample.id}`, kind: "own", x, y, ...cov, colour: "" });
    }
  }
  const echo = hover?.echo?.encoded;
  if (hover && echo?.logvar?.length) {
    const [x, y] = project(space.plane, hover.z);
    found.set("echo", { key: "echo", kind: "own", x, y, ...covariance(space.plane, echo.logvar, echo.factor), colour: "" });
  }
  const nearest = hover && !sampleOf(state, hover) ? (hover.row ?? (echo ? undefined : state.here?.nearest[0]?.row)) : undefined;
  for (const row of [kept.pin?.row, nearest]) {
    if (row !== undefined) {
      add(row, "picked");
    }
  }
  return [...found.values()].filter(({ kind }) => !state.followed || kind === "picked");
}

/** @param {Wanted} wanted */
function elementOf({ key, kind, x, y, colour, ...cov }) {
  const { major, minor, angle } = ellipse(cov);
  const shares = [...ELLIPSE_SHARES].reverse(); // the largest first, so that it lies below
  const reach = (/** @type {number} */ share) => ({ rx: radiusOf(share) * major, ry: radiusOf(share) * minor });
  const turn = `translate(${x} ${y}) rotate(${(angle * 180) / Math.PI})`;
  const element = s(
    "g",
    { class: `posterior ${kind}`, "data-of": key, transform: turn },
    ...(kind === "many" ? [] : shares.map((share) => s("ellipse", { class: "halo", ...reach(share) }))),
    ...shares.map((share) => s("ellipse", { "data-mass": percentOf(share), ...reach(share) })),
  );
  if (colour) {
    element.style.color = colour;
  }
  return element;
}
