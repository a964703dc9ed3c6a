// The bound on log p(x) of each image, where the posterior gives one. Pure.
/** @import {Card} from "../types.js" */

/** @param {Card} card @returns {import("./columns.js").Column[]} */
export const bound = ({ posterior }) =>
  posterior === "point" ? [] : [{ id: "elbo", title: "bound (ELBO)", term: "bound", unit: "nats", from: "server" }];
