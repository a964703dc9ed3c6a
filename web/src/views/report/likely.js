// @ts-check
// How likely: the bound and its two terms, how it rises with more draws, where it stands among the atlas's samples, and
// what guards against trusting it alone.
import { changes, h, setText } from "../../dom.js";
import { fixed } from "../../numbers.js";
import { cardOf } from "../../state.js";
import { status } from "../../status.js";
import { term } from "../../terms.js";
import { create as near } from "./near.js";
import { section } from "./parts.js";
import { create as rank } from "./rank.js";
import { create as terms } from "./terms.js";
import { create as tightening } from "./tightening.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {Subject} from "../../report.js" */
/** @import {State} from "../../types.js" */

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const sum = terms();
  const working = status(dispatch);
  const rising = tightening(working.element);
  const among = rank();
  const neighbours = near(dispatch);
  const drawn = h("p", { class: "small quiet", hidden: true }, DRAWN);
  const residual = h("span", { class: "number" });
  const element = section(
    "likely",
    "How likely",
    [
      "No network can say ",
      term("log likelihood"),
      " exactly; the ",
      term("bound"),
      " says what it is at least: how well the codes explain the image, less the price of the code.",
    ],
    sum.element,
    drawn,
    rising.element,
    among.element,
    h(
      "p",
      { class: "report-guard" },
      "Likelihood is a weak sign of belonging: images that a model never learned from can be likelier than those it did. ",
      "So look at the ",
      term("residual"),
      " too, here ",
      residual,
      " ",
      term("grey levels"),
      ", and at the neighbours.",
    ),
    neighbours.element,
  );

  const other = changes();
  return {
    element,
    /** @param {State} state @param {Subject | null} subject */
    update(state, subject) {
      const { believed, posterior, refinement } = state.report;
      if (
        !other(
          subject?.key,
          subject?.reconstruction,
          believed,
          posterior?.truth,
          refinement?.refined,
          state.rows,
          state.connection,
          state.appearance,
        )
      ) {
        return;
      }
      const image = believed?.image ?? null;
      const tight = believed?.tightening ?? null;
      const { reconstruction = NaN, kl = NaN } = image ?? subject ?? {};
      sum.update(reconstruction, kl, image?.elboError ?? null, isGrey(state) ? (image?.floor ?? NaN) : null);
      drawn.hidden = !image?.drawn;
      rising.update(image?.elbo ?? NaN, tight, evidenceOf(state));
      among.update(image, state);
      neighbours.update(image, state);
      setText(residual, image ? fixed(image.residual, 1) : "–");
      working.update(state, believed, tight ? "" : "Encoding and drawing…");
    },
  };
}

const DRAWN =
  "This model is measured on images of zeros and ones: it is asked about one such image, drawn from the grey levels by the seed.";

/**
 * Whether the model scores grey levels by a Bernoulli likelihood.
 * @param {State} state
 */
function isGrey(state) {
  const likelihood = cardOf(state)?.likelihood;
  return likelihood?.family === "bernoulli" && !likelihood.binarised;
}

/**
 * log p(x) where something better than the bound knows it.
 * @param {State} state
 */
function evidenceOf({ report: { posterior, refinement } }) {
  const truth = posterior?.truth;
  return truth ? truth.logEvidence : (refinement?.refined?.logEvidence ?? NaN);
}
