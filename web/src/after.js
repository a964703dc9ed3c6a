// What the first picture of the map does without, fetched right after it: asks, and layers that draw what these bring.
import { create as clock } from "./asks/clock.js";
import { create as contours } from "./asks/contours.js";
import { create as draws } from "./asks/draws.js";
import { create as echo } from "./asks/echo.js";
import { create as encode } from "./asks/encode.js";
import { create as estimate } from "./asks/estimate.js";
import { create as grid } from "./asks/grid.js";
import { create as here } from "./asks/here.js";
import { create as history } from "./asks/history.js";
import { create as imports } from "./asks/import-door.js";
import { create as mosaic } from "./asks/mosaic.js";
import { create as own } from "./asks/own.js";
import { create as prior } from "./asks/prior.js";
import { create as priorDraws } from "./asks/prior-draws.js";
import { create as report } from "./asks/report/door.js";
import { create as results } from "./asks/results.js";
import { create as sent } from "./asks/sent.js";
import { create as strip } from "./asks/strip.js";
import { create as take } from "./asks/take-door.js";
import { create as training } from "./asks/training.js";
import { create as trajectory } from "./asks/trajectory.js";
import { create as traversals } from "./asks/traversals.js";
import { embedded } from "./embed.js";
export { MORE } from "./layers/more.js";

/** Of each pane. */
export const OF_PANES = [here, grid, contours, encode, echo, estimate, draws, strip, sent, prior, priorDraws, trajectory, mosaic, traversals, take, report, clock, history];
/** Of the whole page. */
export const OF_PAGE = [imports, results, ...(embedded ? [] : [own, training])];
