// TRAINING: how the model came to be. A scrubber leads through its snapshots, which the map shows; the terms of the bound
// lie under one cursor, and draws beside them.
import { chart } from "../../chart.js";
import { domainOf, line, linear, logarithmic } from "../../charts.js";
import { button, iconButton } from "../../controls.js";
import { h, s, setText } from "../../dom.js";
import { hasHistory, termAt } from "../../history.js";
import { fixed } from "../../numbers.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { term } from "../../terms.js";
import { imageData, toneOf } from "../../tone.js";
import { isTrained } from "../../training.js";
import { createLive } from "./live.js";
/** @import {Chart} from "../../chart.js" */
/** @import {Axis} from "../../charts.js" */
/** @import {History, TermName} from "../../types-training.js" */

const POINTS = "Points are images held out of the training.";
const FINISHED = "Pointing at the map decodes the finished model";
const LIVE = `${POINTS} Pointing at the map decodes the version that was published last.`;
const ACROSS = 8; // draws in a row

/** @type {{name: TermName, label: string, kind: string}[]} */
const TERMS = [
  { name: "bound", label: "bound", kind: "strong" },
  { name: "reconstruction", label: "rec.", kind: "" },
  { name: "kl", label: "KL", kind: "" },
];

/** @type {Record<TermName, string>} */
const SAID = {
  bound: "bound in nats",
  reconstruction: "reconstruction",
  kl: "KL in nats",
  path: "variance of the gradient with the noise moved outside",
  score: "by the score function",
};

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  /** @type {State} */
  let now;
  const watch = button("here-watch", begin, "Watch it form");
  const play = iconButton("play", "Play the training", toggle, "icon");
  const scrub = h("input", {
    class: "here-scrub",
    type: "range",
    min: "0",
    step: "any",
    "aria-label": "Step of the training",
    oninput: () => dispatch({ type: "watch", change: { at: Number(scrub.value), playing: false } }),
    onkeydown: stepped,
  });
  const leave = iconButton("close", "Show the finished model", () => dispatch({ type: "watch", change: { on: false, playing: false } }));
  const says = h("p", { class: "small number", role: "status" });
  const curves = [
    curve("Bound (solid) and reconstruction (dotted), in nats, by step", linear, "bound", "reconstruction"),
    curve("KL, in nats, by step", linear, "kl"),
    curve("Variance of the gradient, by step", decades, "path", "score"),
  ];
  const spread = h("p", { class: "small" });
  const values = TERMS.map(({ name, label }) => {
    const value = h("dd", { class: "number" });
    return { name, value, parts: [h("dt", {}, term(name, label)), value] };
  });
  const figures = h("dl", { class: "here-terms small" }, ...values.flatMap(({ parts }) => parts));
  const draws = h("canvas", { class: "here-draws-then image", role: "img", "aria-label": "Images decoded from the same codes of the prior" });
  const controls = h("div", { class: "row here-scrubbing" }, play, scrub, leave);
  const note = h("p", { class: "small quiet" });
  const shown = h("div", { hidden: true }, controls, says, curves[0].figure, curves[1].figure, figures, curves[2].figure, spread, draws, note);
  const live = createLive(dispatch);
  const element = h("section", { class: "block here-training", hidden: true, "aria-label": "Training" }, h("h2", {}, "Training"), live.element, watch, shown);

  /** @param {string} caption @param {typeof linear} axis of their values @param {...TermName} names */
  function curve(caption, axis, ...names) {
    const made = chart("here-curve", names.length > 1 ? 120 : 80);
    made.svg.addEventListener("click", (event) => {
      const { history } = now.watched;
      const box = made.svg.getBoundingClientRect();
      if (history) {
        const at = axisOf(history, made).scale;
        const x = ((event.clientX - box.left) / box.width) * made.svg.viewBox.baseVal.width;
        const distances = history.steps.map((step) => Math.abs(at(step + 1) - x));
        dispatch({ type: "watch", change: { at: distances.indexOf(Math.min(...distances)), playing: false } });
      }
    });
    const figure = h("figure", {}, h("figcaption", { class: "small quiet" }, caption), made.svg);
    return {
      figure,
      draw(/** @type {History} */ history, /** @type {number} */ at) {
        figure.hidden = !drawCurve(made, axis, names, history, at);
      },
    };
  }

  function begin() {
    dispatch({ type: "watch", change: { on: true, playing: true, at: 0 } });
    dispatch({ type: "sheet", sheet: null });
  }

  function toggle() {
    const { history, playing, at } = now.watched;
    const over = history !== null && at >= history.steps.length - 1;
    dispatch({ type: "watch", change: playing ? { playing: false } : { playing: true, ...(over && { at: 0 }) } });
  }

  /** @param {KeyboardEvent} event */
  function stepped(event) {
    const at = Number(scrub.value); // ahead of the state where keys come faster than frames
    const end = (now.watched.history?.steps.length ?? 1) - 1;
    const [back, on] = [Math.ceil(at) - 1, Math.floor(at) + 1];
    /** @type {Record<string, number>} */
    const next = { ArrowLeft: back, ArrowDown: back, ArrowRight: on, ArrowUp: on, Home: 0, End: end };
    if (event.key === " ") {
      toggle();
      event.preventDefault();
    } else if (event.key in next) {
      scrub.value = String(Math.max(0, Math.min(end, next[event.key])));
      dispatch({ type: "watch", change: { at: Number(scrub.value), playing: false } });
      event.preventDefault();
    }
  }

  const draw = selector((state) => {
    const card = cardOf(state);
    const { watched: { on, history, at, playing }, appearance } = state;
    const trained = isTrained(state, state);
    element.hidden = !hasHistory(card) && !trained;
    shown.hidden = !on || !history;
    watch.hidden = !shown.hidden || trained;
    leave.hidden = trained;
    setText(note, trained ? LIVE : `${POINTS} ${FINISHED}${keptWords(card)}.`);
    watch.disabled = on;
    setText(watch, on ? "Fetching its training…" : "Watch it form");
    if (!history || !card || !on) {
      return;
    }
    const snapshot = Math.floor(at);
    scrub.max = String(history.steps.length - 1);
    if (scrub.value !== String(at)) {
      scrub.value = String(at);
    }
    scrub.setAttribute("aria-valuetext", `Step ${grouped(history.steps[snapshot])}`);
    playing ? play.setAttribute("data-on", "") : play.removeAttribute("data-on");
    play.title = playing ? "Pause" : "Play the training";
    play.setAttribute("aria-label", play.title);
    setText(says, `Step ${grouped(history.steps[snapshot])} of ${grouped(history.steps[history.steps.length - 1])}`);
    curves.forEach((one) => one.draw(history, at));
    setText(spread, spreadWords(history, snapshot));
    for (const { name, value, parts } of values) {
      const found = termAt(history, name, snapshot);
      parts.forEach((part) => (part.hidden = !found));
      setText(value, found ? `${fixed(found.mean, 1)} ± ${fixed(found.error, 1)}` : "");
    }
    paintDraws(draws, history, card, snapshot, appearance);
  });

  return {
    element,
    /** @param {State} state */
    update(state) {
      now = state;
      live.update(state);
      draw(state);
    },
  };
}

