// KL(q(z|x) ‖ p(z)) of each image, where the posterior has one. Pure.
/** @import {Card} from "../types.js" */

/** @param {Card} card @returns {import("./columns.js").Column[]} */
export const kl = ({ posterior }) =>
  posterior === "point" ? [] : [{ id: "kl", title: "KL", term: "kl", unit: "nats", from: "server" }];
