// How an image's bound ranks among those of the data, and whether the model knows such images, in words. Pure.

const RARE = 1; // per cent of the data's bounds that are as low
const FAR = 99.5; // per cent of the data that lie nearer to their neighbours

/**
 * @param {Pick<Sample, "percentile" | "among">} ranked
 * @returns {string} empty where there is nothing to rank it among
 */
export function worseThan({ percentile, among }) {
  if (percentile === null || percentile === undefined) {
    return "";
  }
  const worse = percentile > 0 ? Math.min(99, Math.round(100 - percentile)) : 100;
  return `worse than ${worse}% of ${among === "test" ? "test images" : "the data"}`;
}

/**
 * @param {Pick<Sample, "percentile" | "among" | "distancePercentile">} sample
 * @returns {{text: string, outside: boolean} | null} null where there is nothing to rank it among
 */
export function rankOf(sample) {
  const text = worseThan(sample);
  if (!text) {
    return null;
  }
  const unlikely = /** @type {number} */ (sample.percentile) < RARE;
  const outside = unlikely || (sample.distancePercentile ?? 0) >= FAR;
  const why = unlikely ? "" : ", but with a code far from all of the data’s"; // of which the rank says nothing
  return { text: outside ? `${text}${why}: outside what the model knows` : text, outside };
}
