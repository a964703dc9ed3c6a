// @ts-check
// How dense the aggregate posterior typically is where images lie, for "inside" and "outside" to mean something: in many
// dimensions no fixed number of nats does. Codes are drawn from posteriors of the atlas, and each is held against the
// other samples alone, for a sample is always near to itself.
import { densityWithout, mixture } from "../posterior.js";
import { cardOf } from "../state.js";
import { latest } from "./latest.js";
/** @import {Server} from "../server.js" */
/** @import {Dispatch} from "../state.js" */
/** @import {State} from "../types.js" */

const MOST = 4096; // samples that stand for the atlas
const DRAWS = 400;
const SLICE = 5; // milliseconds of work after which the page has its turn

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  const samples = latest(server, dispatch);
  let run = 0;

  /**
   * @param {string} model
   * @param {Float32Array} mu (n, dim)
   * @param {Float32Array} logvar (n, dim)
   * @param {number} dim
   */
  function measure(model, mu, logvar, dim) {
    const mine = ++run;
    const count = mu.length / dim;
    const chance = random(1);
    const all = mixture(mu, logvar, dim);
    /** @type {number[]} */
    const densities = [];
    function slice() {
      if (mine !== run) {
        return;
      }
      const end = performance.now() + SLICE;
      while (densities.length < DRAWS && performance.now() < end) {
        const row = Math.floor((densities.length * count) / DRAWS);
        const z = Array.from({ length: dim }, (_, d) => {
          const at = row * dim + d;
          return mu[at] + Math.exp(logvar[at] / 2) * normal(chance);
        });
        densities.push(densityWithout(z, all, row));
      }
      if (densities.length < DRAWS) {
        setTimeout(slice);
        return;
      }
      densities.sort((a, b) => a - b);
      const well = densities[Math.round(DRAWS * 0.1)];
      dispatch({ type: "typical", typical: { key: model, well, edge: densities[Math.round(DRAWS * 0.01)] } });
    }
    slice();
  }

  return {
    /** @param {State} state */
    update(state) {
      const card = cardOf(state);
      const measurable = card?.atlas && card.posterior === "diagonal" && card.atlas.count > 1;
      // After the map has its points: nobody waits for this.
      if (!measurable || !state.points || state.points.count < state.points.of) {
        if (state.kept?.model !== state.typical?.key && samples.want(null)) {
          run++;
        }
        return;
      }
      const { id, latent, atlas } = card;
      const count = Math.min(atlas?.count ?? 0, MOST);
      samples.want(id, () => ({
        op: "rows",
        fields: {
          model: id,
          rows: Array.from({ length: count }, (_, i) => Math.floor((i * (atlas?.count ?? 0)) / count)),
          images: false,
        },
        asked: {
          onFrame: ({ arrays }) => measure(id, arrays.mu, arrays.logvar, latent.dim),
          onError: () => {}, // the page does without
        },
      }));
    },
  };
}

/**
 * Numbers in (0, 1], the same for the same seed.
 * @param {number} seed
 */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 1) / 4294967296;
  };
}

/** @param {() => number} chance */
function normal(chance) {
  return Math.sqrt(-2 * Math.log(chance())) * Math.cos(2 * Math.PI * chance());
}
