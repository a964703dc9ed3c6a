// A drawing of the page as PDF, which the server makes.
/** @import {Maker} from "./makers.js" */

/** @type {Maker<"pdf">} */
export async function pdf(_state, { name, svg }, { server, signal }) {
  return { name, blob: await server.post("api/pdf", svg, "application/pdf", signal) };
}
