// How much better one model's bound is than another's, image by image, for models whose maps are open. Pure.
import { comparable } from "../compare.js";
import { sameData } from "../linked.js";

const LONGEST = 64; // characters of a column that links hold

/** @type {import("./columns.js").Kind} */
export const differences = (card, { cards, models }) => {
  const open = cards.filter((one) => models.includes(one.id) && one.posterior !== "point" && sameData(one, card));
  open.sort((a, b) => models.indexOf(a.id) - models.indexOf(b.id));
  return open.flatMap((less, i) =>
    open.slice(i + 1).filter((more) => comparable(less, more)).map((more) => ({
      id: `elbo ${more.id} less ${less.id}`,
      title: `bound, ${more.id} less ${less.id}`,
      unit: "nats",
      from: /** @type {const} */ ("difference"),
      of: { more, less },
    })).filter(({ id }) => id.length <= LONGEST),
  );
};
