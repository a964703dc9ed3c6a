// What is done with a training that goes on: pause, one step, stop, fork, discard.
import { button, iconButton } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { selector } from "../../selector.js";
import { freeId, isLive, liveOf, MOST_TRAININGS, statusOf } from "../../training.js";
/** @import {TrainingWish} from "../../types-training.js" */

/** @type {Record<string, string>} */
const STATES = { starting: "Starting", running: "Training", paused: "Paused", encoding: "Encoding its map", done: "Trained", failed: "Ended" };

/** @param {Dispatch} dispatch */
export function createLive(dispatch) {
  const says = h("p", { class: "small number", role: "status" });
  const soon = h("p", { class: "small", role: "status" });
  const wrong = h("p", { class: "small wrong", role: "alert" });
  const pause = iconButton("pause", "Pause", () => wish({ act: statusOf(draw.state, id())?.state === "paused" ? "run" : "pause", id: id() }), "icon");
  const step = button("small", () => wish({ act: "step", id: id() }), "One step");
  const stop = button("small", () => wish({ act: "stop", id: id() }), "Stop and keep");
  const discard = button("small", () => wish({ act: "discard", id: id() }), "Discard");
  const resume = button("small", () => wish({ act: "resume", id: id() }), "Go on");
  const beta = h("input", { class: "field number here-beta", type: "number", min: "0.01", step: "any", value: "4", "aria-label": "β of the fork" });
  const fork = h("form", { class: "row small here-fork", onsubmit: forked }, "From here with β", beta, h("button", { class: "button small", type: "submit" }, "Fork beside"));
  const element = h("div", { class: "here-live", hidden: true }, says, wrong, h("div", { class: "row" }, pause, step, stop, resume, discard), fork, soon);

  /** Of the pane's model. */
  function id() {
    return draw.state.kept?.model ?? "";
  }

  /** @param {TrainingWish} what */
  function wish(what) {
    dispatch({ type: "train", change: { wish: what, sentence: "" } });
  }

  /** @param {Event} event */
  function forked(event) {
    event.preventDefault();
    const { training, kept, cards } = draw.state;
    const recipe = training?.offer?.recipe;
    if (recipe && kept) {
      const name = freeId(`${kept.model}-fork`, cards.map((card) => card.id));
      const from = training.recipes[kept.model] ?? recipe;
      wish({ act: "begin", recipe: { ...from, id: name, title: name, from: kept.model, beta: Number(beta.value) }, beside: draw.state.pane });
    }
  }

  const draw = selector((state) => {
    const { training, kept } = state;
    const status = statusOf(state, kept?.model ?? "");
    element.hidden = !status;
    if (!status) {
      return;
    }
    const live = isLive(status);
    const { state: how, step: at, steps, epoch, epochs } = status;
    const where = steps > 0 && (how === "running" || how === "paused" || how === "failed") ? `: step ${at.toLocaleString("en")} of ${steps.toLocaleString("en")}, epoch ${epoch} of ${epochs}` : "";
    setText(says, `${STATES[how] ?? how}${where}`);
    const others = (training?.statuses ?? []).filter(({ id: other, published }) => other !== status.id && published === 0);
    const starting = others.find(({ state: other }) => other === "starting");
    setText(soon, starting ? `“${starting.id}” is starting. Its map opens beside this one at its first step.` : "");
    setText(wrong, training?.sentence || status.sentence || others.find((one) => one.sentence)?.sentence || "");
    const runs = how === "running" || how === "paused";
    pause.disabled = step.disabled = stop.disabled = !runs || training?.wish !== null;
    pause.hidden = step.hidden = stop.hidden = !live;
    pause.title = how === "paused" ? "Go on" : "Pause";
    pause.setAttribute("aria-label", pause.title);
    pause.replaceChildren(icon(how === "paused" ? "play" : "pause"));
    resume.hidden = how !== "failed" || !training?.offer?.left.includes(status.id);
    fork.hidden = status.published === 0 || liveOf(state).length >= MOST_TRAININGS;
  });

  return { element, update: draw };
}
