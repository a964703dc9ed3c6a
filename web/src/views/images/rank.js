// How an own image's bound ranks among those of the data, and whether the model knows such images, in words. Pure.
/** @import {Sample} from "../../types.js" */

const RARE = 1; // per cent of the data's bounds that are as low
const FAR = 99.5; // per cent of the data that lie nearer to their neighbours

/**
 * @param {Pick<Sample, "percentile" | "among" | "distancePercentile">} sample
 * @returns {{text: string, outside: boolean} | null} null where there is nothing to rank it among
 */
export function rankOf({ percentile, among, distancePercentile }) {
  if (percentile === null || percentile === undefined) {
    return null;
  }
  const worse = percentile > 0 ? Math.min(99, Math.round(100 - percentile)) : 100;
  const outside = percentile < RARE || (distancePercentile ?? 0) >= FAR;
  const text = `worse than ${worse}% of ${among === "test" ? "test images" : "the data"}`;
  return { text: outside ? `${text}: outside what the model knows` : text, outside };
}
