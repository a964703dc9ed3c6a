// Wiring only: one state, what is told of it, and what asks for it.
import { create as atlas } from "./asks/atlas.js";
import { create as catalogue } from "./asks/catalogue.js";
import { create as clock } from "./asks/clock.js";
import { create as columnAtlas } from "./asks/column-atlas.js";
import { create as column } from "./asks/column.js";
import { create as counts } from "./asks/counts.js";
import { create as draws } from "./asks/draws.js";
import { create as echo } from "./asks/echo.js";
import { create as encode } from "./asks/encode.js";
import { create as contours } from "./asks/contours.js";
import { create as estimate } from "./asks/estimate.js";
import { create as grid } from "./asks/grid.js";
import { create as here } from "./asks/here.js";
import { create as history } from "./asks/history.js";
import { create as imports } from "./asks/import-door.js";
import { create as lessons } from "./asks/lesson/lesson.js";
import { create as link } from "./asks/link.js";
import { create as mosaic } from "./asks/mosaic.js";
import { create as own } from "./asks/own.js";
import { create as prior } from "./asks/prior.js";
import { create as priorDraws } from "./asks/prior-draws.js";
import { create as reportAsks } from "./asks/report/door.js";
import { create as results } from "./asks/results.js";
import { create as rows } from "./asks/rows.js";
import { create as sent } from "./asks/sent.js";
import { create as space } from "./asks/space.js";
import { create as strip } from "./asks/strip.js";
import { create as support } from "./asks/support.js";
import { create as take } from "./asks/take-door.js";
import { create as theme } from "./asks/theme.js";
import { create as training } from "./asks/training-door.js";
import { create as tiles } from "./asks/tiles.js";
import { create as trajectory } from "./asks/trajectory.js";
import { create as traversals } from "./asks/traversals.js";
import { embedded } from "./embed.js";
import { later } from "./later.js";
import { createMaps } from "./maps.js";
import { notice } from "./notice.js";
import { initialPage, seenByAll, updatePage } from "./panes.js";
import { parts } from "./parts.js";
import { renew } from "./renew.js";
import { connect } from "./server.js";
import { create as away } from "./views/away.js";
import { create as lesson } from "./views/lesson/door.js";
import { create as map } from "./views/map/map.js";
import { create as notices } from "./views/notices.js";
import { create as path } from "./views/path/path.js";
import { create as report } from "./views/report/door.js";
import { create as sheets } from "./views/sheets.js";
/** @import {Action} from "./state.js" */
/** @import {Part} from "./later.js" */
/** @import {PaneAction} from "./panes.js" */

const PATIENCE = 2000; // milliseconds that the panels wait for the first map

let page = initialPage();
let drawn = false; // whether the views have been told of the page

/** @param {Action | PaneAction} action @param {number} [pane] the active one where no other is named */
function dispatch(action, pane) {
  page = updatePage(page, action, pane);
  asks.update(seenByAll(page));
  maps.ask(page);
  if (drawn) {
    drawn = false;
    requestAnimationFrame(draw);
  }
}

function draw() {
  drawn = true;
  views.update(seenByAll(page));
  maps.draw(page);
}

const asks = parts();
const views = parts();
const server = connect({
  onConnection: (connection, hello) => dispatch({ type: "connection", connection, hello }),
  onBusy: () => dispatch(notice("busy", "The server is busy. Retrying…")),
  onChanged: () => dispatch({ type: "catalogue-old" }),
  onOther: (protocol) => dispatch({ type: "connection", connection: renew(protocol) ? "connecting" : "other" }),
  early: /** @type {any} */ (window).early,
});
/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** When the first map is whole, or does not come: the panels would compete with it for the processor. */
const mapFirst = new Promise((resolve) => {
  element("map").addEventListener("drawn", resolve, { once: true });
  setTimeout(resolve, PATIENCE);
}).then(() => {
  for (const module of /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[data-panel]"))) {
    module.rel = "modulepreload";
  }
});
/**
 * @param {string} id of its element
 * @param {() => Promise<{create(element: HTMLElement, dispatch: Dispatch): Part}>} load
 */
const panel = (id, load) =>
  later(
    async () => {
      await mapFirst;
      return (await load()).create(element(id), dispatch);
    },
    ({ connection }) => connection !== "lost", // so that it is tried again when the server is back
    () => dispatch(notice("wrong", "A panel couldn't be loaded. Reload the page.")),
  );
const shown = [
  () => path(element("path"), dispatch), // its height is what the map leaves
  () => lesson(element("lesson"), dispatch),
  () => notices(element("notices"), dispatch),
  () => panel("print", () => import("./views/print.js")),
  ...(embedded
    ? [() => away(element("map"))]
    : [
        () => panel("bar", () => import("./views/bar/bar.js")),
        () => panel("images", () => import("./views/images/images.js")),
        () => panel("here", () => import("./views/here/here.js")),
        () => panel("dialogs", () => import("./views/dialogs/dialogs.js")),
        () => report(element("report"), dispatch),
        () => sheets(element("sheets"), dispatch),
      ]),
];
const maps = createMaps(server, dispatch, element("map"), map, [
  space, atlas, column, columnAtlas, tiles, counts, support, grid, contours, here, rows, encode, echo, estimate, draws, strip, sent, prior, priorDraws, trajectory, mosaic, traversals, take, reportAsks, clock,
  history,
]);
shown.forEach(views.add);
for (const create of [theme, link, catalogue, imports, results, lessons]) {
  asks.add(() => create(server, dispatch));
}
if (!embedded) {
  mapFirst.then(() => [own, training].forEach((create) => asks.add(() => create(server, dispatch))));
}
document.querySelector(".skip")?.addEventListener("click", (event) => {
  event.preventDefault(); // what is behind # would follow the page's base, not its address
  location.hash = "map";
});
dispatch({ type: "connection", connection: "connecting" });
draw();
