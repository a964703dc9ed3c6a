// WHY DO DRAWS LOOK WRONG: the prior beside a mixture or a flow that is fitted to the codes of the data: what each covers, how
// likely each makes codes held out, and what each draws.
import { button, choice } from "../../controls.js";
import { h, refill, setText } from "../../dom.js";
import { isDiscrete } from "../../mosaic.js";
import { fixed, natsOf } from "../../numbers.js";
import { picture } from "../../picture.js";
import { save } from "../../save.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { status } from "../../status.js";
import { prose } from "../../terms.js";
import { toneOf } from "../../tone.js";
import { folded } from "./folded.js";
/** @import {Drawn, Fitted, FittedFamily, Fitting} from "../../types-report.js" */

const WRONG = "Why do draws look wrong?";
const HINT = "Where the prior and the codes of the data part, and what a prior fitted to the codes draws instead";
const CODELESS = "This model comes without encoded images, so there are no codes to hold its prior against.";
const COUNT = 12;
/** @type {[FittedFamily, string][]} */
const FAMILIES = [["gaussian", "One Gaussian"], ["mixture", "Mixture of Gaussians"], ["flow", "Flow"]];

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const codeless = h("p", { class: "small" }, CODELESS);
  const working = status(dispatch);
  const verdict = h("p", { class: "fit-verdict", role: "status" });
  const table = h("table", { class: "here-table" });
  const families = choice("What is fitted", FAMILIES, (family) => dispatch({ type: "report", change: { family } }));
  const rows = [
    draws("From the model’s own [[prior]]", dispatch, point),
    draws("From what was fitted to the codes", dispatch, point),
  ];
  const lines = h("span");
  const cloud = h("i", { class: "fit-key cloud" });
  const [empties, misses] = [h("span"), h("span")];
  const [pointed, original] = [picture(), picture()];
  const near = h("span", { class: "small quiet" });
  const under = h("div", { class: "fit-near", "aria-live": "polite" }, pointed.element, original.element, near);
  const how = h("p", { class: "small quiet" });
  const drawn = h(
    "div",
    {},
    ...rows.map(({ element }) => element),
    under,
    h(
      "p",
      { class: "small quiet" },
      "On the map: ",
      cloud,
      lines,
      h("i", { class: "fit-key empties" }),
      empties,
      h("i", { class: "fit-key misses" }),
      misses,
    ),
  );
  const kept = h("div", { class: "fit-kept" }, button("small", keepIt, "Keep as prior.npz"), how);
  const frame = folded(
    WRONG,
    HINT,
    WRONG,
    "fit",
    (opens) => dispatch({ type: "report", change: { fit: opens } }),
    codeless,
    families.element,
    working.element,
    verdict,
    drawn,
    table,
    kept,
  );
  /** @type {{row: number, i: number} | null} */
  let at = null;
  /** @type {State} */
  let now;

  /** @param {Drawn} of @param {number} i */
  function point(of, i) {
    const row = now.report.fitting?.fitted?.draws.indexOf(of) ?? -1;
    at = row < 0 ? null : { row, i };
    show(now, at);
  }

  function keepIt() {
    const { fitted } = now.report.fitting ?? {};
    const card = cardOf(now);
    if (fitted && card) {
      save(new Blob([fitted.file.slice()], { type: "application/zip" }), "prior.npz");
      refill(
        how,
        `Put it into models/${card.id}, and write into its card.json `,
        h("code", {}, `"prior": {"family": "${fitted.mixture ? "mixture" : "flow-matching"}"}`),
        " and, under files, ",
        h("code", {}, `"prior.npz": "${fitted.sha256}"`),
        `. The card’s figures are of the old prior: measure anew by evaluate ${card.id} --write.`,
      );
    }
  }

  const draw = selector((state) => {
    const { fit, fitting } = state.report;
    const card = cardOf(state);
    if (!frame.update(!!card && !isDiscrete(card), fit) || !card) {
      at = null;
      how.replaceChildren();
      return;
    }
    const { fitted = null, tried = [], step = null } = fitting ?? {};
    codeless.hidden = !!card.atlas;
    families.element.hidden = !card.atlas;
    families.show(state.report.family);
    const last = tried.at(-1);
    working.update(state, fitting, step ? `Fitting, step ${step.step} of ${step.of}…` : last?.components ? `Fitted ${componentsOf(last.components)}; trying more…` : "Drawing codes of the data…");
    setText(verdict, fitted ? verdictOf(fitted) : "");
    table.hidden = !fitting?.prior;
    refill(table, ...tableOf(fitting));
    drawn.hidden = kept.hidden = !fitted;
    setText(lines, fitted?.mixture ? `dashed, 50, 90 and 99% of the ${nameOf(fitted)}; ` : "draws of the flow; ");
    cloud.hidden = !!fitted?.mixture;
    setText(empties, `the prior’s draws where hardly a code is, ${percent(fitted?.empty ?? 0)}; `);
    setText(misses, `codes where the prior hardly draws, ${percent(fitted?.missed ?? 0)}.`);
    const tone = toneOf(card, state.appearance);
    const size = card.input.channels * card.input.height * card.input.width;
    rows.forEach((row, i) => row.update(fitted?.draws[i] ?? null, (image, pixels, n, name) => image.show(pixels, n * size, card.input, tone, name)));
  });

  /** What is pointed at, and its nearest image. */
  const show = selector((state, /** @type {typeof at} */ place) => {
    const card = cardOf(state);
    const of = place && state.report.fitting?.fitted?.draws[place.row];
    const found = of && state.rows[of.near[place.i].row];
    if (!card || !of || !found) {
      pointed.clear();
      original.clear();
      setText(near, of ? "Loading…" : "Point at a draw to see the image of the data whose code is nearest.");
      return;
    }
    const tone = toneOf(card, state.appearance);
    pointed.show(of.pixels, place.i * of.pixels.length / of.codes.length, card.input, tone, "Draw");
    original.show(found.original ?? found.mean, 0, card.input, tone, "Nearest image");
    const named = card.labels[found.label] ?? "";
    const words = `Nearest: image ${found.index}${named && `, ${named}`}, at distance ${fixed(of.near[place.i].distance, 2)}`;
    setText(near, `${words}${found.original ? "" : ", as reconstructed"}.`);
  });

  return {
    element: frame.element,
    /** @param {State} state */
    update(state) {
      now = state;
      draw(state);
      show(state, at);
    },
  };
}

