// The figures of a paper done again: curves, and where their order is that which was published. Pure.
import { grouped } from "./comparison.js";
import { fixed } from "./numbers.js";

/**
 * @typedef {object} Result of one training
 * @property {string} figure
 * @property {string} data
 * @property {string} method
 * @property {number} latent
 * @property {number} images of the training part
 * @property {number} seed
 * @property {number} samples that the training evaluated
 * @property {string} split
 * @property {number} value nats an image
 * @property {number | null} error standard error over the images
 *
 * @typedef {{samples: number, value: number, error: number | null, seeds: number}} Point mean over the seeds
 *
 * @typedef {{method: string, split: string, points: Point[]}} Curve
 *
 * @typedef {object} Chart
 * @property {string} figure
 * @property {string} title
 * @property {string} command that goes on with it
 * @property {Curve[]} curves
 * @property {Order[]} orders
 *
 * @typedef {object} Order of two methods
 * @property {string} published
 * @property {string} here
 * @property {"as published" | "not as published" | "not told apart"} verdict
 */

/** What methods are called, and the models that are of their kind. @type {Record<string, {name: string, models: string[]}>} */
export const METHODS = {
  aevb: { name: "AEVB", models: ["digits"] },
  "wake-sleep": { name: "wake-sleep", models: ["wake-sleep-2"] },
  mcem: { name: "MCEM", models: ["mcem-2"] },
};

/** Which method is the higher in the published figure, and the lower ones. @type {Record<string, [string, string[]]>} */
const PUBLISHED = { figure2: ["aevb", ["wake-sleep"]], figure3: ["aevb", ["wake-sleep", "mcem"]] };
const SURE = 2; // standard errors of a difference

/** Where that is published. */
export const SOURCE = "Kingma and Welling, Auto-Encoding Variational Bayes, arXiv:1312.6114, figures 2 and 3";

/**
 * A chart for each data set, number of dimensions and of training images.
 * @param {Result[]} rows
 * @returns {Chart[]}
 */
export function chartsOf(rows) {
  return grouped(rows, ({ figure, data, latent, images }) => `${figure} ${data} ${String(latent).padStart(4)} ${images}`).map((same) => {
    const { figure, data, latent, images } = same[0];
    const curves = grouped(same, ({ method, split }) => `${method} ${split}`).map((all) => ({
      method: all[0].method,
      split: all[0].split,
      points: grouped(all, ({ samples }) => String(samples)).map(pointOf).sort((a, b) => a.samples - b.samples),
    }));
    const kind = figure === "figure2" ? "bound" : "log p(x)";
    const longest = Math.max(...same.map(({ samples }) => samples));
    return {
      figure,
      title: `${kind}, ${data}, ${latent} dimensions, ${images.toLocaleString("en")} training images`,
      command: `paper aevb --only ${figure} --latent ${latent} --images ${images} --samples ${10 * longest} --seeds 3`,
      curves,
      orders: ordersOf(figure, curves),
    };
  });
}

/** @param {Result[]} seeds of one point @returns {Point} */
function pointOf(seeds) {
  const count = seeds.length;
  const value = seeds.reduce((sum, one) => sum + one.value, 0) / count;
  const spread = seeds.reduce((sum, one) => sum + (one.value - value) ** 2, 0) / Math.max(1, count - 1) / count;
  const { samples, error } = seeds[0];
  return { samples, value, error: count > 1 ? Math.sqrt(spread) : error, seeds: count };
}

/** @param {string} figure @param {Curve[]} curves @returns {Order[]} of each split, after as many images as both went to */
function ordersOf(figure, curves) {
  const [higher, others] = PUBLISHED[figure] ?? ["", []];
  return others.flatMap((lower) =>
    curves.filter(({ method }) => method === higher).flatMap((one) => {
      const other = curves.find(({ method, split }) => method === lower && split === one.split);
      const last = one.points.flatMap((point) => {
        const beside = other?.points.find(({ samples }) => samples === point.samples);
        return beside ? [{ point, beside }] : [];
      }).at(-1);
      return last ? [orderOf(higher, lower, one.split, last.point, last.beside)] : [];
    }),
  );
}

/** @param {string} higher @param {string} lower @param {string} split @param {Point} one @param {Point} other @returns {Order} */
function orderOf(higher, lower, split, one, other) {
  const gap = one.value - other.value;
  const error = one.error === null || other.error === null ? null : Math.hypot(one.error, other.error);
  const sure = error === null || Math.abs(gap) > SURE * error;
  const known = error === null ? "one seed, without an error" : `± ${fixed(error, 1)}`;
  return {
    published: `${nameOf(higher)} above ${nameOf(lower)}`,
    here: `${split}, after ${one.samples.toLocaleString("en")} images: ${nameOf(higher)} ${gap < 0 ? "below" : "above"} ${nameOf(lower)} by ${fixed(Math.abs(gap), 1)} nats (${known})`,
    verdict: !sure ? "not told apart" : gap > 0 ? "as published" : "not as published",
  };
}

/** @param {string} method */
function nameOf(method) {
  return METHODS[method]?.name ?? method;
}
