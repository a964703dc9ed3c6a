// Encodes a reel with the browser's own encoder, away from the hand's thread. Ended by whoever began it.
import { encodingOf } from "./film.js";
import { mp4 } from "./mp4.js";
import { order } from "./motion.js";
import { webm } from "./webm.js";
import { paint } from "../tone.js";
/** @import {Chunk} from "./webm.js" */
/** @import {Reel} from "./motion.js" */

const KEYS = 48; // frames from one that stands for itself to the next
const AHEAD = 8; // frames that the encoder may have waiting
const NEWS = 60; // milliseconds between two words on how far it is

/** @param {Reel & {container: "webm" | "mp4"}} reel */
async function make({ pixels, frames, input, tone, motion, comment, container }) {
  const config = await encodingOf(container, input, motion);
  if (!config) {
    throw new Error(`expected a browser that encodes ${container === "mp4" ? "MP4" : "WebM"}, found one that does not`);
  }
  const { width, height, codec } = config;
  const size = input.channels * input.width * input.height;
  const shown = order(frames, motion.back);
  const at = (/** @type {number} */ i) => Math.round((1e6 * i) / motion.speed);
  /** @type {Chunk[]} */
  const chunks = [];
  let description = new Uint8Array(0);
  /** @type {Error | null} */
  let wrong = null;
  const encoder = new VideoEncoder({
    output(chunk, metadata) {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      chunks.push({ data, key: chunk.type === "key", at: chunk.timestamp });
      const given = metadata?.decoderConfig?.description;
      if (given) {
        description = ArrayBuffer.isView(given)
          ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength).slice()
          : new Uint8Array(given).slice();
      }
    },
    error: (error) => (wrong = error),
  });
  encoder.configure(config);
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = `rgb(${tone.zero.join(" ")})`;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  const small = new OffscreenCanvas(input.width, input.height);
  const smaller = /** @type {OffscreenCanvasRenderingContext2D} */ (small.getContext("2d"));
  const image = new ImageData(input.width, input.height);
  let told = performance.now();
  for (let i = 0; i < shown.length; i++) {
    paint(pixels, shown[i] * size, 1, input, tone, image.data, 0, 4 * input.width);
    smaller.putImageData(image, 0, 0);
    context.drawImage(small, 0, 0, input.width * motion.scale, input.height * motion.scale);
    const frame = new VideoFrame(canvas, { timestamp: at(i), duration: at(i + 1) - at(i) });
    encoder.encode(frame, { keyFrame: i % KEYS === 0 });
    frame.close();
    while (encoder.encodeQueueSize > AHEAD && encoder.state === "configured") {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    if (wrong) {
      throw wrong;
    }
    if (performance.now() - told > NEWS) {
      told = performance.now();
      postMessage({ share: (i + 1) / shown.length });
    }
  }
  await encoder.flush();
  encoder.close();
  const track = { codec, width, height, duration: at(shown.length), description, comment };
  const bytes = (container === "mp4" ? mp4 : webm)(track, chunks);
  postMessage({ blob: new Blob([bytes], { type: `video/${container}` }) });
}

addEventListener("message", ({ data }) => make(data).catch(({ message }) => postMessage({ wrong: message })));
