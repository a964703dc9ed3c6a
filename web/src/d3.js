// d3 comes as one file of the server's (a WebJar) that stands before the modules in index.html: one request in place of
// the two hundred that its own modules would be. This is the one place that takes it from the window.

/** @type {any} */
const d3 = /** @type {any} */ (globalThis).d3;

export const { area, contours, cross, csvFormatRow, csvParseRows, extent, greatest, interpolateRgb, interpolateZoom, line, max, mean } = d3;
export const { minIndex, piecewise, polygonContains, quantile, range, rgb, rollups, scaleLinear, scaleLog, select } = d3;
export const { zoom, zoomIdentity, zoomTransform } = d3;
