// What the report tells of the pinned image and of its model, asked a part each.
import { aroundOf, handOf } from "../../by-hand.js";
import { mostComponents } from "../../components.js";
import { askedKey, subjectOf, wishedOnMap } from "../../report.js";
import { MOST_DRAWS } from "../../gradients.js";
import { drawsOf, isByEncoder } from "../../sampled.js";
import { cardOf } from "../../state.js";
import { latest } from "../latest.js";
import { part, partOf } from "./part.js";
/** @import {Answer} from "../../types-wire.js" */
/** @import {Completions, Drawn, Health, Likelihood, Normal} from "../../types-report.js" */
/** @import {Ask} from "../latest.js" */

const COMPLETIONS = 8;
const FAR_COLUMNS = 128; // of a grid, and as many rows: what the server computes at most, unless it is told otherwise

/** @type {Ask} */
export function create(server, dispatch) {
  const asks = [likelihood, posterior, around, sampled, mixture, pulls, refinement, completions, samples, health, fitting].map((make) => make(server, dispatch));
  return { update: (state) => asks.forEach((ask) => ask.update(state)) };
}

/** log p(x) of the pinned image, bounded from below ever more tightly. */
const likelihood = partOf("believed", { image: null, tightening: null }, (state, believed) => {
  const { key, fields, arrays } = about(state, state.report.open || state.report.evidence || isMany(state, "mixture"));
  believed.want(key, () => ({
    op: "believe",
    fields,
    arrays,
    onFrame: ({ head, arrays: found }) =>
      head.stage === "image" ? { image: imageOf(head, found) } : { tightening: { ...head, bounds: found } },
  }));
});

/**
 * @param {Extract<Answer<"believe">["head"], {stage: "image"}>} head
 * @param {Answer<"believe">["arrays"]} arrays
 * @returns {Likelihood}
 */
function imageOf(head, arrays) {
  const { input, mean, edges, counts, row = [], distance = [] } = arrays;
  return {
    ...{ floor: null, percentile: null, of: 0, among: "all", lessFloor: false, distancePercentile: null },
    ...head,
    input,
    mean,
    q: normalOf(arrays),
    histogram: edges && counts ? { edges, counts } : null,
    near: Array.from(row, (r, i) => ({ row: r, distance: distance[i] })),
  };
}

/**
 * The true posterior of the pinned image, where latent space has two dimensions: for the report, and for the map where
 * or an experiment is to draw it.
 */
const posterior = partOf("posterior", { cells: null, truth: null }, (state, exact) => {
  const { key, subject, fields, arrays } = about(state, state.report.open || wishedOnMap(state) === "true" || !!handOf(state) || !!state.experiments.mixture);
  exact.want(subject?.card.latent.dim === 2 ? key : null, () => ({
    op: "posterior",
    fields,
    arrays,
    onFrame: ({ head, arrays: { density, levels, mu, logvar } }) => ({
      cells: { area: head.view, columns: head.columns, rows: head.rows, values: density },
      truth: head.stage === "posterior" ? { ...head, levels, q: { mu, logvar } } : null,
    }),
  }));
});

/** log p(x, z) far around the true posterior, for whoever lays a q there by hand. */
const around = partOf("around", { cells: null }, (state, found) => {
  const { key, fields, arrays } = about(state, !!handOf(state));
  const near = state.report.posterior;
  const known = near?.truth && near.key === key ? near.cells : null;
  found.want(known ? key : null, () => ({
    op: "likelihood",
    fields: { ...fields, view: aroundOf(/** @type {Cells} */ (known).area), columns: FAR_COLUMNS },
    arrays,
    onFrame: ({ head: { view, columns, rows }, arrays: { likelihood: given, prior } }) => ({
      cells: { area: view, columns, rows, values: given.map((log, i) => log + prior[i]) },
    }),
  }));
});

/** Whether an experiment is open on a model of more than two dimensions, where there is no grid. @param {State} state @param {string} id */
function isMany(state, id) {
  return !!state.experiments[id] && (cardOf(state)?.latent.dim ?? 0) !== 2;
}

/** log p(x) of the pinned image by ever more draws. */
const sampled = partOf("sampled", { reference: null, whole: null, levels: null }, (state, found) => {
  const { key, fields, arrays } = about(state, !!state.experiments.integral);
  const [draws, from] = [drawsOf(state), isByEncoder(state) ? /** @type {const} */ ("encoder") : /** @type {const} */ ("prior")];
  found.want(key && `${key} ${from} ${draws}`, () => ({
    op: "evidence",
    fields: { ...fields, from, draws },
    arrays,
    onFrame: ({ head, arrays: levels }) => (head.stage === "reference" ? { reference: head } : { whole: head, levels }),
  }));
});

