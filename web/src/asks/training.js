// Trainings that go on at this machine: what is wished of them, how they stand, and the networks at their latest step, which
// every pane of their model is shown.
import { grown, historyOf } from "../history.js";
import { fresh } from "../initial.js";
import { notice } from "../notice.js";
import { readNpz } from "../npz.js";
import { isLive, liveOf, statusOf } from "../training.js";
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
    for (const { id } of trainings) {
      if (!now.training?.recipes[id]) { // of one that was begun in another page
        const found = await server.call("GET", `api/trainings/${id}/recipe.json`);
        tell({ recipes: { ...now.training?.recipes, [id]: found } });
      }
    }
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
        leave(wish.id);
        await server.call("DELETE", `api/trainings/${wish.id}`);
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

  /** Has no pane show a model that will be gone: the last one goes back to the model before. @param {string} id */
  function leave(id) {
    for (const { pane, kept, past } of now.panes) {
      const other = now.cards.find((card) => card.id !== id);
      if (kept?.model === id && now.panes.length > 1) {
        dispatch({ type: "pane-close" }, pane);
      } else if (kept?.model === id && other) {
        const last = past.findLast((step) => step.kept.model !== id && now.cards.some((card) => card.id === step.kept.model));
        dispatch({ type: "open", kept: last?.kept ?? fresh(other.id) }, pane);
      }
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
          const status = stays(id) && (await server.call("GET", `api/trainings/${id}`));
          if (status && stays(id)) {
            await lookAt(status);
          }
        }
      } catch {
        await offer().catch(() => {}); // the socket tells of a server that is gone
      }
      timer = 0;
      tell({}); // so that it is looked again
    }, SOON);
  }

  /** Whether a training is to be looked at: of one that is discarded nothing will be left. @param {string} id */
  function stays(id) {
    return now.training?.wish?.act !== "discard" && statusOf(now, id) !== null;
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
    const seen = await fetchSteps(id, "live.npz");
    if (!seen) {
      return null;
    }
    const known = now.training?.histories[id] ?? (await fetchSteps(id, "history.npz")); // whoever comes only now
    tell({ histories: { ...now.training?.histories, [id]: grown(known, seen) } });
    show(id);
    return seen.steps[0];
  }

  /** Null where there is nothing yet. @param {string} id @param {string} name of the file */
  async function fetchSteps(id, name) {
    const zip = await server.bytes(`api/trainings/${id}/${name}`);
    return zip.byteLength === 0 ? null : historyOf(await readNpz(zip));
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
