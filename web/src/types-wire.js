// What each operation of the socket takes and answers, as far as the page uses it; server/API.md has the whole. Types
// alone: nothing here runs.
/** @import {Box, Fitting} from "./types.js" */
/** @import {Range} from "./types-column-atlas.js" */
/** @import {Completions, Fitted, Likelihood, Refined, Tightening, Tried, Truth} from "./types-report.js" */
/** @import {Numbers} from "./wire.js" */

/**
 * @typedef {Float32Array} F4
 * @typedef {Float64Array} F8
 * @typedef {Int32Array} I4
 * @typedef {Uint8Array} U1
 *
 * @typedef {object} Image which image a report is about; its values may come as an array instead
 * @property {number=} row
 * @property {number=} seed
 *
 * @typedef {object} Figures of an image, in nats
 * @property {number} reconstruction
 * @property {number=} kl
 * @property {number=} elbo
 * @property {number=} elboError
 *
 * @typedef {object} Wire by operation: fields of the request, and head and arrays of each frame of the answer
 * @property {{fields: {plane: PlaneSpec}, head: {extent: Area, variance: number}, arrays: {origin: F8, first: F8, second: F8}}} plane
 * @property {{fields: {health?: boolean},
 *   head: {sentence?: string, holes?: number, holesLow?: number, holesHigh?: number},
 *   arrays: {kl?: F4, mean: F4, deviation: F4, low: F4, high: F4, variance?: F4, active?: U1, effect?: F4,
 *     divergence?: F4, edges?: F4, histogram?: F4}}} dimensions
 * @property {{fields: {codes?: Code[]}, head: {}, arrays: {pixels: U1}}} decode
 * @property {{fields: {keyframes: Code[], mode: "lerp" | "slerp", frames: number},
 *   head: {from: number}, arrays: {codes: F4, pixels: U1, support?: F4}}} path
 * @property {{fields: {plane: PlaneSpec, view: Area, level: number},
 *   head: {level: number, x: number, y: number}, arrays: {pixels: U1}}} tiles
 * @property {{fields: {files?: {name: string}[]} & Partial<Fitting>,
 *   head: Figures & {fitting?: Fitting, box?: Box, percentile?: number, among?: "test" | "all", distancePercentile?: number,
 *     error?: {message: string}},
 *   arrays: {input: F4, mean: F4, mu: F4, logvar?: F4, klByDimension?: F4, factor?: F4, found?: U1}}} encode
 * @property {{fields: {from: "prior" | {row: number} | {mu: Code, logvar: Code}, count: number, seed: number},
 *   head: {}, arrays: {codes: F4, pixels: U1}}} sample
 * @property {{fields: {plane: PlaneSpec, ellipses: boolean}, head: {from: number, of: number},
 *   arrays: {x: F4, y: F4, label: U1, xx?: F4, xy?: F4, yy?: F4, away?: F4}}} atlas
 * @property {{fields: {plane: PlaneSpec}, arrays: {},
 *   head: {progress: number} | {progress?: undefined, of: number, square: [number, number, number], labels: string[]}}} points
 * @property {{fields: {plane: PlaneSpec, level: number, tiles: number[][], column?: string, filter: Range[]},
 *   head: {level: number, x: number, y: number, points: number},
 *   arrays: {cell?: I4, count?: I4, x?: F4, y?: F4, row?: F8, label?: U1, value?: F4}}} cells
 * @property {{fields: {plane: PlaneSpec, polygon?: number[][], outlines?: number[], filter: Range[], columns: string[], bars: number, sample?: number},
 *   head: {count: number, classes: number[], histograms: Range[]}, arrays: {bars: F8, row: F8}}} select
 * @property {{fields: {z: Code, k: number}, head: {}, arrays: {row: F8, distance: F8}}} neighbours
 * @property {{fields: {text: string, part: string, most: number}, head: {all: number, texts: string[]}, arrays: {row: F8}}} search
 * @property {{fields: {rows: number[]}, head: {texts: Record<string, string[]>, label: string[]}, arrays: Record<string, F4 | F8>}} values
 * @property {{fields: {rows: number[], small: boolean}, head: {absent?: string}, arrays: {there: U1, pixels: U1}}} originals
 * @property {{fields: {name: string}, head: {from: number, of: number}, arrays: {value?: F4, file?: U1}}} column
 * @property {{fields: {rows: number[], images: boolean}, head: {originals?: boolean | string, among?: "test" | "all"},
 *   arrays: {mu: F4, logvar?: F4, label: U1, index: I4, kl: F4, reconstruction: F4, percentile?: F4, pixels?: U1,
 *   originals?: U1}}} rows
 * @property {{fields: {z: Code, k: number}, head: {}, arrays: {row: I4, distance: F4}}} nearest
 * @property {{fields: {plane: PlaneSpec, view: Area, columns: number, rows: number, of: "projection"},
 *   head: {from: number}, arrays: {density: F4, levels?: F4}}} density
 * @property {{fields: {codes?: Code[]}, head: {}, arrays: {support: F4}}} support
 * @property {{fields: {row?: number}, head: {view: Area, columns: number, rows: number}, arrays: {density: F4, levels: F4}}} contours
 * @property {{fields: Image,
 *   head: {stage: "image"} & Pick<Likelihood, "drawn" | "kl" | "reconstruction" | "elbo" | "elboError" | "residual">
 *     & Partial<Pick<Likelihood, "floor" | "percentile" | "of" | "among" | "lessFloor" | "distancePercentile">>
 *     | {stage: "bound"} & Omit<Tightening, "bounds">,
 *   arrays: {input: F4, mean: F4, mu: F4, logvar: F4, edges?: F8, counts?: I4, row?: I4, distance?: F4, k: I4, bound: F8,
 *     error: F8}}} believe
 * @property {{fields: Image,
 *   head: {view: Area, columns: number, rows: number} & ({stage: "search"} | {stage: "posterior"} & Omit<Truth, "levels" | "q">),
 *   arrays: {density: F4, levels: F4, mu: F4, logvar: F4}}} posterior
 * @property {{fields: Image & {codes?: Code[], view?: Area, columns?: number, draws?: number, gradients?: boolean},
 *   head: {view: Area, columns: number, rows: number},
 *   arrays: {likelihood: F4, prior: F8, codes: F4, mu: F4, logvar: F4, gradient: F4}}} likelihood
 * @property {{fields: Image & {from: "prior" | "encoder", draws: number},
 *   head: {stage: "reference", log: number, error: number, grid: boolean}
 *     | {stage: "draws"} & Record<"draws" | "of" | "log" | "error" | "effective", number>,
 *   arrays: Record<"k" | "repetitions" | "covered", I4> & Record<"stated" | "off" | "log" | "error", F8>}} evidence
 * @property {{fields: Image,
 *   head: {stage: "step", step: number, bound: number} | {stage: "refined"} & Omit<Refined, "q" | "mean">,
 *   arrays: {mu: F4, logvar: F4, mean: F4}}} refine
 * @property {{fields: Image & {noise: number, count: number},
 *   head: {stage: "proposal", of: number} | {stage: "completions"}
 *     & Pick<Completions, "known" | "drawn" | "effective" | "trusted" | "sentence">,
 *   arrays: {mu: F4, logvar: F4, codes: F4, weight: F4, pixels: U1, cloud: F4, mean: F4, spread: F4}}} complete
 * @property {{fields: {family: "mixture" | "flow", components?: number, count: number, seed: number},
 *   head: {stage: "prior", heldOut: number, logDensity: number, logDensityError: number} | {stage: "tried"} & Tried
 *     | {stage: "step", step: number, of: number} | {stage: "fitted"} & Fitted,
 *   arrays: Record<"before" | "after" | "file", U1> & Record<"beforeRow" | "afterRow", I4>
 *     & Record<"beforeCodes" | "afterCodes" | "beforeDistance" | "afterDistance" | "emptyCodes" | "missedCodes", F4>
 *     & Partial<Record<"weights" | "means" | "logvars" | "cloud", F4>>}} fit
 * @property {{fields: {seed: number}, head: {}, arrays: {codes: F4, pixels: U1}}} trajectory
 * @property {{fields: {}, head: {rows: number, columns: number, images: number},
 *   arrays: {entries: F4, uses?: I4, patches?: U1, logMass: F8, entry: I4}}} codebook
 *
 * @typedef {keyof Wire} Op
 */

/**
 * @template {Op} O
 * @typedef {{model: string, lane?: string} & Wire[O]["fields"]} Fields of a request
 */

/**
 * @template {Op} O
 * @typedef {object} Answer one frame of it
 * @property {number} id of the request
 * @property {boolean} last
 * @property {Wire[O]["head"]} head
 * @property {Wire[O]["arrays"]} arrays over the frame's own bytes
 * @property {{[name in keyof Wire[O]["arrays"]]: number[]}} shapes
 */

/** @typedef {{name: string, values: Numbers, shape?: number[]}} Sent an array that goes with a request */

export {};
