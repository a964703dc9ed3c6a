// Tiles of what a map shows: each is asked for once, in the order in which they are wanted; a request of which none is wanted
// any more is cancelled, and what was seen longest ago goes where there are too many.
import { again, failing } from "./latest.js";
/** @import {Asking, Refused} from "../server.js" */
/** @import {memory} from "./memory.js" */

const LANES = [..."abcdefghijkl"]; // of requests under way; a further one takes the place of the oldest

/**
 * @template T
 * @typedef {{key: string, byAddress: Map<string, T>, version: number, busy: boolean}} Held
 */

/**
 * @template T
 * @typedef {object} Told what a request tells
 * @property {(address: string, tile: T) => void} onTile
 * @property {() => void} onEnd
 * @property {(refused: Refused) => void} onError
 */

/**
 * @template T
 * @param {Dispatch} dispatch
 * @param {() => void} look again, after a failure
 * @param {(tiles: Held<T>) => void} told of what is held, a new object each time
 * @param {(tile: T) => number} bytesOf
 * @param {number} most bytes that are held
 * @param {ReturnType<typeof memory<T>>} [known] by key and address, where tiles are kept for when they are wanted again
 */
export function tiling(dispatch, look, told, bytesOf, most, known) {
  /** @type {Held<T> | null} */
  let tiles = null;
  /** @type {{asking: Asking, waiting: Set<string>, lane: string}[]} */
  let requests = [];
  const retry = again(look);

  function tell() {
    if (tiles) {
      told({ ...tiles, busy: requests.some(({ waiting }) => waiting.size > 0) });
    }
  }

  return {
    tell,
    key: () => tiles?.key ?? null,

    /** Forgets all where they are another's tiles that are wanted. @param {string} key */
    begin(key) {
      if (tiles?.key !== key) {
        retry.over();
        requests.forEach(({ asking }) => asking.cancel());
        requests = [];
        tiles = { key, byAddress: new Map(), version: 0, busy: true };
      }
    },

    /** Those that are to be asked for now. @param {string[]} wanted addresses */
    missing(wanted) {
      const useful = new Set(wanted.filter((address) => {
        const tile = tiles?.byAddress.get(address) ?? known?.recall(`${tiles?.key} ${address}`);
        if (tiles && tile && !tiles.byAddress.has(address)) {
          tiles.byAddress.set(address, tile);
          tiles.version++;
        }
        return !tile;
      }));
      requests = requests.filter(({ asking, waiting }) => {
        const wantedStill = [...waiting].some((address) => useful.has(address));
        if (!wantedStill) {
          asking.cancel();
        }
        return wantedStill;
      });
      const coming = new Set(requests.flatMap(({ waiting }) => [...waiting]));
      return [...useful].filter((address) => !coming.has(address));
    },

    /** @param {string[]} addresses @param {(told: Told<T>, lane: string) => Asking} send */
    request(addresses, send) {
      if (requests.length >= LANES.length) {
        requests.shift()?.asking.cancel();
      }
      const lane = /** @type {string} */ (LANES.find((one) => requests.every((request) => request.lane !== one)));
      const waiting = new Set(addresses);
      const own = tiles;
      const end = () => {
        requests = requests.filter((request) => request.waiting !== waiting);
        if (own === tiles) {
          tell();
        }
      };
      const asking = send(
        {
          onTile(address, tile) {
            waiting.delete(address);
            if (own) {
              own.byAddress.set(address, tile);
              own.version++;
              known?.keep(`${own.key} ${address}`, tile);
            }
            if (own === tiles) {
              tell();
            }
          },
          onEnd() {
            retry.worked();
            end();
          },
          onError(refused) {
            end();
            if (retry.after(refused)) {
              failing(dispatch, refused);
            }
          },
        },
        lane,
      );
      requests.push({ asking, waiting, lane });
    },

    /** Forgets tiles that came first, down to what is held; never those that are seen. @param {Set<string>} seen */
    drop(seen) {
      if (!tiles) {
        return;
      }
      let bytes = [...tiles.byAddress.values()].reduce((sum, tile) => sum + bytesOf(tile), 0);
      for (const [address, tile] of tiles.byAddress) {
        if (bytes <= most) {
          return;
        }
        if (!seen.has(address)) {
          tiles.byAddress.delete(address);
          tiles.version++;
          bytes -= bytesOf(tile);
        }
      }
    },
  };
}
