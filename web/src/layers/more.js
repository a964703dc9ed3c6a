// Layers that draw what is asked for once the first map is whole. To add one: a file beside this one, its line here, and its
// name in LAYERS.
import { layer as components } from "./components.js";
import { layer as contours } from "./contours.js";
import { layer as draws } from "./draws.js";
import { layer as followed } from "./followed.js";
import { layer as gradient } from "./gradient.js";
import { layer as guesses } from "./guesses.js";
import { layer as hand } from "./hand.js";
import { layer as holes } from "./holes.js";
import { layer as mixture } from "./mixture.js";
import { layer as region } from "./region.js";
import { layer as trail } from "./trail.js";
import { layer as training } from "./training.js";
import { layer as trajectory } from "./trajectory.js";
import { layer as truth } from "./truth.js";
/** @import {Layer} from "./layers.js" */

/** @type {Layer[]} */
export const MORE = [components, contours, draws, followed, gradient, guesses, hand, holes, mixture, region, trail, training, trajectory, truth];
