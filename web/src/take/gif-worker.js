// Makes a GIF of a reel, away from the hand's thread. Ended by whoever began it.
import { paint } from "../tone.js";
import { palette, ramp } from "./colours.js";
import { delays, gifWriter } from "./gif.js";
import { order } from "./motion.js";
/** @import {Reel} from "./motion.js" */

const NEWS = 60; // milliseconds between two words on how far it is

/** @param {Reel} reel */
function make({ pixels, frames, input, tone, motion: { scale, speed, back }, comment }) {
  const { channels, width, height } = input;
  const size = channels * width * height;
  const grey = channels === 1;
  const painted = grey ? [] : Array.from({ length: frames }, (_, i) => rgbaOf(pixels, i * size, input, tone));
  const colours = grey ? null : palette(painted);
  const gif = gifWriter(scale * width, scale * height, colours ? colours.colours : ramp(tone), comment);
  const shown = order(frames, back);
  const stays = delays(shown.length, speed);
  let told = performance.now();
  shown.forEach((frame, i) => {
    const small = colours
      ? Uint8Array.from({ length: width * height }, (_, p) => colours.index(painted[frame], 4 * p))
      : pixels.subarray(frame * size, (frame + 1) * size);
    gif.frame(enlarged(small, width, height, scale), stays[i]);
    if (performance.now() - told > NEWS) {
      told = performance.now();
      postMessage({ share: (i + 1) / shown.length });
    }
  });
  const bytes = gif.end();
  postMessage({ blob: new Blob([bytes], { type: "image/gif" }) });
}

/** @param {Uint8Array} pixels @param {number} from @param {Reel["input"]} input @param {Reel["tone"]} tone */
function rgbaOf(pixels, from, input, tone) {
  const rgba = new Uint8ClampedArray(4 * input.width * input.height);
  paint(pixels, from, 1, input, tone, rgba, 0, 4 * input.width);
  return rgba;
}

/** @param {Uint8Array} small @param {number} width @param {number} height @param {number} scale */
function enlarged(small, width, height, scale) {
  const long = width * scale;
  const out = new Uint8Array(long * height * scale);
  for (let y = 0; y < height; y++) {
    const row = out.subarray(y * scale * long, (y * scale + 1) * long);
    for (let x = 0; x < width; x++) {
      row.fill(small[y * width + x], x * scale, (x + 1) * scale);
    }
    for (let again = 1; again < scale; again++) {
      out.set(row, (y * scale + again) * long);
    }
  }
  return out;
}

addEventListener("message", ({ data }) => make(data));
