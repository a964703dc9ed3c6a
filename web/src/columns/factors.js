// The generating factors of each image, where the card names them. Pure.
/** @import {Card} from "../types.js" */

/** @param {Card} card @returns {import("./columns.js").Column[]} */
export const factors = ({ atlas }) => (atlas?.factors ?? []).map((name) => ({ id: name, title: name, from: "server" }));
