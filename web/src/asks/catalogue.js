// Which models there are. Asked when the socket opens and again and again, so that models may come and go.
import { notice } from "../notice.js";
/** @import {Server} from "../server.js" */

const AGAIN = 2000; // milliseconds until a failed question is asked again
const LOOK = 5000; // milliseconds between two looks while the page is seen

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  let known = "";
  let asking = false;
  /** @type {string[]} models that are being trained have other versions all the time */
  let trained = [];
  let before = { connection: "", catalogue: "" };
  /** @type {Map<string, string>} */
  let versions = new Map(); // by model

  /** @param {Awaited<ReturnType<Server["catalogue"]>>} listing */
  function receive({ models, refused, imports, trains }) {
    const found = JSON.stringify([models.map(({ id, version }) => [id, version]), refused, imports, trains]);
    if (found !== known || before.catalogue !== "ready") {
      const other = models.find(({ id, version }) => versions.has(id) && versions.get(id) !== version);
      known = found;
      versions = new Map(models.map(({ id, version }) => [id, version]));
      dispatch({ type: "catalogue", cards: models, refused, imports, trains });
      if (other && !trained.includes(other.id)) {
        dispatch(notice("info", `“${other.id}” was replaced on the server. Its new version is shown.`));
      }
    }
  }

  setInterval(() => {
    if (before.connection === "open" && document.visibilityState === "visible") {
      server.catalogue().then(receive, () => {}); // the socket tells of a server that is gone
    }
  }, LOOK);

  function ask() {
    const refused = (/** @type {Error} */ { message }) => {
      dispatch({ type: "catalogue-wrong", sentence: message });
      setTimeout(ask, AGAIN);
    };
    server.catalogue().then((listing) => {
      asking = false;
      receive(listing);
    }, refused);
  }

  return {
    update({ connection, catalogue, training }) {
      trained = (training?.statuses ?? []).map(({ id }) => id);
      const back = connection === "open" && before.connection === "lost";
      const old = catalogue === "loading" && before.catalogue !== "loading";
      before = { connection, catalogue }; // first, for the answer comes back through here
      if ((back || old) && !asking) {
        asking = true;
        ask();
      }
    },
  };
}
