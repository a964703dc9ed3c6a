// E log p(x|z) of each image. Pure.

/** @returns {import("./columns.js").Column[]} */
export const reconstruction = () => [
  { id: "reconstruction", title: "reconstruction", term: "reconstruction", unit: "nats", from: "server" },
];
