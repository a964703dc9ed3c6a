// The panels at the right, the highest first. To add one: a file beside this one, and its line in PANELS.
import { create as dimensions } from "./dimensions.js";
import { create as image } from "./image.js";
import { create as model } from "./model.js";
import { create as plane } from "./plane.js";
import { create as spot } from "./spot.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {State} from "../../types.js" */

/** @type {((dispatch: Dispatch) => {element: HTMLElement, update(state: State): void})[]} */
export const PANELS = [spot, plane, dimensions, image, model];
