// What a lesson is. Types alone: nothing here runs.
/** @import {Kept} from "../types.js" */

/**
 * @typedef {{row: number} | number[]} Place a row of the data, or a code
 *
 * @typedef {Record<string, string | Place | Place[] | number[]>} MapParts parts of a link to one map, by name, as links hold
 *   them; a pin and a path as places, a selection as rows
 *
 * @typedef {{maps: MapParts[], active?: number}} Show the state of the page in a step
 *
 * @typedef {object} Claim a number that is computed while one looks: a figure of a model's card or a field of it, a number of an answer of the
 *   socket, what the page itself knows, or one claim less another
 * @property {string=} card id of the model
 * @property {string=} figure its name
 * @property {string=} path of the HTTP interface, which answers with `rows`; the claim is the figure of that which is `where`
 * @property {Record<string, string | number>=} where
 * @property {import("../types-wire.js").Op=} op
 * @property {{model: string} & Record<string, any>=} fields of the request
 * @property {string=} head name in the head of the last frame, or names with points between them
 * @property {string=} array name of an array of the last frame
 * @property {number=} at which number of the array; the sum of all where it is absent
 * @property {number=} over the share of the array's numbers that are above it
 * @property {boolean=} each the mean over all frames in place of the last one's
 * @property {boolean=} time milliseconds from the request to the last frame, once the model has answered it before
 * @property {[number, number, number, number, number]=} grid the request's codes: left, bottom, right, top, and how many a side
 * @property {{model: string, rows: number[] | string}=} images of the data, which go with the request: rows as a list, or the first and
 *   the last as "0-23"
 * @property {string=} state names of what the page knows, with points between them
 * @property {string=} reading of an experiment
 * @property {number=} map place of the map whose state or reading that is, the first where it is absent
 * @property {[string, string]=} less
 * @property {[string, string]=} per
 * @property {number=} times a factor, such as 100 for per cent
 * @property {number=} decimals 1 where it is absent
 *
 * @typedef {{say: string, right?: boolean, reply: string}} Answer
 *
 * @typedef {object} PinWhere which pin is right: near a place or the code of a row, on an image, on one of a class, farther from
 *   the origin than so much, or where the decoded image differs from the data around it by so many grey levels
 * @property {number[]=} near
 * @property {number=} row
 * @property {number=} within units of latent space
 * @property {boolean=} image
 * @property {number=} label
 * @property {number=} beyond
 * @property {number=} unsupported
 *
 * @typedef {{kind: "choose", say: string, answers: Answer[]}
 *   | {kind: "number", say: string, least: number, most: number, step: number, unit?: string, claim: string, within: number,
 *      right: string, low: string, high: string}
 *   | {kind: "pin", say: string, map?: number, where: PinWhere, right: string, wrong: string, shows?: MapParts[]}
 *   | {kind: "do", say: string, map?: number, state?: string, reading?: string, is?: unknown, not?: unknown, least?: number, most?: number,
 *      right: string, shows?: MapParts[]}} Ask the one thing to do in a step; `shows` has of each map the parts that change for a
 *      reader who asks to be shown
 *
 * @typedef {{mathml: string[], spoken: string}} Formula in lines, and as it is read out
 * @typedef {{torch: string[], server: string}} Code in PyTorch, behind what all of the lesson begins with, and as it is asked of the server
 * @typedef {{say: string, maps?: MapParts[], formula?: Formula}} Reveal what is said and shown once it is done: of each map the
 *   parts that change
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {string} say
 * @property {Show=} show as in the step before where it is absent
 * @property {Formula=} formula
 * @property {Ask=} ask
 * @property {Reveal=} reveal
 * @property {string=} code its name
 * @property {{say: string, href: string}[]=} papers
 *
 * @typedef {object} Lesson
 * @property {string} id
 * @property {string} title
 * @property {string} question
 * @property {Record<string, Claim>} claims
 * @property {string[]} begin lines of PyTorch with which all code begins
 * @property {Record<string, Code>} code by name, for one may be of several steps
 * @property {Step[]} steps
 *
 * @typedef {object} Done what was done in a step
 * @property {"right" | "wrong" | "shown"} how `shown` where the reader asked to be shown without a guess
 * @property {string} reply
 * @property {number=} answer the one that was chosen
 *
 * @typedef {object} Course the lesson that is taken. Immutable
 * @property {string} id
 * @property {number} step from 0
 * @property {Done | null} done
 * @property {Record<string, number>} values of claims that were asked for, by name
 * @property {Kept[] | null} laid what the maps show as the step begins; null until they do
 * @property {import("../panes.js").Laid[]} before what the maps showed before the lesson, the active one first; none where the page
 *   began with it
 *
 * @typedef {{order: string[], byId: Record<string, Lesson>}} Lessons those that are known; the order is empty until it is
 */

export {};
