// Training a model at this machine: a small recipe, a few of its numbers to change, and its beginning.
import { button, iconButton } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { selector } from "../../selector.js";
import { term } from "../../terms.js";
import { chosenOf, freeId, isTrained, liveOf, MOST_TRAININGS, recipeOf } from "../../training.js";
import { focusBack } from "./modal.js";
/** @import {Chosen} from "../../training.js" */

const CLASSES = 10;
const PART = "MNIST’s training images aren’t on this machine: it trains on the 10,000 test images that come with it. To get them all: isthmus data fetch mnist";

const RULE = "Up to 64 small letters, digits and hyphens, the first of them no hyphen";
const STARTING = "Starting: a process of its own loads the images. The map opens at its first step.";

/** @type {{name: "latent" | "beta" | "draws" | "rate" | "epochs", label: Child, min: string, max: string, step: string}[]} */
const NUMBERS = [
  { name: "latent", label: term("latent dimension", "Latent dimensions"), min: "1", max: "64", step: "1" },
  { name: "beta", label: term("kl", "β, weight of the KL"), min: "0.01", max: "1000", step: "any" },
  { name: "draws", label: term("draw", "Draws an image"), min: "1", max: "100", step: "1" },
  { name: "rate", label: "Learning rate", min: "0.00001", max: "0.5", step: "any" },
  { name: "epochs", label: "Epochs", min: "1", max: "1000", step: "1" },
];

/** @type {MakePanel} */
export function create(dispatch) {
  /** @type {State} */
  let now;
  let open = false;
  const name = h("input", { class: "field", id: "train-id", pattern: "[a-z0-9][a-z0-9\\-]{0,63}", required: true, title: RULE });
  const numbers = NUMBERS.map(({ name: field, label, ...range }) => {
    const input = h("input", { class: "field number", id: `train-${field}`, type: "number", required: true, ...range });
    return { field, input, parts: [h("label", { htmlFor: input.id }, label), input] };
  });
  const likelihood = select("likelihood", [["bernoulli", "Bernoulli"], ["gaussian", "Gaussian, σ learned"]]);
  const gradient = select("gradient", [["reparameterised", "reparameterised"], ["score-function", "score function"]]);
  const images = select("images", [
    ["all", "all digits"],
    ...Array.from({ length: CLASSES }, (_, i) => /** @type {[string, string]} */ ([String(i), `the ${i}s alone`])),
    ["folder", "pictures of my own"],
  ]);
  const folder = h("input", { class: "field", id: "train-folder", placeholder: "/path/to/pictures", "aria-label": "Folder of pictures at this machine" });
  const data = h("p", { class: "small quiet" });
  const busy = h("p", { class: "small", role: "status" });
  const wrong = h("p", { class: "wrong", role: "alert" });
  const left = h("div", { class: "train-left" });
  const begin = h("button", { class: "button main", type: "submit" }, "Start training");
  const form = h(
    "form",
    { onsubmit: start },
    h(
      "div",
      { class: "import-fields" },
      h("label", { htmlFor: name.id }, "Name of the model"),
      name,
      ...numbers.flatMap(({ parts }) => parts),
      h("label", { htmlFor: likelihood.id }, "Likelihood"),
      likelihood,
      h("label", { htmlFor: gradient.id }, "Gradient"),
      gradient,
      h("label", { htmlFor: images.id }, "Images"),
      images,
      h("span"),
      folder,
    ),
    data,
    busy,
    wrong,
    h("div", { class: "row ends" }, begin),
  );
  const title = h("h2", { class: "headline", id: "train-title", tabIndex: -1, autofocus: true }, "Train a model");
  const element = h(
    "dialog",
    { class: "sheet import", "aria-labelledby": "train-title", oncancel: leave },
    h(
      "div",
      { class: "inside" },
      h("div", { class: "row between head" }, title, iconButton("close", "Close", leave)),
      h("p", {}, "A small network learns at this machine, and the map shows it step by step. The numbers below take about a minute on two quiet cores."),
      form,
      left,
    ),
  );

  /** @param {string} field @param {[value: string, text: string][]} options */
  function select(field, options) {
    return h("select", { class: "field", id: `train-${field}`, onchange: follow }, ...options.map(([value, text]) => h("option", { value }, text)));
  }

  function follow() {
    folder.hidden = images.value !== "folder";
    folder.required = !folder.hidden;
    data.hidden = folder.required; // it is of digits
  }

  /** @param {Event} [event] */
  function leave(event) {
    event?.preventDefault();
    dispatch({ type: "dialog", dialog: null });
  }

  /** @param {Event} event */
  function start(event) {
    event.preventDefault();
    const offer = now.training?.offer;
    if (offer) {
      const values = Object.fromEntries(numbers.map(({ field, input }) => [field, Number(input.value)]));
      const which = images.value;
      const chosen = /** @type {Chosen} */ ({
        ...chosenOf(offer.recipe, name.value),
        ...values,
        likelihood: likelihood.value,
        gradient: gradient.value,
        images: which === "all" || which === "folder" ? which : Number(which),
        folder: folder.value,
      });
      dispatch({ type: "train", change: { wish: { act: "begin", recipe: recipeOf(offer.recipe, chosen), beside: isTrained(now, now) ? now.pane : null }, sentence: "" } });
    }
  }

  /** @param {NonNullable<Training["offer"]>} offer */
  function reset({ recipe, left: others }) {
    const chosen = chosenOf(recipe, freeId(recipe.id, [...now.cards.map(({ id }) => id), ...others]));
    name.value = chosen.id;
    numbers.forEach(({ field, input }) => (input.value = String(chosen[field])));
    [likelihood.value, gradient.value, images.value] = [chosen.likelihood, chosen.gradient, String(chosen.images)];
    follow();
  }

  const show = selector((state) => {
    const { training } = state;
    const live = liveOf(state);
    const full = live.length >= MOST_TRAININGS;
    const starting = live.some((one) => one.state === "starting");
    begin.disabled = !training?.offer || full || starting || training.wish !== null;
    setText(data, training?.offer && !training.offer.whole ? PART : "");
    const names = live.map(({ id }) => `“${id}”`).join(" and ");
    setText(busy, starting ? STARTING : full ? `${names} are being trained: ${MOST_TRAININGS} at a time.` : live.length > 0 ? `${names} is being trained; another opens beside it.` : "");
    const failed = training?.statuses.findLast(({ state: how, published }) => how === "failed" && published === 0);
    setText(wrong, (training?.sentence || (failed?.sentence ?? "")).replace(/^expected /, "Expected "));
    const others = training?.offer?.left ?? [];
    left.hidden = others.length === 0;
    left.replaceChildren(
      h("h3", {}, "Ended before they were done"),
      ...others.map((id) =>
        h(
          "div",
          { class: "row between" },
          h("b", {}, id),
          h(
            "span",
            { class: "row" },
            button("small", () => dispatch({ type: "train", change: { wish: { act: "resume", id } } }), "Go on"),
            button("small", () => dispatch({ type: "train", change: { wish: { act: "discard", id } } }), "Discard"),
          ),
        ),
      ),
    );
  });

  return {
    element,
    update(state) {
      now = state;
      show(state);
      if (open !== (state.dialog === "train")) {
        open = !open;
        if (open) {
          if (state.training?.offer) {
            reset(state.training.offer);
          }
          dispatch({ type: "train", change: { wish: { act: "offer" }, sentence: "" } });
          element.showModal();
        } else {
          element.close();
          focusBack();
        }
      } else if (open && name.value === "" && state.training?.offer) {
        reset(state.training.offer);
      }
    },
  };
}
