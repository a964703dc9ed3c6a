// What the page gives away as a file.
import { h } from "./dom.js";

const READ = 10_000; // milliseconds in which a browser has begun to read it

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), READ);
}
