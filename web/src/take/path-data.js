// The path as numbers, as the server writes them: whoever asks it in another way gets the same bytes.
import { pathRequest } from "./api.js";
/** @import {Maker} from "./makers.js" */

export const npz = path("npz", "application/zip");
export const json = path("json", "application/json");

/** @param {string} ending @param {string} type @returns {Maker<"npz" | "json">} */
function path(ending, type) {
  return async ({ kept }, _wish, { server, signal }) => {
    if (!kept || kept.keyframes.length < 2) {
      throw new Error("expected a path of two keyframes or more, found none");
    }
    const request = pathRequest(kept);
    return { name: `${kept.model}-frames.${ending}`, blob: await server.post(request.path, request.body, type, signal) };
  };
}
