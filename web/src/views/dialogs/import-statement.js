// What the reader states of a model where the measurement does not decide: the fields that the server's sentence asks for.
import { button } from "../../controls.js";
import { h } from "../../dom.js";
/** @import {ImportStatus} from "../../types-import.js" */

const MEASURE = ""; // what is not stated is measured

/** @type {Record<string, [label: string, values: string[] | null]>} by field; without values it is a number */
const FIELDS = {
  scale: ["Scale of the images that the encoder takes", ["unit", "signed", "bytes", "imagenet", "cifar10", "mnist", "fashion-mnist"]],
  layout: ["Order of their values", ["channels-first", "channels-last", "no-channels", "flat", "flat-channels-last", "blue-first", "blue-first-channels-last",
    "width-first", "flat-width-first"]],
  output: ["What the decoder gives", ["logits", "mean", "signed", "normalised"]],
  spread: [
    "What the encoder gives beside the mean",
    ["log-variance", "log-deviation", "deviation", "variance", "softplus-deviation", "softplus-variance"],
  ],
  likelihood: ["Likelihood", ["bernoulli", "gaussian"]],
  sigma: ["Standard deviation of a pixel", null],
  kind: ["Kind", ["vae", "beta-vae", "ae"]],
  channels: ["Channels of an image", null],
  height: ["Height in pixels", null],
  width: ["Width in pixels", null],
  latentDim: ["Latent dimensions", null],
};

/**
 * @param {(said: Record<string, unknown>) => void} say
 * @param {() => void} choose more images
 */
export function createStatement(say, choose) {
  /** @type {Record<string, string>} what was said before is said again */
  let said = {};
  /** @type {ImportStatus["question"] | null} */
  let asked = null;
  const fields = h("div", { class: "import-fields" });
  const retry = button("main", () => say(stated()), "Try again");
  const images = button("", choose, "Add images…");
  const element = h(
    "section",
    { hidden: true, "aria-label": "What is to be stated" },
    fields,
    h("div", { class: "row ends" }, images, retry),
  );

  function stated() {
    const known = Object.entries(said).filter(([, value]) => value !== MEASURE);
    return Object.fromEntries(known.map(([name, value]) => [name, FIELDS[name][1] ? value : Number(value)]));
  }

  /** @param {string} name */
  function field(name) {
    const [label, values] = FIELDS[name];
    const id = `import-${name}`;
    /** @param {Event} event */
    const keep = ({ target }) => {
      said = { ...said, [name]: /** @type {HTMLInputElement | HTMLSelectElement} */ (target).value };
    };
    const input = values
      ? h(
          "select",
          { class: "field", id, onchange: keep },
          h("option", { value: MEASURE }, "as measured"),
          ...values.map((value) => h("option", { value }, value)),
        )
      : h("input", { class: "field number", id, type: "number", min: "0", step: "any", oninput: keep });
    input.value = said[name] ?? MEASURE;
    return [h("label", { htmlFor: id }, label), input];
  }

  return {
    element,
    /** @param {ImportStatus["question"] | null} question */
    show(question) {
      if (question !== asked) {
        asked = question;
        element.hidden = !question;
        const names = (question?.options ?? []).filter((name) => name in FIELDS);
        fields.replaceChildren(...names.flatMap(field));
        retry.hidden = names.length === 0;
        images.hidden = !question?.options.includes("images");
      }
    },
  };
}
