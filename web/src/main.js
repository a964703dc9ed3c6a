// @ts-check
import { describe, refusal } from "./card.js";
import { fetchModels } from "./server.js";

const status = /** @type {HTMLElement} */ (document.getElementById("status"));
const list = /** @type {HTMLElement} */ (document.getElementById("models"));

try {
  const { models, refused } = await fetchModels();
  list.replaceChildren(...models.map(describe), ...refused.map(refusal));
  status.textContent = models.length === 0 ? "The server found no model that it can serve." : "";
} catch (error) {
  status.textContent = `The models could not be fetched: ${error instanceof Error ? error.message : error}`;
}
