// @ts-check
/** @import {Card, Figures, Refusal} from "./server.js" */

/** @param {string} name @param {string} text @param {string=} className */
function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) {
    made.className = className;
  }
  return made;
}

/**
 * A model's card as something to read.
 * @param {Card} card
 */
export function describe(card) {
  const made = document.createElement("article");
  const { channels, height, width } = card.input;
  const colours = channels === 1 ? "grey" : channels === 3 ? "colour" : `${channels}-channel`;
  made.append(
    element("h3", card.title),
    element("p", `${card.kind}, ${width} × ${height} ${colours} images, latent dimension ${card.latent.dim}`, "kind"),
  );
  if (card.description) {
    made.append(element("p", card.description));
  }
  made.append(card.figures ? figures(card.figures, card.latent.dim) : element("p", "Not measured yet.", "kind"));
  return made;
}

/** @param {Figures} measured @param {number} dim */
function figures(measured, dim) {
  const list = document.createElement("dl");
  /** @type {[string, number | undefined][]} */
  const nats = [
    ["bound on log p(x), nats", measured.elbo],
    ["reconstruction, nats", measured.reconstruction],
    ["KL to the prior, nats", measured.kl],
    ["importance-weighted bound, nats", measured.logLikelihood],
  ];
  for (const [name, value] of nats) {
    if (value !== undefined) {
      list.append(figure(name, value.toFixed(2)));
    }
  }
  list.append(figure("active dimensions", `${measured.activeUnits} of ${dim}`));
  list.append(figure("measured on", `${measured.images} images of ${measured.data}, ${measured.part}`));
  return list;
}

/** @param {string} name @param {string} value */
function figure(name, value) {
  const pair = document.createElement("div");
  pair.append(element("dt", name), element("dd", value));
  return pair;
}

/**
 * A model that is not served, with the reason.
 * @param {Refusal} refused
 */
export function refusal(refused) {
  const made = document.createElement("article");
  made.className = "refused";
  made.append(element("h3", `${refused.id} is not served`), element("p", refused.sentence));
  return made;
}
