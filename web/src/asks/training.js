// A training that goes on at this machine: what is wished of it, how it stands, and the networks at its latest step, which
// every pane of its model is shown.
import { grown, historyOf } from "../history.js";
import { notice } from "../notice.js";
import { readNpz } from "../npz.js";
import { isLive } from "../training.js";
/** @import {State} from "../types.js" */
/** @import {Training, TrainingWish} from "../types-training.js" */

const SOON = 250; // milliseconds from one look to the next

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  /** @type {State} */
  let now;
  /** @type {TrainingWish | null} */
  let asked = null;
  let step = -1; // of the last snapshot that was taken
  let version = 0; // of the model that was published last
  let timer = 0;
  let following = ""; // the model that is to be shown once it is there
  let opensBeside = false; // whether in another pane

  /** @param {Partial<Training>} change */
  function tell(change) {
    dispatch({ type: "train", change });
  }

  async function offer() {
    const found = await server.call("GET", "api/trainings");
    tell({ offer: { recipe: found.recipe, whole: found.whole, left: found.left }, status: found.running ?? null });
  }

  /** @param {TrainingWish} wish */
  async function ask(wish) {
    const id = now.training?.status?.id ?? "";
    try {
      if (wish.act === "offer") {
        await offer();
      } else if (wish.act === "begin") {
        begin(await server.call("POST", "api/trainings", JSON.stringify(wish.recipe)), wish.beside);
        tell({ recipe: wish.recipe });
      } else if (wish.act === "resume") {
        begin(await server.call("POST", `api/trainings/${wish.id}/resume`), false);
      } else if (wish.act === "discard") {
        await server.call("DELETE", `api/trainings/${wish.id}`);
        tell({ status: null });
        dispatch({ type: "catalogue-old" });
        await offer();
      } else {
        tell({ status: await server.call("POST", `api/trainings/${id}/${wish.act}`) });
      }
      tell({ wish: null, sentence: "" });
    } catch (error) {
      tell({ wish: null, sentence: /** @type {Error} */ (error).message });
    }
  }

  /** @param {Training["status"]} status @param {boolean} beside */
  function begin(status, beside) {
    step = -1;
    version = 0;
    following = status?.id ?? "";
    tell({ status, history: null });
    opensBeside = beside;
  }

  function look() {
    timer ||= setTimeout(async () => {
      try {
        const id = now.training?.status?.id;
        const status = await server.call("GET", `api/trainings/${id}`);
        if (status.step !== step && status.published > 0 && isLive({ ...now, training: now.training && { ...now.training, status } })) {
          await take(status.id);
        }
        if (status.published !== version) {
          version = status.published;
          dispatch({ type: "catalogue-old" });
        }
        timer = 0;
        tell({ status });
      } catch {
        timer = 0;
        tell({ status: now.training && { .../** @type {any} */ (now.training.status) } }); // asked again; the socket tells of a server that is gone
      }
    }, SOON);
  }

  /** @param {string} id */
  async function take(id) {
    const zip = await server.bytes(`api/trainings/${id}/live.npz`);
    if (zip.byteLength === 0) {
      return;
    }
    const seen = historyOf(await readNpz(zip));
    step = seen.steps[0];
    const history = grown(now.training?.history ?? null, seen);
    tell({ history });
    show(id);
  }

  /** @param {string} id of the model whose panes are shown what has come */
  function show(id) {
    const history = now.training?.history;
    if (!history) {
      return;
    }
    const latest = history.steps.length - 1;
    for (const { pane, kept, watched } of now.panes) {
      if (kept?.model === id) {
        const follows = !watched.history || watched.playing || watched.at >= watched.history.steps.length - 1;
        const at = Math.max(0, follows ? Math.max(watched.at, latest - 1) : Math.min(watched.at, latest));
        dispatch({ type: "watch", change: { on: true, history, at, playing: follows && at < latest } }, pane);
      }
    }
  }

  /** Shows the model once it is there. */
  function follow() {
    const status = now.training?.status;
    if (following !== "" && following === status?.id && now.cards.some(({ id }) => id === following)) {
      const id = following;
      following = "";
      dispatch({ type: "dialog", dialog: null });
      if (opensBeside) {
        dispatch({ type: "pane-open" });
      }
      dispatch({ type: "model", id });
      show(id);
    }
  }

  let before = "";
  /** What is over is shown as the model that it made. */
  function end() {
    const status = now.training?.status ?? null;
    const state = status?.state ?? "";
    const was = before;
    before = state; // first, for what is told comes back through here
    if (status && state === "done" && was !== "") {
      for (const { pane, kept } of now.panes) {
        if (kept?.model === status.id) {
          dispatch({ type: "watch", change: { on: false, playing: false, history: null, at: 0 } }, pane);
        }
      }
      dispatch({ type: "catalogue-old" });
      dispatch(notice("info", `“${status.id}” is trained, and kept as a model.`));
    }
  }

  return {
    update(state) {
      const first = !now;
      now = state;
      if (first) {
        offer().catch(() => {});
      }
      const { training } = state;
      if (training?.wish && training.wish !== asked) {
        asked = training.wish;
        ask(training.wish);
      }
      follow();
      if ((training?.status?.state ?? "") !== before) {
        end();
      }
      if (isLive(state)) {
        look();
      }
    },
  };
}
