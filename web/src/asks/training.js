// Trainings that go on at this machine: what is wished of them, how they stand, and the networks at their latest step, which
// every pane of their model is shown.
import { grown, historyOf } from "../history.js";
import { notice } from "../notice.js";
import { readNpz } from "../npz.js";
import { isLive, liveOf } from "../training.js";
/** @import {TrainingStatus, TrainingWish} from "../types-training.js" */

const SOON = 250; // milliseconds from one look to the next
const LOST = "The server ended, and the training with it. What it had done up to its last whole epoch is kept.";

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  /** @type {State} */
  let now;
  /** @type {TrainingWish | null} */
  let asked = null;
  let timer = 0;
  /** @type {Map<string, {step: number, version: number}>} the last snapshot that was taken, and the model published last */
  const taken = new Map();
  /** @type {Map<string, number | null>} models that are to be shown once they are there, and beside which pane */
  const following = new Map();
  /** @type {Map<string, string>} states as they were */
  const before = new Map();

  /** @param {Partial<Training>} change */
  function tell(change) {
    dispatch({ type: "train", change });
  }

  /** The statuses with another one. @param {TrainingStatus} status */
  function withOne(status) {
    const others = now.training?.statuses ?? [];
    return others.some(({ id }) => id === status.id) ? others.map((one) => (one.id === status.id ? status : one)) : [...others, status];
  }

  async function offer() {
    const { recipe, whole, left, trainings } = await server.call("GET", "api/trainings");
    const lost = liveOf(now).filter(({ id }) => !trainings.some((/** @type {TrainingStatus} */ one) => one.id === id));
    tell({ offer: { recipe, whole, left }, statuses: [...trainings, ...lost.map((one) => ({ ...one, state: "failed", sentence: LOST }))] });
  }

  /** @param {TrainingWish} wish */
  async function ask(wish) {
    try {
      if (wish.act === "offer") {
        await offer();
      } else if (wish.act === "begin") {
        begin(await server.call("POST", "api/trainings", JSON.stringify(wish.recipe)), wish.beside);
        tell({ recipes: { ...now.training?.recipes, [wish.recipe.id]: wish.recipe } });
      } else if (wish.act === "resume") {
        begin(await server.call("POST", `api/trainings/${wish.id}/resume`), null);
      } else if (wish.act === "discard") {
        await server.call("DELETE", `api/trainings/${wish.id}`);
        now.panes.filter(({ kept }) => kept?.model === wish.id).forEach(({ pane }) => dispatch({ type: "pane-close" }, pane));
        tell({ statuses: (now.training?.statuses ?? []).filter(({ id }) => id !== wish.id) });
        dispatch({ type: "catalogue-old" });
        await offer();
      } else {
        tell({ statuses: withOne(await server.call("POST", `api/trainings/${wish.id}/${wish.act}`)) });
      }
      tell({ wish: null, sentence: "" });
    } catch (error) {
      tell({ wish: null, sentence: /** @type {Error} */ (error).message });
    }
  }

  /** @param {TrainingStatus} status @param {number | null} beside */
  function begin(status, beside) {
    taken.delete(status.id);
    following.set(status.id, beside);
    const { [status.id]: _, ...histories } = now.training?.histories ?? {};
    tell({ statuses: withOne(status), histories });
  }

  function look() {
    timer ||= setTimeout(async () => {
      try {
        for (const { id } of liveOf(now)) {
          if (now.training?.wish?.act !== "discard") { // of which nothing will be left
            await lookAt(await server.call("GET", `api/trainings/${id}`));
          }
        }
      } catch {
        await offer().catch(() => {}); // the socket tells of a server that is gone
      }
      timer = 0;
      tell({}); // so that it is looked again
    }, SOON);
  }

  /** @param {TrainingStatus} status */
  async function lookAt(status) {
    const { id, step, published } = status;
    const last = taken.get(id) ?? { step: -1, version: 0 };
    if (step !== last.step && published > 0 && isLive(status)) {
      last.step = (await take(id)) ?? last.step;
    }
    taken.set(id, { step: last.step, version: published });
    if (published !== last.version) {
      dispatch({ type: "catalogue-old" });
    }
    tell({ statuses: withOne(status) });
  }

  /** The step that was taken; null where there is none yet. @param {string} id */
  async function take(id) {
    const zip = await server.bytes(`api/trainings/${id}/live.npz`);
    if (zip.byteLength === 0) {
      return null;
    }
    const seen = historyOf(await readNpz(zip));
    const histories = now.training?.histories ?? {};
    tell({ histories: { ...histories, [id]: grown(histories[id] ?? null, seen) } });
    show(id);
    return seen.steps[0];
  }

  /** @param {string} id of the model whose panes are shown what has come */
  function show(id) {
    const history = now.training?.histories[id];
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

  /** Shows models once they are there. */
  function follow() {
    for (const [id, beside] of following) {
      if (now.cards.some((card) => card.id === id)) {
        following.delete(id);
        dispatch({ type: "dialog", dialog: null });
        if (beside !== null) {
          dispatch({ type: "pane-open" }, beside);
        }
        dispatch({ type: "model", id });
        show(id);
      }
    }
  }

  /** What is over is shown as the model that it made. @param {TrainingStatus} status */
  function end({ id, state }) {
    const was = before.get(id);
    before.set(id, state); // first, for what is told comes back through here
    if (state === "failed" && was !== undefined && was !== state) {
      offer().catch(() => {}); // whether it may be gone on with
    }
    if (state === "done" && was !== undefined && was !== state) {
      for (const { pane, kept } of now.panes) {
        if (kept?.model === id) {
          dispatch({ type: "watch", change: { on: false, playing: false, history: null, at: 0 } }, pane);
        }
      }
      dispatch({ type: "catalogue-old" });
      dispatch(notice("info", `“${id}” is trained, and kept as a model.`));
    }
  }

  return {
    update(state) {
      if (!state.mayTrain) {
        return;
      }
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
      training?.statuses.forEach(end);
      if (liveOf(state).length > 0) {
        look();
      }
    },
  };
}
