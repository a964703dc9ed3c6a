// What is known of trainings: of one that is looked at again, and of one that goes on at this machine. Types alone.

/**
 * @typedef {"bound" | "reconstruction" | "kl" | "path" | "score"} TermName of the bound; and the variances of its gradient by the
 *   mean of q, by one draw: with the noise moved outside, and by the score function
 *
 * @typedef {object} History a training at some of its steps, the same images and codes at each
 * @property {number[]} steps of the optimiser done
 * @property {number} images
 * @property {number} dim
 * @property {Uint8Array} label (images)
 * @property {Float32Array} mu (steps, images, dim)
 * @property {Float32Array} code (draws, dim)
 * @property {number} draws
 * @property {Uint8Array} draw (steps, draws, channels, height, width) what the decoder made of the codes
 * @property {Record<TermName, Float32Array | null>} terms (steps, 2) in nats an image, or variances, with standard errors
 *
 * @typedef {object} Watched the training of the pane's model
 * @property {boolean} on whether the map shows it
 * @property {History | null} history
 * @property {number} at snapshot, may lie between two
 * @property {number | null} step that is to be shown once the history is there
 * @property {boolean} playing
 *
 * @typedef {Record<string, any> & {id: string, latent: number, beta: number, epochs: number, optimiser: {rate: number}}} RecipeText
 *   as models/README.md describes it
 *
 * @typedef {object} TrainingStatus how a training at this machine stands
 * @property {string} id of the model that comes of it
 * @property {"starting" | "running" | "paused" | "encoding" | "done" | "failed"} state
 * @property {number} step
 * @property {number} steps
 * @property {number} epoch
 * @property {number} epochs
 * @property {number} published versions of the model
 * @property {string=} sentence why it failed
 *
 * @typedef {{act: "offer"} | {act: "begin", recipe: RecipeText, beside: number | null}
 *   | {act: "pause" | "run" | "step" | "stop" | "resume" | "discard", id: string}} TrainingWish what is to be asked of the
 *   server; a model that begins may be shown beside a pane
 *
 * @typedef {object} Training what is trained at this machine
 * @property {{recipe: RecipeText, whole: boolean, left: string[]} | null} offer
 * @property {Record<string, RecipeText>} recipes of these trainings
 * @property {TrainingStatus[]} statuses of those that go on, and those that did last
 * @property {TrainingWish | null} wish
 * @property {string} sentence of what the server refused last; empty where it did not
 * @property {Record<string, History>} histories as they were seen
 */

export {};
