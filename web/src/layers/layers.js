// The layers of the map, the lowest first. To add one: a file beside this one, and its line in LAYERS.
import { layer as axes } from "./axes.js";
import { layer as columnAtlas } from "./column-atlas.js";
import { layer as components } from "./components.js";
import { layer as contours } from "./contours.js";
import { layer as density } from "./density.js";
import { layer as draws } from "./draws.js";
import { layer as ellipses } from "./ellipses.js";
import { layer as followed } from "./followed.js";
import { layer as gradient } from "./gradient.js";
import { layer as guesses } from "./guesses.js";
import { layer as hand } from "./hand.js";
import { layer as holes } from "./holes.js";
import { layer as manifold } from "./manifold.js";
import { layer as marks } from "./marks.js";
import { layer as mixture } from "./mixture.js";
import { layer as points } from "./points.js";
import { layer as prior } from "./prior.js";
import { layer as priorDraws } from "./prior-draws.js";
import { layer as route } from "./route.js";
import { layer as thumbnails } from "./thumbnails.js";
import { layer as trail } from "./trail.js";
import { layer as training } from "./training.js";
import { layer as trajectory } from "./trajectory.js";
import { layer as truth } from "./truth.js";
/** @import {Near} from "./near.js" */

/**
 * @typedef {object} Host what layers draw into
 * @property {HTMLCanvasElement} images
 * @property {HTMLCanvasElement} cells over these
 * @property {HTMLCanvasElement} cloud
 * @property {SVGSVGElement} lines under the points
 * @property {HTMLElement} frame of the map, for its edges
 * @property {SVGGElement} inPlane in plane units, moved with the map
 * @property {SVGGElement} labels over that, in pixels
 * @property {SVGGElement} onScreen in pixels, over all
 * @property {() => void} onDrawn told when something was drawn later
 *
 * @typedef {object} Drawn a layer on the page
 * @property {(state: State, v: Viewport, near: Near | null) => void} draw at each frame
 * @property {() => boolean} [ready] whether what is seen is all there is to see
 * @property {() => void} [destroy]
 *
 * @typedef {object} Switch
 * @property {string} title
 * @property {string} term its word of terms.js
 * @property {boolean} on whether it is shown until somebody hides it
 * @property {(card: Card) => boolean} isOffered whether a model has what it shows
 *
 * @typedef {object} Layer
 * @property {string} id in links
 * @property {Switch} [shown] by which it is shown and hidden; without one it always is
 * @property {(host: Host) => Drawn} create
 */

/** @type {Layer[]} */
export const LAYERS = [
  manifold,
  columnAtlas,
  points,
  training,
  thumbnails,
  axes,
  density,
  prior,
  mixture,
  holes,
  ellipses,
  contours,
  truth,
  draws,
  priorDraws,
  hand,
  components,
  gradient,
  trail,
  guesses,
  trajectory,
  route,
  marks,
  followed,
];

/** @param {Kept | null} kept @param {Layer} layer */
export function isShown(kept, { id, shown }) {
  return !shown || (!!kept && (kept.layers[id] ?? shown.on));
}
