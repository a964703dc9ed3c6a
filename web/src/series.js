// Models that were trained alike but for β, the weight of KL in what they were trained by. Pure.
import { fresh } from "./initial.js";
import { cardOf } from "./state.js";

/** @typedef {Card & {series: {name: string, beta: number}, figures: NonNullable<Card["figures"]>}} Member */

const UNUSED = 0.01; // nats of KL, below which a dimension tells nothing

/** The series that a model belongs to, by β; empty where it has no others. @param {Pick<State, "cards" | "kept">} state @returns {Member[]} */
export function seriesOf(state) {
  const name = cardOf(state)?.series?.name;
  const all = /** @type {Member[]} */ (state.cards.filter((card) => name && card.series?.name === name && card.figures?.kl !== undefined));
  return all.length > 1 ? all.sort((a, b) => a.series.beta - b.series.beta) : [];
}

/** Models as they are listed: those of a series together, by β. @param {Card[]} cards */
export function listed(cards) {
  return cards.flatMap((card) => {
    const name = card.series?.name;
    const all = name ? cards.filter(({ series }) => series?.name === name) : [card];
    return all[0] === card ? all.toSorted((a, b) => (a.series?.beta ?? 0) - (b.series?.beta ?? 0)) : [];
  });
}

/** Rate, KL(q ‖ p), and distortion, −E log p(x|z), in nats an image on average over the images that figures are of. @param {Member} member */
export function tradeOf({ figures: { kl = NaN, reconstruction, images }, figures }) {
  const { elboError = NaN } = /** @type {{elboError?: number}} */ (figures);
  return { rate: kl, distortion: -reconstruction, bound: reconstruction - kl, error: elboError, images };
}

/** KL by dimension, the largest first, and how many dimensions have hardly any. @param {Member} member */
export function unitsOf({ figures: { klByDimension = [] } }) {
  const kl = [...klByDimension].sort((a, b) => b - a);
  return { kl, unused: kl.filter((value) => value < UNUSED).length };
}

/**
 * What another model of the series shows of the same image, where both have the same data.
 * @param {Kept} kept
 * @param {Card} from
 * @param {Card} to
 * @returns {Partial<Kept>}
 */
export function turnedTo(kept, from, to) {
  const { pin, layers, colour, dimmed, seed } = kept;
  const same = from.atlas && to.atlas && from.atlas.data === to.atlas.data && from.atlas.part === to.atlas.part && from.atlas.count === to.atlas.count;
  const stays = pin && ((same && pin.row !== undefined) || pin.sample !== undefined);
  return { ...fresh(to.id), layers, colour, dimmed, seed, pin: stays ? pin : null };
}