/** @param {string} name @param {Dispatch} dispatch @param {(of: Drawn, i: number) => void} point */
function draws(name, dispatch, point) {
  /** @type {Drawn | null} */
  let now = null;
  const images = Array.from({ length: COUNT }, () => picture());
  const places = images.map((image, i) => {
    const act = () => now && dispatch({ type: "pin", spot: { z: now.codes[i] } });
    const place = h("button", { class: "here-near", onclick: act }, image.element);
    for (const event of ["pointerenter", "focus"]) {
      place.addEventListener(event, () => now && point(now, i));
    }
    return place;
  });
  const element = h("div", { role: "group" }, h("p", { class: "small quiet" }, ...prose(name)), h("div", { class: "here-nearest" }, ...places));
  return {
    element,
    /**
     * @param {Drawn | null} drawn
     * @param {(image: ReturnType<typeof picture>, pixels: Uint8Array, i: number, name: string) => void} paint
     */
    update(drawn, paint) {
      now = drawn;
      places.forEach((place, i) => {
        place.hidden = !drawn || i >= drawn.codes.length;
        if (drawn && !place.hidden) {
          paint(images[i], drawn.pixels, i, `Draw ${i + 1}: pin its code`);
        }
      });
    },
  };
}

/** @param {number} count */
function componentsOf(count) {
  return count === 1 ? "1 Gaussian" : `${count} Gaussians`;
}

/** @param {number} value @param {number} error */
function within(value, error) {
  return `${natsOf(value)} ± ${fixed(error, 2)}`;
}

/** @param {number} share */
function percent(share) {
  return `${fixed(100 * share, share > 0 && share < 0.1 ? 1 : 0)}%`;
}

/** @param {Fitted | null} fitted */
function nameOf(fitted) {
  const components = fitted?.components ?? 0;
  return components > 1 ? "mixture" : components === 1 ? "Gaussian" : "flow";
}

const ALIKE = 0.03; // of the draws of two that are alike some 1% lie outside, give or take 1

/**
 * What the numbers say, claiming no more than their errors allow.
 * @param {Fitted} fitted
 */
export function verdictOf(fitted) {
  const { components, gain, gainError, empty, missed } = fitted;
  const what = nameOf(fitted);
  const { before = NaN, beforeLow = NaN, after = NaN, afterHigh = NaN } = fitted;
  const worse = before - after > Math.hypot(before - beforeLow, afterHigh - after);
  const empties = `${percent(empty)} of its draws lie where hardly a code is`;
  const unlike = `${percent(before)} of its draws decode to images that no data support, and ${percent(after)} of the ${what}’s`;
  const all = Number.isNaN(before) ? [empties] : empty > ALIKE ? [empties, unlike] : [unlike, empties];
  const reason = `${empty > ALIKE || worse ? "Because" : "Hardly because"} of the prior: ${all.join("; ")}.`;
  const fits = gain > 2 * gainError
    ? `The ${what}${components && components > 1 ? `, of ${componentsOf(components)},` : ""} gives codes held out ${within(gain, gainError)} nats more than the prior.`
    : `No ${what} gives codes held out more than the prior does (${within(gain, gainError)} nats).`;
  return `${reason} ${percent(missed)} of the codes lie where the prior hardly draws. ${fits} What looks wrong in both rows comes of the decoder.`;
}

/** @param {Fitting | null} fitting */
function tableOf(fitting) {
  const { prior, tried = [], fitted } = fitting ?? {};
  const line = (/** @type {string} */ name, /** @type {string[]} */ cells, chosen = false) =>
    h("tr", { class: chosen ? "chosen" : "" }, h("th", { scope: "row" }, name), ...cells.map((cell) => h("td", { class: "number" }, cell)));
  return [
    h("thead", {}, h("tr", {}, ...[fitting?.tried.length ? "Gaussians" : "what", "log p(z) held out", "above the prior"].map((name) => h("th", { scope: "col" }, name)))),
    h(
      "tbody",
      {},
      prior && line("Prior", [within(prior.logDensity, prior.logDensityError), ""]),
      fitted && !fitted.components && line("Flow", [within(fitted.logDensity, fitted.logDensityError), within(fitted.gain, fitted.gainError)], true),
      ...tried.map((one) =>
        line(
          `${one.components}${one.components === fitted?.components ? ", chosen" : ""}`,
          [within(one.logDensity, one.logDensityError), within(one.gain, one.gainError)],
          one.components === fitted?.components,
        ),
      ),
    ),
  ];
}
