// What layers draw into: canvases and drawings over one another, on the page or for a figure.
import { h, s } from "../dom.js";

export function host() {
  const over = s("svg", { class: "overlay" });
  return {
    images: h("canvas", { class: "manifold", "aria-hidden": "true" }),
    cells: h("canvas", { class: "cells", "aria-hidden": "true" }),
    cloud: h("canvas", { class: "points", "aria-hidden": "true" }),
    lines: s("svg", { class: "lines", "aria-hidden": "true" }),
    over,
    inPlane: over.appendChild(s("g", { class: "world" })),
    labels: over.appendChild(s("g", {})),
    onScreen: over.appendChild(s("g", { class: "screen" })),
    frame: h("div", { class: "map-frame" }),
  };
}