/** Draws of the prior, and how likely the pinned image is at each. @type {Ask} */
function mixture(server, dispatch) {
  const found = part(server, dispatch, "components", { codes: null, pixels: null, likelihood: null });
  const scored = latest(server, dispatch);
  return {
    update(state) {
      const { key, subject, fields, arrays = [] } = about(state, !!state.experiments.mixture);
      const card = subject?.card;
      found.want(card ? key : null, () => ({
        op: "sample",
        fields: { model: fields.model, from: "prior", count: mostComponents(/** @type {Card} */ (card)), seed: fields.seed ?? 0 },
        onFrame: ({ arrays: { codes, pixels } }) => ({ codes: codesOf(codes, /** @type {Card} */ (card).latent.dim), pixels }),
      }));
      const { components } = state.report;
      const codes = components?.key === key ? components?.codes : null;
      scored.want(key && codes && card ? key : null, () => ({
        op: "likelihood",
        fields: { ...fields, lane: "components" },
        arrays: [...arrays, { name: "codes", values: Float32Array.from(/** @type {Code[]} */ (codes).flat()), shape: [/** @type {Code[]} */ (codes).length, /** @type {Card} */ (card).latent.dim] }],
        onFrame({ arrays: { likelihood: found_ } }) {
          const now = components;
          if (now) {
            dispatch({ type: "report", change: { components: { ...now, stage: "done", likelihood: found_ } } });
          }
        },
      }));
    },
  };
}

/** Draws of q(z|x) of the pinned image, and which way the decoder would have each go. */
const pulls = partOf("pulls", { mu: null, logvar: null, codes: null, likelihood: null, gradient: null }, (state, found) => {
  const { key, fields, arrays } = about(state, !!state.experiments.gradient);
  found.want(key, () => ({ op: "likelihood", fields: { ...fields, draws: MOST_DRAWS, gradients: true }, arrays, onFrame: (frame) => ({ ...frame.arrays }) }));
});

/** q(z|x) refined for the pinned image alone, step by step, when the report or the map is to show it. */
const refinement = partOf("refinement", { trail: [], refined: null }, (state, refined) => {
  const { open, refine, refinement: known } = state.report;
  const onMap = wishedOnMap(state) === "refined";
  const { key, fields, arrays } = about(state, open || onMap);
  const wanted = refine || onMap;
  if (!wanted && known && known.key === key) {
    refined.stop();
    return;
  }
  refined.want(wanted ? key : null, () => ({
    op: "refine",
    fields,
    arrays,
    onFrame: (frame, { trail }) =>
      frame.head.stage === "refined"
        ? { refined: { ...frame.head, q: normalOf(frame.arrays), mean: frame.arrays.mean } }
        : { trail: [...trail, { ...normalOf(frame.arrays), step: frame.head.step, bound: frame.head.bound }] },
  }));
});

/** What the unknown pixels of the pinned image may be, or what a noisy image shows. @type {Ask} */
function completions(server, dispatch) {
  const completing = part(server, dispatch, "completing", { parts: [], of: 0, completions: null });
  let masks = 0;
  /** @type {Uint8Array | null} */
  let last = null;
  return {
    update(state) {
      const { key, subject, fields, arrays = [] } = about(state);
      const { mask, noise } = state.report;
      if (mask !== last) {
        last = mask;
        masks++;
      }
      const wanted = mask !== null || noise > 0;
      completing.want(key && subject && wanted ? `${key} ${mask ? masks : 0} ${noise}` : null, () => {
        const { input, latent } = /** @type {NonNullable<typeof subject>} */ (subject).card;
        const unknown = mask ? [{ name: "mask", values: mask, shape: [input.height, input.width] }] : [];
        return {
          op: "complete",
          fields: { ...fields, noise, count: COMPLETIONS },
          arrays: [...arrays, ...unknown],
          onFrame: (frame, { parts }) =>
            frame.head.stage === "proposal"
              ? { parts: [...parts, normalOf(frame.arrays)], of: frame.head.of }
              : { completions: completionsOf(frame.head, frame.arrays, latent.dim) },
        };
      });
    },
  };
}

/** Draws of the true posterior of the pinned image, where the map is to show them: as of an image of which all is known. */
const samples = partOf("posteriorDraws", { codes: [], worth: "" }, (state, drawn) => {
  const { key, subject, fields, arrays } = about(state, wishedOnMap(state) === "draws");
  drawn.want(key, () => ({
    op: "complete",
    fields: { ...fields, noise: 0, count: 1 },
    arrays,
    onFrame: ({ head, arrays: { cloud } }) =>
      head.stage === "completions" && subject ? { codes: codesOf(cloud, subject.card.latent.dim), worth: head.sentence } : {},
  }));
});

