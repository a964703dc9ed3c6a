// The layers of the map, the lowest first. To add one: a file beside this one, and its line in LAYERS; more.js has those that the
// first picture does without.
import { s } from "../dom.js";
import { layer as axes } from "./axes.js";
import { layer as columnAtlas } from "./column-atlas.js";
import { layer as density } from "./density.js";
import { layer as ellipses } from "./ellipses.js";
import { layer as manifold } from "./manifold.js";
import { layer as marks } from "./marks.js";
import { layer as points } from "./points.js";
import { layer as prior } from "./prior.js";
import { layer as priorDraws } from "./prior-draws.js";
import { layer as route } from "./route.js";
import { layer as thumbnails } from "./thumbnails.js";
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

/** @type {Layer[]} those of more.js, once they are there */
let more = [];

/** @param {Layer[]} layers */
export function fill(layers) {
  more = layers;
}

/** A layer of more.js, in whose place nothing is drawn until it is there. @param {string} id @returns {Layer} */
function soon(id) {
  return {
    id,
    create(host) {
      const place = (/** @type {SVGElement} */ parent) => parent.appendChild(s("g"));
      const own = { ...host, inPlane: place(host.inPlane), onScreen: place(host.onScreen) };
      /** @type {Drawn | undefined} */
      let drawn;
      return {
        draw(...scene) {
          drawn ??= more.find((layer) => layer.id === id)?.create(own);
          drawn?.draw(...scene);
        },
      };
    },
  };
}

/** @type {Layer[]} */
export const LAYERS = [
  manifold,
  columnAtlas,
  points,
  soon("training"),
  thumbnails,
  axes,
  density,
  prior,
  soon("mixture"),
  soon("holes"),
  soon("region"),
  ellipses,
  soon("contours"),
  soon("truth"),
  soon("draws"),
  priorDraws,
  soon("hand"),
  soon("components"),
  soon("gradient"),
  soon("trail"),
  soon("guesses"),
  soon("trajectory"),
  route,
  marks,
  soon("followed"),
];

/** @param {Kept | null} kept @param {Layer} layer */
export function isShown(kept, { id, shown }) {
  return !shown || (!!kept && (kept.layers[id] ?? shown.on));
}
