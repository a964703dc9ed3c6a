// Wiring only: one state, what is told of it, and what asks for it.
import { create as atlas } from "./asks/atlas.js";
import { create as catalogue } from "./asks/catalogue.js";
import { create as columnAtlas } from "./asks/column-atlas.js";
import { create as column } from "./asks/column.js";
import { create as counts } from "./asks/counts.js";
import { create as lessons } from "./asks/lesson/door.js";
import { create as link } from "./asks/link.js";
import { create as rows } from "./asks/rows.js";
import { create as space } from "./asks/space.js";
import { create as support } from "./asks/support.js";
import { create as theme } from "./asks/theme.js";
import { create as tiles } from "./asks/tiles.js";
import { embedded } from "./embed.js";
import { fill } from "./layers/layers.js";
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
/** What comes after the first map; panels once there is what answers them. @param {(came: typeof import("./after.js")) => Part | Promise<Part>} load */
const after = (load) =>
  later(
    async () => {
      await mapFirst;
      return load(await import("./after.js"));
    },
    ({ connection }) => connection !== "lost", // so that it is tried again when the server is back
    () => dispatch(notice("wrong", "A panel couldn't be loaded. Reload the page.")),
  );
/**
 * @param {string} id of its element
 * @param {() => Promise<{create(element: HTMLElement, dispatch: Dispatch): Part}>} load
 */
const panel = (id, load) => after(async () => (await load()).create(element(id), dispatch));
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
  space, atlas, column, columnAtlas, tiles, counts, support, rows,
]);
shown.forEach(views.add);
for (const create of [theme, link, catalogue, lessons]) {
  asks.add(() => create(server, dispatch));
}
asks.add(() => after(({ MORE, OF_PAGE, OF_PANES }) => {
  fill(MORE);
  maps.also(OF_PANES);
  maps.ask(page);
  draw();
  const others = parts();
  OF_PAGE.forEach((create) => others.add(() => create(server, dispatch)));
  return others;
}));
document.querySelector(".skip")?.addEventListener("click", (event) => {
  event.preventDefault(); // what is behind # would follow the page's base, not its address
  location.hash = "map";
});
dispatch({ type: "connection", connection: "connecting" });
draw();
