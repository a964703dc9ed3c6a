// What is known of the spot under the pointer: at once from the nearest tile cell, then exactly, with its neighbours.
import { offPlane, project } from "../plane.js";
import { cardOf, spotOf } from "../state.js";
import { isSupportable } from "../support.js";
import { cellAt } from "../viewport.js";
import { again } from "./latest.js";
/** @import {Op, Wire} from "../types-wire.js" */
/** @import {Here} from "../types.js" */

const NEAREST = 6;
const ON = 1e-3; // farthest from the plane at which a tile shows what is there

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  let key = "";
  /** @type {Here | null} */
  let here = null;
  /** @type {State | null} */
  let now = null;
  let connected = false; // when it was looked at last
  let unanswered = 0; // requests
  const retry = again(() => now && ask(now));

  /** @param {State} state */
  function ask(state) {
    const card = cardOf(state);
    const spot = shownIn(state);
    if (!card || !spot) {
      return;
    }
    const { z } = spot;
    const mine = key;
    const { channels, height, width } = card.input;
    const coarse = fromTile(state, z, channels * height * width);
    // The last place's stand in for a moment; while nobody answers they would stay, beside a code that is not theirs.
    const last = state.connection === "open" ? here : null;
    here = {
      z,
      pixels: coarse ?? last?.pixels ?? new Uint8Array(channels * height * width),
      exact: false,
      nearest: last?.nearest ?? [],
      near: false,
      support: null,
    };
    /**
     * @template {Op} O
     * @param {O} op
     * @param {Wire[O]["fields"] & {lane: string}} fields
     * @param {(arrays: Wire[O]["arrays"]) => Partial<Here>} read
     */
    const put = (op, fields, read) => {
      unanswered++;
      server.ask(op, { model: card.id, ...fields }, {
        onFrame({ arrays }) {
          if (mine === key && here) {
            unanswered--;
            here = { ...here, ...read(arrays) };
            dispatch({ type: "here", here });
          }
        },
        // Not said: it fails again with the next move, and the sentence would only flicker.
        onError: (refused) => mine === key && retry.after(refused),
      });
    };
    unanswered = 0;
    dispatch({ type: "here", here });
    put("decode", { codes: [z], lane: "hover" }, ({ pixels }) => ({ pixels, exact: true }));
    if (card.atlas) {
      put("nearest", { z, k: NEAREST, lane: "neighbours" }, ({ row, distance }) => ({
        nearest: Array.from(row, (r, i) => ({ row: Number(r), distance: distance[i] })),
        near: true,
      }));
    }
    if (isSupportable(card)) {
      put("support", { codes: [z], lane: "support" }, ({ support }) => ({ support: support[0] }));
    }
  }

  return {
    update(state) {
      now = state;
      const card = cardOf(state);
      const spot = shownIn(state);
      const next = card && spot ? `${card.version} ${spot.z.join(" ")}` : "";
      const lost = connected && state.connection !== "open";
      connected = state.connection === "open";
      if (next === key && !(lost && unanswered > 0)) {
        return;
      }
      if (!next.startsWith(`${key.split(" ")[0]} `)) {
        here = null; // another model: its picture has another size
      }
      key = next;
      retry.over();
      if (next) {
        ask(state);
      } else {
        here = null;
        dispatch({ type: "here", here });
      }
    },
  };
}

/** Of the pointer in another pane nobody sees the neighbours but in the panels. @param {State} state */
function shownIn(state) {
  return state.hover?.echo && state.pane !== state.active ? (state.kept?.pin ?? null) : spotOf(state);
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