/** @param {number} count */
function grouped(count) {
  return count.toLocaleString("en");
}

/** Of a model that did not keep its last weights. @param {Card | null} card */
function keptWords(card) {
  const { epoch, epochs } = card?.provenance ?? {};
  return epoch && epochs && epoch < epochs ? `, with the weights of epoch ${grouped(epoch)} of ${grouped(epochs)}, the best by such images` : "";
}

/** Powers of ten. @param {[number, number]} domain @param {[number, number]} range */
function decades([from, to], range) {
  return logarithmic([10 ** Math.floor(Math.log10(from)), 10 ** Math.ceil(Math.log10(to))], range);
}

/** @param {History} history @param {number} snapshot */
function spreadWords(history, snapshot) {
  const [path, score] = [termAt(history, "path", snapshot), termAt(history, "score", snapshot)];
  return path && score
    ? `One draw’s gradient by μ has a variance of ${grouped(Math.round(path.mean))} with the noise moved outside (blue), and of ${grouped(Math.round(score.mean))} by the score function (orange), ${fixed(score.mean / path.mean, 1)} times as much.`
    : "";
}

/** Steps, from 1 on so that the first has a place. @param {History} history @param {Chart} made @returns {Axis} */
function axisOf({ steps }, made) {
  const { scale, ticks } = logarithmic([1, steps[steps.length - 1] + 1], made.x);
  return { scale, ticks: ticks.slice(0, -1) };
}

/**
 * @param {Chart} made
 * @param {typeof linear} axis
 * @param {TermName[]} names
 * @param {History} history
 * @param {number} at
 * @returns {boolean} whether any of them was measured
 */
function drawCurve(made, axis, names, history, at) {
  const known = names.flatMap((name) => (history.terms[name] ? [{ name, means: history.terms[name].filter((_, i) => i % 2 === 0) }] : []));
  if (known.length === 0) {
    return false;
  }
  const x = axisOf(history, made);
  const late = known.flatMap(({ means }) => [...means.slice(Math.floor(means.length / 4))]); // the first ones are far off
  const y = axis(axis === linear ? domainOf(late) : [Math.min(...late), Math.max(...late)], made.y, 3);
  const xs = history.steps.map((step) => step + 1);
  const cursor = x.scale(xs[Math.floor(at)] + (at % 1) * ((xs[Math.ceil(at)] ?? 0) - xs[Math.floor(at)]));
  const [foot, top] = made.y;
  made.draw(
    `${known.map(({ name }) => SAID[name]).join(" and ")} by step, from ${fixed(known[0].means[0], 1)} to ${fixed(known[0].means[known[0].means.length - 1], 1)}`,
    x,
    y,
    ...known.map(({ name, means }) => s("path", { class: `chart-line ${name}`, d: line(xs, Array.from(means, (m) => (y.scale(m) > foot ? NaN : m)), x.scale, y.scale) })),
    s("path", { class: "chart-cursor", d: `M${cursor.toFixed(1)} ${foot}V${top}` }),
  );
  return true;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {History} history
 * @param {Card} card
 * @param {number} snapshot
 * @param {State["appearance"]} appearance
 */
function paintDraws(canvas, { draws, draw }, { input, ...card }, snapshot, appearance) {
  const size = input.channels * input.height * input.width;
  const [width, height] = [ACROSS * input.width, Math.ceil(draws / ACROSS) * input.height];
  canvas.hidden = draws === 0;
  if (canvas.width !== width || canvas.height !== height) {
    Object.assign(canvas, { width, height });
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const tone = toneOf({ ...card, input }, appearance);
  for (let i = 0; i < draws; i++) {
    const [x, y] = [(i % ACROSS) * input.width, Math.floor(i / ACROSS) * input.height];
    context.putImageData(imageData(draw, (snapshot * draws + i) * size, input, tone), x, y);
  }
}
