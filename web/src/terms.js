// @ts-check
// Words that a student may not know, each with one sentence that is true.
import { h } from "./dom.js";
import { explain } from "./tooltip.js";

/** @type {Record<string, [label: string, sentence: string]>} */
const TERMS = {
  "latent space": [
    "latent space",
    "The space of codes: each of its points stands for an image that the decoder can make, and similar images lie near one another.",
  ],
  "latent dimension": [
    "latent dimension",
    "One of the numbers that a code consists of: an axis of latent space.",
  ],
  code: ["code z", "A point of latent space: the few numbers from which the decoder makes a whole image."],
  unit: ["unit", "A length in latent space: 1 is one standard deviation of the prior."],
  encoder: [
    "encoder",
    "The network that looks at an image x and answers with q(z|x): which codes may stand for it, and how sure it is.",
  ],
  decoder: ["decoder", "The network that makes an image from a code: what is shown is the mean of p(x|z)."],
  decoded: ["decoded image", "The mean of p(x|z): each pixel shows the value that the decoder expects for this code."],
  likelihood: ["p(x|z)", "The distribution of images that the decoder gives for a code z; its mean is the image that is shown."],
  "log likelihood": [
    "log p(x)",
    "How probable the model finds an image, over all codes that might have made it, as a logarithm in nats.",
  ],
  prior: ["prior", "p(z): where codes are assumed to lie before any image is seen, a standard normal distribution around 0; of it, as the plane shows it, the rings hold 50, 90 and 99%."],
  posterior: [
    "posterior",
    "q(z|x): the codes that the encoder finds likely for an image x, a normal distribution with mean μ and deviations σ that stands in for the true p(z|x).",
  ],
  "aggregate posterior": [
    "aggregate posterior",
    "The average of q(z|x) over the images of the atlas: where the codes of real images lie.",
  ],
  mu: ["μ", "The mean of q(z|x): the middle of where the encoder places an image."],
  sigma: [
    "σ",
    "The standard deviation of q(z|x) along one latent dimension: how unsure the encoder is of that number of the code.",
  ],
  ellipse: [
    "ellipse",
    "Where q(z|x) lies in the plane: the inner ellipse holds half of it, the outer one 90%; small where the encoder is sure.",
  ],
  kl: [
    "KL",
    "KL(q(z|x) ‖ p(z)): how far the encoder's answer for an image is from the prior, in nats; the bound charges it as the price of the code.",
  ],
  bound: [
    "bound",
    "The evidence lower bound, ELBO: reconstruction − KL, in nats; log p(x) is at least that large, so higher is better.",
  ],
  "negative bound": [
    "−ELBO",
    "The bound with its sign turned, in nats an image: lower is better, among models of the same data and the same p(x|z).",
  ],
  "importance-weighted bound": [
    "importance-weighted bound",
    "A tighter bound on log p(x): the logarithm of the average of p(x, z) / q(z|x) over many draws z of q(z|x).",
  ],
  reconstruction: [
    "reconstruction",
    "The average of log p(x|z) over draws z of q(z|x), in nats: how well the codes of an image explain it, higher being better.",
  ],
  floor: [
    "floor",
    "What grey pixels cost whatever the model, in nats: a p(x|z) of zeros and ones charges the entropy of each grey level, even where the decoder gives the image itself.",
  ],
  nats: ["nats", "The unit of information that goes with natural logarithms: 1 nat is about 1.44 bits."],
  residual: [
    "residual",
    "The image less its reconstruction, pixel by pixel: what the code does not hold, with its sign.",
  ],
  "active units": [
    "active units",
    "Latent dimensions that the encoder uses: those whose μ varies over the images by a variance of more than 0.01.",
  ],
  "dead dimension": [
    "unused dimension",
    "A latent dimension whose q(z|x) is close to the prior for every image: it says next to nothing, and the decoder ignores it.",
  ],
  plane: [
    "plane",
    "A flat cut through latent space: images are decoded in it, and codes that lie beside it are shown at their nearest point in it.",
  ],
  axes: ["axes", "A plane along two latent dimensions; the others stay at the plane's origin."],
  "principal components": [
    "principal components",
    "The directions along which the μ of the atlas's images vary most; the plane lies along the first two, through their mean.",
  ],
  through: ["through three points", "The one plane that holds three codes; the first is its origin."],
  "off the plane": [
    "off the plane",
    "How far a code lies from the plane, in units of latent space: the map shows the point of the plane that is nearest.",
  ],
  manifold: ["manifold", "The images that the decoder makes from the codes of the plane, each drawn where its code lies."],
  atlas: ["atlas", "The images of a data set as the encoder places them: a point is the μ of one image."],
  density: [
    "density",
    "Lines of equal density of the aggregate posterior in the plane, which hold 50, 90 and 99% of it: mountains where many images lie, valleys where few do.",
  ],
  support: [
    "support",
    "The log density of the aggregate posterior at a code, in nats: where it is low, no image of the atlas lies near, and the decoder has had little to learn from.",
  ],
  nearest: ["nearest", "The images of the atlas whose μ have the smallest distance from this code, in all dimensions of latent space."],
  draw: ["draw", "A code taken at random from q(z|x): z = μ + σ·ε, with ε from N(0, 1) in each dimension."],
  spread: ["spread", "The standard deviation of each pixel over the decoded draws: where the codes of one image disagree."],
  seed: ["seed", "The number that chance starts from: the same seed gives the same draws, on any computer."],
  keyframe: ["keyframe", "A code that the path goes through."],
  lerp: ["straight", "Linear interpolation: each number of the code runs evenly from one keyframe to the next."],
  "great circle": [
    "great circle",
    "Spherical interpolation, slerp: the direction from 0 turns evenly and the distance from 0 runs evenly; with many dimensions it keeps to the distance where the prior has its mass.",
  ],
  traversal: ["traversal", "Images along one latent dimension through a code, all its other numbers held still."],
  "beta-vae": ["β-VAE", "A VAE trained with the KL counted β times, so that each latent dimension must earn its keep."],
  "true posterior": [
    "true posterior",
    "p(z|x) = p(x|z) p(z) / p(x): how probable each code is once the image has been seen; here from decoding a grid of codes.",
  ],
  gap: [
    "gap",
    "KL(q(z|x) ‖ p(z|x)): how far the encoder's answer is from the true posterior, in nats; log p(x) is the bound and this gap together.",
  ],
  amortisation: [
    "amortised inference",
    "One network answers for every image at once, in place of a search for each; what a search would still gain is the amortisation gap.",
  ],
  family: [
    "family",
    "The distributions that q(z|x) may be, here normal ones along the axes; what the best of them still lacks is the approximation gap, as far as the best was found.",
  ],
  "standard error": [
    "standard error",
    "How much a figure from draws would typically differ with other draws: two thirds of the time it lies within one of the truth.",
  ],
  "effective draws": [
    "worth",
    "The effective sample size: how many draws of the true posterior itself would say as much as these, which have unequal weights.",
  ],
  completion: [
    "completion",
    "A whole image that the known pixels allow; its weight is the share of the posterior, given those pixels, that lies nearer to it than to the others.",
  ],
  noise: [
    "noise",
    "How far each known pixel may be off, as a standard deviation, white being 1: the more it is, the less the pixels say.",
  ],
  holes: [
    "holes",
    "Places where the prior is dense and the aggregate posterior is not: a draw of the prior there decodes to what nobody taught the model.",
  ],
  "grey levels": ["grey levels", "Steps of a pixel's value: 0 is black and 255 white. Differences are the root of the mean square over pixels."],
  percentile: ["percentile", "The share of a set that lies below a value: 50% is the middle."],
  deviation: ["deviation", "The square root of the average squared distance from the mean: how wide a distribution is."],
};

/** @type {Record<string, string>} other names of the same */
const ALSO = {
  z: "code",
  "μ": "mu",
  mean: "mu",
  "σ": "sigma",
  "standard deviation": "deviation",
  elbo: "bound",
  "−elbo": "negative bound",
  "-elbo": "negative bound",
  nat: "nats",
  slerp: "great circle",
  straight: "lerp",
  principal: "principal components",
  iwae: "importance-weighted bound",
  draws: "draw",
  posteriors: "posterior",
  ellipses: "ellipse",
  points: "atlas",
  tiles: "manifold",
  "log p(x)": "log likelihood",
  "p(x|z)": "likelihood",
  "q(z|x)": "posterior",
  "p(z)": "prior",
};

/** @param {string} key */
function entry(key) {
  const found = Object.hasOwn(TERMS, key) ? TERMS[key] : TERMS[ALSO[key]];
  if (!found) {
    throw new Error(`terms.js has no term "${key}"`);
  }
  return found;
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
  const element = h("span", { class: "term", tabIndex: 0 }, label ?? name);
  explain(element, sentence);
  return element;
}
