// The path as numbers, as the server writes them: whoever asks it in another way gets the same bytes.
import { pathRequest } from "./api.js";
/** @import {Maker, Tools} from "./makers.js" */
/** @import {State} from "../types.js" */

/** @type {Maker<"npz">} */
export function npz(state, _wish, tools) {
  return path(state, "npz", "application/zip", tools);
}

/** @type {Maker<"json">} */
export function json(state, _wish, tools) {
  return path(state, "json", "application/json", tools);
}

/** @param {State} state @param {string} ending @param {string} type @param {Tools} tools */
async function path({ kept }, ending, type, { server, signal }) {
  if (!kept || kept.keyframes.length < 2) {
    throw new Error("expected a path of two keyframes or more, found none");
  }
  const request = pathRequest(kept, "f4");
  return { name: `${kept.model}-frames.${ending}`, blob: await server.post(request.path, request.body, type, signal) };
}
