// Lines that hold the shares which ellipses hold, over a halo, of a density on a grid.
import { contourPaths } from "../contour.js";
import { s } from "../dom.js";
import { ELLIPSE_SHARES, percentOf } from "../shares.js";
import { heightsOf } from "../truth.js";

/** @param {Cells} cells @param {{levels: ArrayLike<number>} | null} truth */
export function contourLines(cells, truth) {
  const { floor, heights } = heightsOf(cells, truth);
  const paths = contourPaths(cells, floor, heights.slice(-ELLIPSE_SHARES.length));
  const masses = ELLIPSE_SHARES.map(percentOf).reverse();
  return ["halo", "line"].flatMap((kind) => paths.map(({ d }, i) => s("path", { class: kind, d, "data-mass": masses[i] })));
}
