// What the browser can encode. Pure but for asking it.
/** @import {Motion} from "../types.js" */

/** The codecs of a file, the one to be had first at the front. */
const CODECS = { webm: ["vp09.00.31.08", "vp8"], mp4: ["avc1.640028", "avc1.42001f"] };
const BITS = 0.6; // a pixel, for pictures of blurs and edges: four times what a film takes

/**
 * How a film is encoded; null where the browser cannot.
 * @param {"webm" | "mp4"} container
 * @param {Card["input"]} input
 * @param {Motion} motion
 * @returns {Promise<VideoEncoderConfig | null>}
 */
export async function encodingOf(container, input, { scale, speed }) {
  if (typeof VideoEncoder === "undefined") {
    return null;
  }
  const even = (/** @type {number} */ side) => 2 * Math.ceil((side * scale) / 2); // as colours are halved
  const [width, height] = [even(input.width), even(input.height)];
  const bitrate = Math.max(200_000, Math.round(BITS * width * height * speed));
  for (const codec of CODECS[container]) {
    const config = { codec, width, height, framerate: speed, bitrate, ...(container === "mp4" && { avc: AVC }) };
    const { supported } = await VideoEncoder.isConfigSupported(config);
    if (supported) {
      return config;
    }
  }
  return null;
}

const AVC = /** @type {const} */ ({ format: "avc" });
