// The panels at the right, the highest first. To add one: a file beside this one, and its line in PANELS, or in TABS of
// tabs.js.
import { create as beta } from "./beta.js";
import { create as byHand } from "./by-hand.js";
import { create as components } from "./components.js";
import { create as filter } from "./filter.js";
import { create as fit } from "./fit.js";
import { create as imported } from "./imported.js";
import { create as gradient } from "./gradient.js";
import { create as integral } from "./integral.js";
import { create as model } from "./model.js";
import { create as region } from "./region.js";
import { create as side } from "./side.js";
import { create as spot } from "./spot.js";
import { create as tabs } from "./tabs.js";
import { create as training } from "./training.js";
import { create as trajectory } from "./trajectory.js";

/** @type {((dispatch: Dispatch) => {element: HTMLElement, update(state: State): void})[]} */
export const PANELS = [
  spot,
  filter,
  side,
  tabs,
  model,
  training,
  byHand,
  integral,
  components,
  region,
  gradient,
  beta,
  trajectory,
  fit,
  imported,
];
