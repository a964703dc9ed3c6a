// How likely: the bound and its two terms, how it rises with more draws, where it stands among the data, and
// what guards against trusting it alone.
import { boundTerms } from "../../bound.js";
import { h, setText } from "../../dom.js";
import { areRebuilt, neighbours } from "../../neighbours.js";
import { fixed } from "../../numbers.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { status } from "../../status.js";
import { prose } from "../../terms.js";
import { section } from "./parts.js";
import { create as rank } from "./rank.js";
import { create as tightening } from "./tightening.js";
/** @import {Subject} from "../../report.js" */

const NEAREST = 8; // images that are shown

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const sum = boundTerms();
  const working = status(dispatch);
  const rising = tightening(working.element);
  const among = rank();
  const nearest = neighbours(NEAREST, "Report on", "report-near-row", dispatch);
  const closer = h("span", {});
  const each = h("span");
  const rebuilt = h("span");
  const near = h(
    "div",
    { class: "report-near" },
    h("p", { class: "small quiet" }, ...prose("The [[nearest|nearest images]], with "), each, " ", closer, rebuilt),
    nearest.element,
  );
  const by = h("p", { class: "small quiet report-by" }, BY);
  const drawn = h("p", { class: "small quiet", hidden: true }, DRAWN);
  const residual = h("span", { class: "number" });
  const element = section(
    "likely",
    "How likely",
    "[[log likelihood]] has no closed form. The bound (ELBO) is a lower limit on it: how well the codes explain the image, " +
      "minus the cost of the code.",
    sum.element,
    by,
    drawn,
    rising.element,
    among.element,
    h(
      "p",
      { class: "report-guard" },
      "A high likelihood doesn't mean that the image belongs: images unlike the training data can score higher. ",
      "Check the residual too, here ",
      residual,
      ...prose(" [[grey levels]], and the nearest images."),
    ),
    near,
  );

  const draw = selector((state, /** @type {Subject | null} */ subject, /** @type {number | null} */ evidence) => {
    const { believed } = state.report;
    const image = believed?.image ?? null;
    const tight = believed?.tightening ?? null;
    const { reconstruction = NaN, kl = NaN } = image ?? subject ?? {};
    sum.update(reconstruction, kl, image?.elboError ?? null, isGrey(state) ? (image?.floor ?? NaN) : null);
    drawn.hidden = !image?.drawn;
    rising.update(image?.elbo ?? NaN, tight, evidence ?? NaN);
    among.update(image, state);
    setText(each, (cardOf(state)?.labels?.length ?? 0) > 0 ? "class and distance." : "distance.");
    near.hidden = !cardOf(state)?.atlas;
    nearest.update(state, image?.near ?? []);
    setText(rebuilt, areRebuilt(state, image?.near ?? []) ? "Shown as reconstructions." : "");
    const percentile = image?.distancePercentile;
    setText(closer, percentile == null ? "" : `${fixed(percentile, 0)}% of the data lie closer to their nearest neighbour. `);
    setText(residual, image ? fixed(image.residual, 1) : "–");
    working.update(state, believed, tight ? "" : "Encoding and sampling…");
  });
  return {
    element,
    /** @param {State} state @param {Subject | null} subject */
    update: (state, subject) => void draw(state, subject, evidenceOf(state)),
  };
}

const BY =
  "This bound is estimated by 16 draws of q(z|x), and may by chance lie above log p(x), within its error. The ELBO of the curve below is estimated by as many draws as the curve.";
const DRAWN =
  "This model is measured on binary images: this is about one, drawn from the grey levels with the seed.";

/**
 * Whether the model scores grey levels by a Bernoulli likelihood.
 * @param {State} state
 */
function isGrey(state) {
  const likelihood = cardOf(state)?.likelihood;
  return likelihood?.family === "bernoulli" && !likelihood.binarised;
}

/**
 * log p(x) where something better than the bound knows it; else null.
 * @param {State} state
 */
function evidenceOf({ report: { posterior, refinement } }) {
  const truth = posterior?.truth;
  const refined = refinement?.refined;
  return truth ? truth.logEvidence : refined?.trusted ? refined.logEvidence : null;
}
