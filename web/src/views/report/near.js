// The images of the data set whose codes lie nearest to this image's, to look at and to go to.
import { h, setText } from "../../dom.js";
import { neighbour } from "../../neighbour.js";
import { fixed } from "../../numbers.js";
import { cardOf } from "../../state.js";
import { prose } from "../../terms.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {Likelihood} from "../../types-report.js" */
/** @import {State} from "../../types.js" */

const COUNT = 8;

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const places = Array.from({ length: COUNT }, (_, i) => neighbour(`Nearest image ${i + 1}`, "Report on", dispatch));
  const row = h(
    "div",
    { class: "report-near-row", role: "group", "aria-label": "Nearest images" },
    ...places.map(({ button }) => button),
  );
  const share = h("span", {});
  const element = h(
    "div",
    { class: "report-near" },
    h("p", { class: "small quiet" }, ...prose("The [[nearest|nearest images]], with class and distance. "), share),
    row,
  );
  return {
    element,
    /** @param {Likelihood | null} image @param {State} state */
    update(image, state) {
      const card = cardOf(state);
      element.hidden = !card?.atlas;
      row.classList.toggle("wordy", !!card?.labels.some((label) => label.length > 3));
      places.forEach((place, i) => place.update(state, image?.near[i]));
      setText(
        share,
        image?.distancePercentile == null
          ? ""
          : `${fixed(image.distancePercentile, 0)}% of the data lie closer to their nearest neighbour.`,
      );
    },
  };
}
