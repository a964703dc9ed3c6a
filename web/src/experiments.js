// Experiments: panels in which something is tried by hand. Which there are, and what can be set in each, by name: numbers
// alone, which a link holds and anybody may set. What was never set is as the experiment finds it best. Pure.
import { quoted, writeNumber, Wrong } from "./url-parts.js";
/** @import {Experiments, Settings} from "./types.js" */

/**
 * @typedef {object} Experiment
 * @property {boolean} [spatial] whether its settings mean something for one image of one model alone
 * @property {Record<string, [least: number, most: number]>} settings
 */

const COLUMNS = Array.from({ length: 16 }, (_, i) => i); // that a filter may be about

/** @type {Record<string, Experiment>} by id */
const EXPERIMENTS = {
  // q(z|x) by hand: its mean, its deviations along its two axes, and the first one's angle from z1 in degrees.
  bound: { spatial: true, settings: { x: [-30, 30], y: [-30, 30], wide: [0.005, 2], narrow: [0.005, 2], turn: [-180, 180] } },
  // log p(x) by so many draws, of the prior or, by 1, of the encoder's q(z|x).
  integral: { settings: { draws: [10, 1_000_000], encoder: [0, 1] } },
  // Models that differ in β alone, of which the pane shows one.
  beta: { settings: {} },
  // The bound's gradient by so many draws, by 1 less a baseline; or one draw, by its number, in four steps of slow motion.
  gradient: { settings: { draws: [1, 1000], baseline: [0, 1], draw: [1, 1000], step: [0, 4] } },
  // p(x) as a mixture of so many components.
  mixture: { settings: { components: [1, 1024] } },
  // A disc of codes, by its radius.
  region: { settings: { radius: [0.01, 30] } },
  // A range of values of columns of the atlas of columns, by their places in its list.
  filter: { settings: Object.fromEntries(COLUMNS.flatMap((i) => [`from${i}`, `to${i}`].map((end) => [end, [-1e30, 1e30]]))) },
};

const MOST_LETTERS = 512;
const SETTING = String.raw`[a-z][a-z0-9-]{0,31}=-?\d+(\.\d+)?(e-?\d+)?`;
const ONE = `[a-z][a-z0-9-]{0,31}(:${SETTING}(,${SETTING})*)?`;
const ALL = new RegExp(`^${ONE}(;${ONE})*$`);

/**
 * After one is opened, set, or closed.
 * @param {Experiments} experiments
 * @param {string} id
 * @param {Settings | null} change null to close it; NaN for what is not set any more
 * @returns {Experiments}
 */
export function setExperiment(experiments, id, change) {
  if (change) {
    const all = Object.entries({ ...experiments[id], ...change }).filter(([, value]) => !Number.isNaN(value));
    return { ...experiments, [id]: Object.fromEntries(all) };
  }
  const { [id]: gone, ...left } = experiments;
  return gone ? left : experiments;
}

/** What is left of what was set where the image or the model is another. @param {Experiments} experiments @returns {Experiments} */
export function unset(experiments) {
  const ids = Object.keys(experiments);
  const stale = ids.some((id) => EXPERIMENTS[id]?.spatial && Object.keys(experiments[id]).length > 0);
  return stale ? Object.fromEntries(ids.map((id) => [id, EXPERIMENTS[id]?.spatial ? {} : experiments[id]])) : experiments;
}

/** @param {Experiments} experiments those that are open @returns {string} as links hold it */
export function writeExperiments(experiments) {
  const parts = Object.entries(experiments).map(([id, settings]) => {
    const set = Object.entries(settings).map(([name, value]) => `${name}=${writeNumber(value)}`);
    return set.length > 0 ? `${id}:${set.join(",")}` : id;
  });
  return parts.join(";");
}

/** Checks what a link says of them. @param {string} text */
export function readExperiments(text) {
  if (text.length > MOST_LETTERS || !ALL.test(text)) {
    throw new Wrong(`expected experiments with their settings, found ${quoted(text)}`);
  }
  return text;
}

/** What of it is known here, within what can be set. @param {string} text as links hold it @returns {Experiments} */
export function knownExperiments(text) {
  const parts = text.split(";").map((part) => part.split(":"));
  return Object.fromEntries(
    parts
      .filter(([id]) => Object.hasOwn(EXPERIMENTS, id))
      .map(([id, list = ""]) => {
        const ranges = EXPERIMENTS[id].settings;
        const set = list.split(",").map((setting) => setting.split("=")).filter(([name]) => Object.hasOwn(ranges, name));
        return [id, Object.fromEntries(set.map(([name, value]) => [name, Math.max(ranges[name][0], Math.min(ranges[name][1], Number(value)))]))];
      }),
  );
}
