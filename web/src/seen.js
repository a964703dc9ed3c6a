// How the frames of a path look to who sends a link, and whether they look the same to who opens it. Pure.
import { crc32 } from "./crc32.js";
import { SAMPLES } from "./link-code.js";
/** @import {Seen} from "./link-code.js" */
/** @import {Verdict} from "./types.js" */

const STEP = 0.6180339887498949; // of the golden ratio: places far apart, however many

/**
 * @param {Uint8Array} pixels (frames, channels, height, width)
 */
export function seenOf(pixels) {
  const samples = Uint8Array.from({ length: SAMPLES }, (_, i) => {
    const share = ((i + 0.5) * STEP) % 1;
    return pixels[Math.floor(pixels.length * share)];
  });
  return { checksum: crc32(pixels).toString(16).padStart(8, "0"), samples };
}

/**
 * What is known of how two see the same path, and why they may differ.
 * @param {Seen} sent
 * @param {Seen} here
 * @param {boolean} sameModel whether both have the same version of the model
 * @returns {Omit<Verdict, "key">}
 */
export function compare(sent, here, sameModel) {
  if (sent.checksum === here.checksum) {
    return { grade: "identical", text: "These frames are identical to the sender's, byte for byte." };
  }
  const why = sameModel
    ? "The model is the same; another build, processor or number of threads rounds differently."
    : "The sender had another version of the model.";
  const off = Array.from(sent.samples, (value, i) => Math.abs(value - here.samples[i]));
  const most = Math.max(...off);
  if (most <= 1) {
    return {
      grade: "near",
      text: `These frames are within 1 grey level of the sender's, judging by the ${SAMPLES} values in the link. ${why}`,
    };
  }
  const mean = off.reduce((sum, value) => sum + value, 0) / off.length;
  return {
    grade: "other",
    text: `These frames differ from the sender's by up to ${most} grey levels, ${mean.toFixed(1)} on average, judging by the ${SAMPLES} values in the link. ${why}`,
  };
}
