// The decoded path, frame by frame.
import { cardOf, pathKey } from "../state.js";
import { askOf } from "./latest.js";

export const create = askOf(
  (state, dispatch) => {
    const card = cardOf(state);
    const kept = state.kept;
    const bounded = state.limits.maxPathFrames !== undefined; // a link may say more frames than fit into memory
    if (!card || !kept || kept.keyframes.length < 2 || !bounded) {
      return null;
    }
    const keyframes = kept.keyframes.map(({ z }) => z);
    const key = pathKey(card, kept);
    return {
      key,
      question: () => {
        let strip = beginning(key, kept.frames, card, state.strip);
        return {
          op: "path",
          fields: { model: card.id, keyframes, mode: kept.mode, frames: kept.frames, lane: "path" },
          onFrame({ head: { from }, arrays: { codes, pixels, support } }) {
            strip = { ...strip, count: from + codes.length / card.latent.dim };
            strip.codes.set(codes, from * card.latent.dim);
            strip.pixels.set(pixels, (from * strip.pixels.length) / strip.of);
            if (support) {
              strip.support ??= new Float32Array(strip.of).fill(NaN);
              strip.support.set(support, from);
            }
            dispatch({ type: "strip", strip });
          },
        };
      },
    };
  },
  ({ strip }, dispatch) => strip && dispatch({ type: "strip", strip: null }),
);

/**
 * A strip of no frames yet. Where it takes another's place that is as long, it begins with the other's pictures, so that
 * nothing blinks while a keyframe is dragged.
 * @param {string} key
 * @param {number} of
 * @param {Card} card
 * @param {Strip | null} before
 * @returns {Strip}
 */
function beginning(key, of, card, before) {
  const { channels, height, width } = card.input;
  const size = of * channels * height * width;
  return {
    key,
    of,
    count: 0,
    codes: new Float32Array(of * card.latent.dim),
    pixels: before?.pixels.length === size ? before.pixels.slice() : new Uint8Array(size),
    support: before?.support?.length === of ? before.support.slice() : null,
  };
}
