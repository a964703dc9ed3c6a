// The class of each image. Pure.
/** @import {Card} from "../types.js" */

/** @param {Card} card @returns {import("./columns.js").Column[]} */
export const classes = ({ labels }) => [{ id: "class", title: labels.length > 0 ? "class" : "none", from: "classes" }];
