// Trainings that go on at this machine, and recipes as the reader changes them. Pure.
/** @import {RecipeText, TrainingStatus} from "./types-training.js" */

/** How many may go on at a time. */
export const MOST_TRAININGS = 2;

/** How the training of a model stands; null where there is none. @param {Pick<State, "training">} state @param {string} id */
export function statusOf({ training }, id) {
  return training?.statuses.find((one) => one.id === id) ?? null;
}

/** Whether a training goes on. @param {TrainingStatus | null} status */
export function isLive(status) {
  return status !== null && !["done", "failed"].includes(status.state);
}

/** The trainings that go on. @param {Pick<State, "training">} state */
export function liveOf({ training }) {
  return (training?.statuses ?? []).filter(isLive);
}

/** Whether a pane shows a model that is being trained. @param {Pick<State, "training">} state @param {Pick<Pane, "kept">} pane */
export function isTrained(state, { kept }) {
  return kept !== null && isLive(statusOf(state, kept.model));
}

/**
 * @typedef {object} Chosen what the reader chose in place of the recipe's numbers
 * @property {string} id
 * @property {number} latent
 * @property {number} beta
 * @property {"bernoulli" | "gaussian"} likelihood
 * @property {"reparameterised" | "score-function"} gradient
 * @property {number} draws
 * @property {number} rate
 * @property {number} epochs
 * @property {"all" | "folder" | number} images all, one class, or a folder
 * @property {string} folder
 */

/** What a recipe says where the reader has chosen nothing. @param {RecipeText} recipe @param {string} id @returns {Chosen} */
export function chosenOf(recipe, id) {
  return {
    id,
    latent: recipe.latent,
    beta: recipe.beta,
    likelihood: "bernoulli",
    gradient: "reparameterised",
    draws: recipe.draws?.count ?? 1,
    rate: recipe.optimiser.rate,
    epochs: recipe.epochs,
    images: "all",
    folder: "",
  };
}

/** @param {RecipeText} recipe @param {Chosen} chosen @returns {RecipeText} */
export function recipeOf(recipe, { id, latent, beta, likelihood, gradient, draws, rate, epochs, images, folder }) {
  const own = images === "folder";
  return {
    ...recipe,
    id,
    title: id,
    description: `${latent}-D VAE, trained in the page`,
    latent,
    beta,
    gradient,
    draws: { count: draws },
    epochs,
    optimiser: { ...recipe.optimiser, rate },
    likelihood: likelihood === "gaussian" ? { family: "gaussian", sigma: 0.3, learned: true } : { family: "bernoulli" },
    ...(typeof images === "number" && { classes: [images], validation: { count: 500, random: true } }),
    ...(own && { data: folder, pictures: { channels: 1, height: 28, width: 28 }, validation: { count: 20, random: true } }),
  };
}

/** An id that none of these has. @param {string} wished @param {string[]} taken */
export function freeId(wished, taken) {
  const base = wished.replace(/-\d+$/, "");
  const all = [wished, ...Array.from({ length: taken.length + 1 }, (_, i) => `${base}-${i + 2}`)];
  return /** @type {string} */ (all.find((id) => !taken.includes(id)));
}
