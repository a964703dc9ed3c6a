// d3 comes as one file of the server's (a WebJar) that stands before the modules in index.html: one request in place of
// the two hundred that its own modules would be. This is the one place that takes it from the window.

/** @type {any} */
const d3 = /** @type {any} */ (globalThis).d3;

export const { contours, csvFormatRow, csvParseRows, extent, interpolateRgb, max, piecewise, polygonContains, rgb } = d3;
export const { scaleLinear, scaleLog, select, zoom, zoomIdentity, zoomTransform } = d3;
