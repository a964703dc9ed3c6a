// The kinds of latent variable models as a map of relations: from one to the next, what is freed or fixed. Nodes name models
// of the folder, the first that is there; those of which there is none are left out, with their ways. Pure.

/**
 * @typedef {object} Kind of model
 * @property {string} id
 * @property {string} name
 * @property {string[]} models ids
 * @property {number} x its place, in per cent from the left
 * @property {number} y from the top
 *
 * @typedef {{from: string, to: string, change: string, idea: string}} Way from one kind to the next: what changes, and what
 *   the two side by side show
 *
 * @typedef {Kind & {card: Card}} Node
 * @typedef {Omit<Way, "from" | "to"> & {from: Node, to: Node}} Door
 */

/** @type {[id: string, name: string, models: string[], x: number, y: number][]} */
const KINDS = [
  ["pca", "PCA", ["pca-2"], 8, 88],
  ["ppca", "Probabilistic PCA", ["ppca-2"], 28, 88],
  ["fa", "Factor analysis", ["fa-2"], 48, 92],
  ["linear", "Linear VAE", ["vae-linear-2"], 32, 72],
  ["gauss", "VAE with Gaussian p(x|z)", ["vae-gauss-2"], 34, 56],
  ["ae", "Autoencoder", ["ae-2"], 8, 56],
  ["fixed", "VAE with one variance", ["vae-fixed-2"], 20, 42],
  ["vae", "VAE", ["digits"], 50, 48],
  ["mcem", "Monte Carlo EM", ["mcem-2"], 90, 92],
  ["svi", "Variational, no encoder", ["svi-2"], 68, 86],
  ["wake-sleep", "Wake-sleep", ["wake-sleep-2"], 92, 72],
  ["reinforce", "Score-function gradient", ["reinforce-2"], 77, 74],
  ["iwae", "Importance weighted", ["iwae-2"], 50, 68],
  ["flow", "Flow posterior", ["flow-2"], 92, 42],
  ["mixture", "Mixture posterior", ["mixture-2"], 92, 57],
  ["vamp", "VampPrior", ["vamp-2"], 91, 26],
  ["clusters", "Mixture prior", ["clusters-2"], 60, 10],
  ["diffusion", "Flow-matching prior", ["diffusion-2"], 82, 8],
  ["beta", "β-VAE", ["beta-4", "beta-10", "beta-tenth", "beta-half", "beta-1", "beta-2"], 36, 26],
  ["wide", "VAE, 20 dimensions", ["digits-20"], 45, 14],
  ["sparse", "Sparse VAE", ["sparse-32"], 24, 10],
  ["vq", "Discrete codes (VQ)", ["vq-7"], 8, 24],
  ["gan", "GAN", ["gan-2"], 8, 8],
];

/** @type {[from: string, to: string, change: string, idea: string][]} */
const WAYS = [
  ["pca", "ae", "linear → nonlinear", "Two numbers an image in both. What is straight in one is bent in the other."],
  ["pca", "ppca", "point → distribution", "The same plane, and now a posterior and an exact log p(x)."],
  ["ppca", "fa", "one noise → one for each pixel", "Pixels that hardly vary count for more, so the directions are others."],
  ["ppca", "linear", "closed form → gradient of the bound", "Trained step by step, a linear VAE finds the plane of pPCA."],
  ["linear", "gauss", "linear → nonlinear", "The same bound and the same likelihood, with a bent decoder."],
  ["gauss", "vae", "Gaussian → Bernoulli p(x|z)", "The same networks; their figures are densities in one and probabilities in the other."],
  ["ae", "fixed", "point → distribution", "A variance, even one for all, fills the holes between codes."],
  ["fixed", "vae", "one σ → a σ for each image", "The encoder says how certain it is of each image."],
  ["svi", "vae", "optimised → amortised", "A q(z|x) found for each image alone, and one network that infers all."],
  ["mcem", "svi", "sampled → optimised", "Chains over p(z|x), and the best normal in their place."],
  ["wake-sleep", "vae", "two objectives → one bound", "In sleep the encoder learns from dreams; here it learns from the data."],
  ["reinforce", "vae", "score function → reparameterised", "The same objective by two gradients, one of which is far noisier."],
  ["vae", "iwae", "one draw → fifty", "A looser q(z|x) and a better log p(x)."],
  ["vae", "mixture", "one normal → four", "Posteriors that may lie in several places."],
  ["vae", "flow", "Gaussian → flow", "Posteriors that may be bent."],
  ["vae", "vamp", "fixed prior → learned prior", "The prior goes where the codes are."],
  ["vae", "clusters", "one normal → ten in the prior", "Clusters of the prior beside the classes of the data."],
  ["vae", "diffusion", "one layer → diffusion", "Draws flow from noise to where the codes lie."],
  ["vae", "beta", "β = 1 → another price of the code", "Rate against distortion: a costlier code is smoother and says less."],
  ["vae", "wide", "2 → 20 dimensions", "What no plane has room for."],
  ["wide", "sparse", "dense → sparse", "Each image uses few of many dimensions."],
  ["ae", "vq", "continuous → discrete", "A code is a choice from a codebook."],
  ["vae", "gan", "likelihood → critic", "Sharp images, no p(x), and no encoder."],
];

/**
 * The kinds that are here, and the ways between them.
 * @param {Card[]} cards
 * @returns {{nodes: Node[], doors: Door[]}}
 */
export function mountainOf(cards) {
  const nodes = KINDS.flatMap(([id, name, models, x, y]) => {
    const card = models.flatMap((model) => cards.find((one) => one.id === model) ?? []).at(0);
    return card ? [{ id, name, models, x, y, card }] : [];
  });
  const nodeOf = (/** @type {string} */ id) => nodes.find((one) => one.id === id);
  const doors = WAYS.flatMap(([from, to, change, idea]) => {
    const [a, b] = [nodeOf(from), nodeOf(to)];
    return a && b ? [{ from: a, to: b, change, idea }] : [];
  });
  return { nodes, doors };
}
