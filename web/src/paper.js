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
 * @typedef {object} Published a row of a published table, and ours after the longest training
 * @property {string} method
 * @property {[published: number, here: number]} score log p(x) in nats
 * @property {[published: number, here: number | null]} units active
 *
 * @typedef {object} Chart
 * @property {string} figure
 * @property {string} title
 * @property {string} command that goes on with it
 * @property {Curve[]} curves
 * @property {Order[]} orders
 * @property {Published[]} table
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
  "vae-1": { name: "VAE, 1 draw", models: ["digits-50"] },
  "vae-5": { name: "VAE, 5 draws", models: ["digits-50"] },
  "vae-50": { name: "VAE, 50 draws", models: ["digits-50"] },
  "iwae-5": { name: "IWAE, 5 draws", models: ["iwae-2"] },
  "iwae-50": { name: "IWAE, 50 draws", models: ["iwae-2"] },
};

/** Which of two methods is the higher where it was published. @type {Record<string, [higher: string, lower: string][]>} */
const PUBLISHED = {
  figure2: [["aevb", "wake-sleep"]],
  figure3: [["aevb", "wake-sleep"], ["aevb", "mcem"]],
  table1: [["iwae-5", "vae-5"], ["iwae-50", "vae-50"], ["iwae-50", "iwae-5"], ["vae-5", "vae-1"]],
};

/** Of the published table log p(x) and active units. @type {Record<string, Record<string, [score: number, units: number]>>} */
const TABLES = {
  table1: { "vae-1": [-86.76, 19], "vae-5": [-86.47, 20], "vae-50": [-86.35, 20], "iwae-5": [-85.54, 22], "iwae-50": [-84.78, 25] },
};
const UNITS = "active-units"; // a split that is no image's

/** What the commands train at each length. @type {Record<string, {figure: string, data: string, latents: number[], images: number[], methods: string[]}[]>} */
const PLANS = {
  aevb: [
    { figure: "figure2", data: "mnist", latents: [3, 5, 10, 20, 200], images: [50_000], methods: ["aevb", "wake-sleep"] },
    { figure: "figure2", data: "frey", latents: [2, 5, 10, 20], images: [1415], methods: ["aevb", "wake-sleep"] },
    { figure: "figure3", data: "mnist", latents: [3], images: [1000, 50_000], methods: ["aevb", "wake-sleep", "mcem"] },
  ],
  iwae: [{ figure: "table1", data: "mnist", latents: [50], images: [59_000], methods: ["vae-1", "vae-5", "iwae-5", "vae-50", "iwae-50"] }],
};
const SEEDS = 3; // by which curves have bands
const SURE = 2; // standard errors of a difference

/** The papers, and where they say so. */
export const PAPERS = /** @type {const} */ ([
  { id: "aevb", title: "Auto-Encoding Variational Bayes", source: "Kingma and Welling, arXiv:1312.6114, figures 2 and 3. Which curve lies above which in them is told from memory" },
  { id: "iwae", title: "Importance Weighted Autoencoders", source: "Burda, Grosse and Salakhutdinov, arXiv:1509.00519, table 1, one layer on MNIST. −86.76, −85.54 and −84.78 are quoted from it by github.com/nbip/IWAE; the other figures are from memory. Another implementation, github.com/xqding/Importance_Weighted_Autoencoders, states −87.78, −87.15 and −87.47 for the VAE by 1, 5 and 50 draws, −85.46 and −84.59 for the IWAE by 5 and 50" },
]);

/**
 * A chart for each data set, number of dimensions and of training images.
 * @param {string} paper
 * @param {Result[]} rows
 * @returns {Chart[]}
 */
export function chartsOf(paper, rows) {
  return grouped(rows, ({ figure, data, latent, images }) => `${figure} ${data} ${String(latent).padStart(4)} ${images}`).map((same) => {
    const { figure, data, latent, images } = same[0];
    const curves = grouped(same.filter(({ split }) => split !== UNITS), ({ method, split }) => `${method} ${split}`).map((all) => ({
      method: all[0].method,
      split: all[0].split,
      points: grouped(all, ({ samples }) => String(samples)).map(pointOf).sort((a, b) => a.samples - b.samples),
    }));
    const longest = Math.max(...same.map(({ samples }) => samples));
    return {
      figure,
      title: `${kindOf(figure)}, ${data}, ${latent} dimensions, ${images.toLocaleString("en")} training images`,
      command: `paper ${paper} --only ${figure} --latent ${latent} --images ${images} --samples ${10 * longest} --seeds 3`,
      curves,
      orders: ordersOf(figure, curves),
      table: tableOf(figure, curves, same),
    };
  });
}

/**
 * What of a paper's figures nobody has trained so far, a sentence each.
 * @param {string} paper
 * @param {Result[]} rows
 */
export function lackingOf(paper, rows) {
  const lacking = (PLANS[paper] ?? []).flatMap(({ figure, data, latents, images, methods }) =>
    images.flatMap((count) =>
      methods.flatMap((method) => {
        const done = rows.filter((row) => row.figure === figure && row.data === data && row.images === count && row.method === method);
        const left = latents.filter((latent) => !done.some((row) => row.latent === latent));
        return left.length > 0 ? [{ where: `${kindOf(figure)}, ${data}, ${left.join(", ")} dimensions, ${count.toLocaleString("en")} training images`, method }] : [];
      }),
    ),
  );
  const longest = Math.max(...rows.map(({ samples }) => samples));
  const seeds = Math.max(...grouped(rows, (row) => [row.figure, row.data, row.method, row.latent, row.images, row.samples, row.split].join()).map(({ length }) => length));
  return [
    ...grouped(lacking, ({ where }) => where).map((same) => `${same[0].where}: ${same.map(({ method }) => nameOf(method)).join(", ")}.`),
    `Trainings of more than ${longest.toLocaleString("en")} images evaluated, where the paper's are far longer.`,
    ...(seeds < SEEDS ? [`More seeds than ${seeds}: a band needs ${SEEDS}.`] : []),
  ];
}

/** @param {string} figure */
function kindOf(figure) {
  return figure === "figure2" ? "bound" : "log p(x)";
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
  return (PUBLISHED[figure] ?? []).flatMap(([higher, lower]) =>
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

/** @param {string} figure @param {Curve[]} curves @param {Result[]} rows @returns {Published[]} */
function tableOf(figure, curves, rows) {
  return Object.entries(TABLES[figure] ?? {}).flatMap(([method, [score, units]]) => {
    const last = curves.find((curve) => curve.method === method)?.points.at(-1);
    const found = rows.find((row) => row.method === method && row.split === UNITS && row.samples === last?.samples);
    return last ? [{ method, score: [score, last.value], units: [units, found?.value ?? null] }] : [];
  });
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
