// @ts-check
// What is known of the spot under the pointer: at once from the nearest tile cell, then exactly, with its neighbours.
import { offPlane, project } from "../plane.js";
import { cardOf, spotOf } from "../state.js";
import { cellAt } from "../viewport.js";
/** @import {Server} from "../server.js" */
/** @import {Dispatch} from "../state.js" */
/** @import {Card, Code, Here, State} from "../types.js" */

const NEAREST = 6;
const ON = 1e-3; // farthest from the plane at which a tile shows what is there

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  let key = "";
  /** @type {Here | null} */
  let here = null;

  /** @param {Card} card @param {Code} z @param {State} state */
  function ask(card, z, state) {
    const mine = key;
    const { channels, height, width } = card.input;
    const coarse = fromTile(state, z, channels * height * width);
    here = {
      z,
      pixels: coarse ?? here?.pixels ?? new Uint8Array(channels * height * width),
      exact: false,
      nearest: here?.nearest ?? [],
      density: null,
    };
    /** @param {Partial<Here>} change */
    const know = (change) => {
      if (mine === key && here) {
        here = { ...here, ...change };
        dispatch({ type: "here", here });
      }
    };
    dispatch({ type: "here", here });
    // What fails here fails again with the next move; the sentence would only flicker.
    server.ask(
      "decode",
      { model: card.id, codes: [z], lane: "hover" },
      { onFrame: ({ arrays }) => know({ pixels: arrays.pixels, exact: true }) },
    );
    if (!card.atlas) {
      return;
    }
    server.ask(
      "nearest",
      { model: card.id, z, k: NEAREST, lane: "neighbours" },
      {
        onFrame: ({ arrays: { row, distance } }) =>
          know({ nearest: Array.from(row, (r, i) => ({ row: Number(r), distance: distance[i] })) }),
      },
    );
    if (card.posterior === "diagonal") {
      server.ask(
        "density",
        { model: card.id, codes: [z], lane: "density" },
        { onFrame: ({ arrays }) => know({ density: arrays.density[0] }) },
      );
    }
  }

  return {
    /** @param {State} state */
    update(state) {
      const card = cardOf(state);
      const spot = spotOf(state);
      const next = card && spot ? `${card.id} ${spot.z.join(" ")}` : "";
      if (next === key) {
        return;
      }
      if (!next.startsWith(`${key.split(" ")[0]} `)) {
        here = null; // another model: its picture has another size
      }
      key = next;
      if (card && spot) {
        ask(card, spot.z, state);
      } else {
        here = null;
        dispatch({ type: "here", here });
      }
    },
  };
}

/**
 * The image of the finest tile cell that holds a code, or null.
 * @param {State} state
 * @param {Code} z
 * @param {number} size values of an image
 */
function fromTile({ space, tiles }, z, size) {
  if (!space || !tiles || tiles.key !== space.key || offPlane(space.plane, z) > ON) {
    return null;
  }
  const place = project(space.plane, z);
  for (let level = 22; level >= 0; level--) {
    const { address, cell } = cellAt(level, place);
    const tile = tiles.byAddress.get(address);
    if (tile) {
      return tile.pixels.subarray(cell * size, (cell + 1) * size);
    }
  }
  return null;
}
