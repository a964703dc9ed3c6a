// The plane in numbers, and what the atlas says of each latent dimension.
import { planeKey, project, specOf } from "../plane.js";
import { cardOf } from "../state.js";
import { failing, latest } from "./latest.js";

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const planes = latest(server, dispatch, true);
  const dimensions = latest(server, dispatch, true);
  return {
    update(state) {
      const card = cardOf(state);
      const kept = state.kept;
      if (!card || !kept) {
        [planes, dimensions].forEach((one) => one.want(null));
        return;
      }
      const { id: model, version } = card;
      const key = planeKey(card, kept);
      const spec = specOf(kept, card);
      planes.want(key, () => ({
        op: "plane",
        fields: { model, plane: spec },
        onFrame({ arrays: { origin, first, second }, head }) {
          const plane = { origin, first, second, ...head };
          dispatch({ type: "space", space: { plane: holding(plane, spec), key } });
        },
        onError(refused) {
          if (!["BAD_INPUT", "NOT_FOUND"].includes(refused.code) || !kept.plane) {
            return false;
          }
          failing(dispatch, refused); // as three points on a line are, or principal components without data: asked again, they would be refused again
          dispatch({ type: "plane-refused", plane: kept.plane });
          return true;
        },
      }));
      dimensions.want(version, () => ({
        op: "dimensions",
        fields: { model },
        onFrame({ arrays: { kl, mean, deviation, low, high } }) {
          const known = kl ?? new Float32Array(mean.length).fill(NaN); // a point posterior has none
          const found = { kl: known, mean, deviation, low, high };
          dispatch({ type: "measured", measured: { dimensions: found, key: version } });
        },
      }));
    },
  };
}

/**
 * A plane through three codes shows them, however far from the data they lie.
 * @param {Plane} plane
 * @param {PlaneSpec} spec
 * @returns {Plane}
 */
function holding(plane, spec) {
  const places = "through" in spec ? spec.through.map((code) => project(plane, code)) : [];
  const [left, bottom, right, top] = plane.extent;
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  return {
    ...plane,
    extent: [Math.min(left, ...xs), Math.min(bottom, ...ys), Math.max(right, ...xs), Math.max(top, ...ys)],
  };
}
