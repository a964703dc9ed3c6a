// The terms of the page, each with one sentence that defines it.
import { h } from "./dom.js";
import { explain } from "./tooltip.js";

/** @type {Record<string, [label: string, sentence: string]>} */
const TERMS = {
  "latent dimension": ["latent dimension", "One coordinate of the code: an axis of latent space."],
  code: ["code z", "A point in latent space: the few numbers that the decoder turns into a whole image."],
  unit: ["unit", "The unit of length in latent space: 1 is one standard deviation of the prior."],
  encoder: ["encoder", "The network that maps an image x to q(z|x): which codes could have produced it, and how certain that is."],
  decoder: ["decoder", "The network that turns a code into an image; what is shown is the mean of p(x|z)."],
  decoded: ["decoded image", "The mean of p(x|z): for each pixel, the value that the decoder expects at this code."],
  "log likelihood": ["log p(x)", "The log probability that the model assigns to an image, integrated over all codes, in nats."],
  prior: ["prior", "p(z): the distribution of codes before any image is seen, most often a standard normal. In the plane, the rings hold 50, 90 and 99% of it. Of a mixture each component has a dot, and the pseudo-input whose posterior it is, where it is one."],
  "prior draws": ["draws of the prior", "Codes drawn from p(z), each with the image that it decodes to: what the model makes when no image is given."],
  posterior: ["posterior", "q(z|x): the encoder's approximation of the true posterior p(z|x), a normal distribution with mean μ and standard deviations σ."],
  "aggregate posterior": ["aggregate posterior", "The average of q(z|x) over the images of the data set: where the codes of real images lie."],
  mu: ["μ", "The mean of q(z|x): where the encoder places an image."],
  sigma: ["σ", "The standard deviation of q(z|x) along a latent dimension: how uncertain the encoder is about that coordinate."],
  ellipse: ["ellipse", "q(z|x) in the plane: the inner ellipse holds 50% of it, the outer one 90%. It is small where the encoder is certain."],
  kl: ["KL", "KL(q(z|x) ‖ p(z)): how far the posterior is from the prior, in nats; the price that the bound charges for the code."],
  bound: ["bound (ELBO)", "The evidence lower bound: reconstruction − KL, in nats. log p(x) is at least that large, so higher is better."],
  "importance-weighted bound": ["importance-weighted bound", "A tighter bound on log p(x): the log of the average of p(x, z) / q(z|x) over many draws z from q(z|x)."],
  reconstruction: ["reconstruction", "The average of log p(x|z) over draws z from q(z|x), in nats: how well the image's codes explain it. Higher is better."],
  floor: ["floor", "The least that grey pixels cost under any model, in nats: a Bernoulli p(x|z) charges the entropy of each grey level, even for a perfect reconstruction."],
  nats: ["nats", "The unit of information with natural logarithms: 1 nat is about 1.44 bits."],
  residual: ["residual", "Image minus reconstruction, pixel by pixel, with its sign: what the code does not capture."],
  "active units": ["active units", "Latent dimensions that the encoder uses: those whose μ varies over the data with a variance above 0.01."],
  "dead dimension": ["unused dimension", "A latent dimension whose q(z|x) stays close to the prior for every image: it carries almost no information, and the decoder ignores it."],
  plane: ["plane", "A flat slice through latent space: images are decoded on it, and codes off it are shown at their nearest point on it."],
  "principal components": ["principal components", "The directions in which the μ of the data vary most; the plane spans the first two, through their mean."],
  "off the plane": ["off the plane", "The distance of a code from the plane, in units of latent space; the map shows its nearest point on the plane."],
  thumbnails: ["thumbnails", "From close by, images of the data in place of their dots. A dashed border marks a reconstruction, where the image itself isn't at hand."],
  manifold: ["manifold", "Images decoded from the codes of the plane, each drawn where its code lies."],
  data: ["data", "The images of the data set as the encoder places them: each point is the μ of one image."],
  "column-atlas": ["all rows", "All rows of the model's atlas of columns: how many lie in each cell, in the colours of their classes; from close by each as a point."],
  density: ["density", "Contours of the aggregate posterior in the plane, which hold 50, 90 and 99% of it: peaks where many images lie, valleys where few do."],
  support: ["support", "By how much the decoded image differs from those of the 20 samples around its code, in grey levels: where it is much, the data do not support it and the decoder extrapolates."],
  nearest: ["nearest", "The images of the data set whose μ are closest to this code, over all latent dimensions."],
  draw: ["draw", "A random code from q(z|x): z = μ + σ·ε, with ε from N(0, 1) in each dimension."],
  spread: ["spread", "The standard deviation of each pixel over the decoded draws: where the codes of one image disagree."],
  seed: ["seed", "Where the random numbers start: the same seed gives the same draws on any computer."],
  path: ["interpolation path", "Codes from one keyframe to the next, each decoded to a frame."],
  lerp: ["linear", "Linear interpolation: every coordinate changes at a constant rate between keyframes."],
  slerp: ["spherical", "Spherical interpolation along the great circle: direction and distance from 0 change at constant rates. In many dimensions it keeps to the radius where the prior has its mass."],
  "true posterior": ["true posterior", "p(z|x) = p(x|z) p(z) / p(x): the exact distribution of codes given the image, here computed on a grid of codes."],
  gap: ["gap", "KL(q(z|x) ‖ p(z|x)): how far the encoder's posterior is from the true one, in nats; log p(x) is the bound plus this gap."],
  amortisation: ["amortised inference", "One network infers the posterior of every image, instead of optimising each; what optimising would gain is the amortisation gap."],
  family: ["approximation gap", "What the best q(z|x) still lacks because it has to be an axis-aligned normal distribution, as far as the best was found."],
  "effective draws": ["worth", "The effective sample size: how many draws from the true posterior itself these weighted draws are worth."],
  completion: ["completion", "A whole image that agrees with the known pixels; its weight is the share of the posterior, given those pixels, that lies closer to it than to the others."],
  noise: ["noise", "The standard deviation of the noise assumed in each known pixel, where white is 1: the larger it is, the less the pixels say."],
  holes: ["holes", "Regions where the prior is dense and decoded images differ from those of all samples around: draws from the prior there decode to images that no data support."],
  "grey levels": ["grey levels", "Steps of a pixel's value, from 0 (black) to 255 (white). Differences are root mean squares over pixels."],
  deviation: ["standard deviation", "The root of the mean squared distance from the mean: how wide a distribution is."],
};

/** @param {string} key */
function entry(key) {
  if (!Object.hasOwn(TERMS, key)) {
    throw new Error(`terms.js has no term "${key}"`);
  }
  return TERMS[key];
}

/**
 * The sentence that says what a term means.
 * @param {string} key
 */
export function meaning(key) {
  return entry(key)[1];
}

/**
 * A term as it stands in a text, with its meaning on hover and focus.
 * @param {string} key
 * @param {string} [label] as it is written here; by default the term's own name
 * @returns {HTMLElement}
 */
export function term(key, label) {
  const [name, sentence] = entry(key);
  const element = h("span", { class: "term", role: "term", tabIndex: 0, "data-term": key }, label ?? name);
  explain(element, sentence);
  return element;
}

/**
 * A text with its terms, each written as [[kl]], or as [[kl|the KL]] where it reads otherwise.
 * @param {string} text
 */
export function prose(text) {
  return text.split(/\[\[(.*?)\]\]/).map((part, i) => {
    const [key, label] = part.split(/\|(.*)/);
    return i % 2 === 0 ? part : term(key, label);
  });
}
