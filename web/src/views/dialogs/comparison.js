// Models by the same figures, in tables of what may be compared; each model a door to its map.
import { tablesOf, trainingOf, written } from "../../comparison.js";
import { button } from "../../controls.js";
import { h, refill } from "../../dom.js";
import { selector } from "../../selector.js";
import { modal } from "./modal.js";
/** @import {Table} from "../../comparison.js" */

const RULE =
  "Bold: better than every other in its column by more than 2 standard errors of the difference. After ± are standard errors over the images. All models had the same images, so a difference between two is often more certain than these errors suggest. Approximation and amortisation are measured on fewer images than the gap, and need not add up to it. Densities and probabilities stand in tables of their own.";
const NOTHING = "No model was measured so far. To measure some:";
const COMMAND = "compare digits mcem-2 --images 500 --write";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const content = h("div", {});

  /** @param {string} id */
  function open(id) {
    dispatch({ type: "dialog", dialog: null });
    dispatch({ type: "model", id });
  }

  const draw = selector(({ results: { comparison }, cards }) => {
    if (!comparison) {
      refill(content, h("p", { class: "quiet", role: "status" }, "Loading…"));
      return;
    }
    const settings = tablesOf(comparison);
    refill(
      content,
      h("p", { class: "quiet" }, settings.length > 0 ? RULE : NOTHING),
      settings.length === 0 && h("p", {}, h("code", {}, COMMAND)),
      ...settings.flatMap(({ title, tables, without }) => [
        h("h3", {}, title),
        ...tables.map((one) => tableOf(one, cards, open)),
        without.length > 0 && h("p", { class: "small quiet" }, `Without a likelihood, and so without any figure in nats: ${without.join(", ")}.`),
      ]),
    );
  });

  return modal(dispatch, "comparison", "results", "Models by the same figures", draw, content);
}

/** @param {Table} table @param {Card[]} cards @param {(id: string) => void} open */
function tableOf({ title, columns, rows, notes }, cards, open) {
  const isOfSpeed = columns.some(({ kind }) => kind === "reconstruction");
  const table = h(
    "div",
    { class: "scrolling", tabIndex: 0, role: "region", "aria-label": title },
    h(
      "table",
      { class: "results-table" },
      h("caption", {}, title),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "model"), h("th", { scope: "col" }, "q, p(z)"), ...columns.map((one) => h("th", { scope: "col", class: "figure" }, one.title)), isOfSpeed && h("th", { scope: "col" }, "training"))),
      h(
        "tbody",
        {},
        ...rows.map(({ model, cells }) => {
          const card = cards.find(({ id }) => id === model.id);
          return h(
            "tr",
            {},
            h("th", { scope: "row" }, card ? button("bare", () => open(model.id), model.id) : model.id),
            h("td", { class: "small quiet" }, `${model.dim}-D ${written(model.posterior)}, ${written(model.prior)}`),
            ...cells.map(({ text, error, best, note }) =>
              h("td", { class: best ? "number best" : "number", title: note }, text, error && h("span", { class: "quiet" }, ` ± ${error}`)),
            ),
            isOfSpeed && h("td", { class: "small" }, trainingOf(card) || "–"),
          );
        }),
      ),
    ),
  );
  return h("div", {}, table, notes.length > 0 && h("p", { class: "small quiet" }, notes.join(" ")));
}
