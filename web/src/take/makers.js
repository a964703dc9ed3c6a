// Who makes which file, but for pictures of the map, which the map draws itself.
import { grid } from "./grid.js";
import { json, npz } from "./path-data.js";
import { montage, strip } from "./path-pictures.js";
import { pdf } from "./pdf.js";
import { gif, video } from "./reel.js";
import { selection, table } from "./selection.js";
/** @import {Wish} from "../types.js" */
/** @import {Server} from "../server.js" */

/**
 * @typedef {object} Tools
 * @property {Server} server
 * @property {AbortSignal} signal given when the file is not wanted any more
 * @property {(share: number) => void} progress
 */

/**
 * @template {Wish["kind"]} K
 * @typedef {(state: State, wish: Extract<Wish, {kind: K}>, tools: Tools) => Promise<{name: string, blob: Blob}>} Maker
 */

/** @type {Partial<Record<Wish["kind"], (state: State, wish: any, tools: Tools) => ReturnType<Maker<any>>>>} */
export const MAKERS = { strip, montage, grid, selection, table, json, npz, pdf, gif, webm: video, mp4: video };