/**
 * @param {Extract<Answer<"complete">["head"], {stage: "completions"}>} head
 * @param {Answer<"complete">["arrays"]} arrays
 * @param {number} dim
 * @returns {Completions}
 */
function completionsOf(head, { codes, weight, pixels, cloud, mean, spread }, dim) {
  const count = weight.length;
  return { ...head, count, codes: codesOf(codes, dim), weight, pixels, cloud: codesOf(cloud, dim), mean, spread };
}

/** What each latent dimension of the model is good for, asked when the report is open. @type {Ask} */
function health(server, dispatch) {
  const healthy = part(server, dispatch, "healthy", { health: null });
  /** @type {string | null} */
  let known = null; // the model whose dimensions are known, also when the report is closed
  return {
    update(state) {
      const card = cardOf(state);
      const { open, again } = state.report;
      if (card && open) {
        known = `${card.version} ${again}`;
      } else if (!known?.startsWith(`${card?.version} `)) {
        known = null;
      }
      healthy.want(known, () => ({
        op: "dimensions",
        fields: { model: card?.id ?? "", health: true },
        onFrame: (frame) => ({ health: healthOf(frame) }),
      }));
    },
  };
}

const UNKNOWN = { holes: null, holesLow: NaN, holesHigh: NaN };
const ABSENT = { kl: null, active: null, variance: null, effect: null, divergence: null, edges: null, histogram: null };

/** @param {Answer<"dimensions">} frame @returns {Health} */
function healthOf({ head: { sentence = "", ...head }, arrays }) {
  return { ...UNKNOWN, ...head, words: sentence, ...ABSENT, ...arrays };
}

const DRAWS = 12; // of the prior, and as many of the mixture
const MOST_VALUES = 1 << 21; // of the images of either

/** A prior fitted to the codes of the data. */
const fitting = partOf("fitting", { prior: null, tried: [], step: null, fitted: null }, (state, asked) => {
  const { fit, family, again } = state.report;
  const card = cardOf(state);
  asked.want(fit && card?.atlas ? `${card.version} ${family} ${again}` : null, () => {
    const { id, input, latent } = /** @type {NonNullable<typeof card>} */ (card);
    const few = Math.floor(MOST_VALUES / (input.channels * input.height * input.width));
    return {
      op: "fit",
      fields: { model: id, ...(family === "gaussian" ? { family: "mixture", components: 1 } : { family }), count: Math.max(1, Math.min(DRAWS, few)), seed: 0 },
      onFrame: ({ head, arrays }, { tried }) =>
        head.stage === "prior" ? { prior: head }
        : head.stage === "tried" ? { tried: [...tried, head] }
        : head.stage === "step" ? { step: head }
        : { fitted: { ...head, ...fittedOf(arrays, latent.dim) } },
    };
  });
});

/** @param {Answer<"fit">["arrays"]} arrays @param {number} dim */
function fittedOf(arrays, dim) {
  const { weights, means, logvars, cloud, emptyCodes, missedCodes, file } = arrays;
  const [before, after] = /** @type {const} */ (["before", "after"]).map((name) => ({
    pixels: arrays[name],
    codes: codesOf(arrays[`${name}Codes`], dim),
    near: Array.from(arrays[`${name}Row`], (row, i) => ({ row, distance: arrays[`${name}Distance`][i] })),
  }));
  const draws = /** @type {[Drawn, Drawn]} */ ([before, after]);
  const parts = weights && means && logvars ? { weights, means: codesOf(means, dim), logvars: codesOf(logvars, dim) } : null;
  const [drawn, empties, misses] = [cloud ?? [], emptyCodes, missedCodes].map((codes) => codesOf(codes, dim));
  return { draws, mixture: parts, cloud: drawn, empties, misses, file };
}

/**
 * What most parts ask: one operation about the pinned image.
 * @param {State} state
 * @param {boolean} [wanted] by default while the report is open
 */
function about(state, wanted) {
  const subject = subjectOf(state);
  return {
    subject,
    key: askedKey(state, subject, wanted),
    fields: { model: subject?.card.id ?? "", ...subject?.fields, seed: state.kept?.seed },
    arrays: subject?.arrays,
  };
}

/** @param {Normal} arrays @returns {Normal} */
function normalOf({ mu, logvar }) {
  return { mu, logvar };
}

/**
 * The rows of an array of codes.
 * @param {ArrayLike<number>} codes (n, dim)
 * @param {number} dim
 */
function codesOf(codes, dim) {
  const all = Array.from(codes);
  return Array.from({ length: all.length / dim }, (_, i) => all.slice(i * dim, (i + 1) * dim));
}
