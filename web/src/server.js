// @ts-check

/**
 * @typedef {object} Figures what was measured, in nats an image
 * @property {number} images
 * @property {string} part
 * @property {string} data
 * @property {number=} elbo
 * @property {number} reconstruction
 * @property {number=} kl
 * @property {number=} logLikelihood
 * @property {number} activeUnits
 *
 * @typedef {object} Card the parts of a model's card that are shown
 * @property {string} id
 * @property {string} title
 * @property {string} description
 * @property {string} kind
 * @property {{channels: number, height: number, width: number}} input
 * @property {{dim: number}} latent
 * @property {Figures=} figures
 *
 * @typedef {{id: string, sentence: string}} Refusal
 */

/**
 * The cards of the models that are served, and why others are not.
 * @returns {Promise<{models: Card[], refused: Refusal[]}>}
 */
export async function fetchModels() {
  const answer = await fetch("api/models");
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(body.message);
  }
  return body;
}
