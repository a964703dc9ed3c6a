// The columns of numbers of an atlas of columns, by which its rows are coloured. Pure.
/** @import {Column} from "./columns.js" */

/** Those that the encoder writes, as they are called. @type {Record<string, Partial<Column>>} */
const KNOWN = {
  kl: { title: "KL", term: "kl", unit: "nats" },
  reconstruction: { term: "reconstruction", unit: "nats" },
  bound: { title: "bound (ELBO)", term: "bound", unit: "nats" },
};

/** @param {Card} card @returns {Column[]} */
export function atlasColumns({ columnAtlas }) {
  return (columnAtlas?.columns ?? []).map((id) => ({ id, title: id, ...(Object.hasOwn(KNOWN, id) ? KNOWN[id] : {}), from: "column-atlas" }));
}
