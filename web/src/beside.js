// The maps of a page as links hold them: one, which the address tells of, and the others beside it. Pure.
import { lookedOf } from "./looked.js";
/** @import {Laid} from "./panes.js" */
/** @import {Beside, Sent} from "./types.js" */

/** @type {Beside} */
export const ALONE = { place: 0, maps: [] };

/** What lies beside the map that the state is of. @param {Pick<State, "pane" | "panes">} state @returns {Beside} */
export function besideOf({ pane, panes }) {
  const maps = panes.filter((one) => one.pane !== pane && one.kept);
  return maps.length > 0
    ? {
        place: panes.findIndex((one) => one.pane === pane),
        maps: maps.map((one) => ({ kept: /** @type {Kept} */ (one.kept), looked: lookedOf(one) })),
      }
    : ALONE;
}

/**
 * The panes that a link asks for.
 * @param {{kept: Kept, looked: Looked | null, beside: Beside}} found
 * @param {Sent | null} [sent]
 * @returns {{type: "panes", panes: Laid[], active: number}}
 */
export function lay({ kept, looked, beside: { place, maps } }, sent = null) {
  return { type: "panes", panes: maps.toSpliced(place, 0, { kept, looked, sent }), active: place };
}
