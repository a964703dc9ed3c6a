// What is known of a model's atlas of columns, of which the page never has all rows. Types alone: nothing here runs.
/** @import {Shape} from "./types.js" */

/**
 * @typedef {{column: string, from: number, to: number}} Range of the values that are shown, both ends among them
 *
 * @typedef {object} Order how the server has the rows in a plane
 * @property {string} key of model, rows and plane
 * @property {number} share of putting them in order that is done; 1 once they can be asked for
 * @property {string} sentence why they cannot be had; empty where they can
 * @property {number} of rows
 * @property {[number, number, number]} square left, bottom and side of what the tile of level 0 covers
 * @property {string[]} labels
 *
 * @typedef {object} CountTile what is in a square of the plane: counts of each cell and label, or its points, where they are few
 * @property {number} level
 * @property {number} x
 * @property {number} y
 * @property {number} points
 * @property {Int32Array=} cell (entries)
 * @property {Int32Array=} count (entries)
 * @property {Float32Array=} px (points) coordinates
 * @property {Float32Array=} py
 * @property {Float64Array=} rows (points)
 * @property {Uint8Array=} label (entries or points); absent where there are none, or a column is shown
 * @property {Float32Array=} value (entries or points) of the column that is shown
 *
 * @typedef {object} CountTiles those of one look at the rows
 * @property {string} key of model, plane, column and filter
 * @property {Map<string, CountTile>} byAddress "level/x/y"; grows in place, `version` tells
 * @property {number} version
 * @property {boolean} busy whether more are on their way
 *
 * @typedef {object} Histogram of a column, in bars of equal width between the least and the greatest value of all rows
 * @property {string} column
 * @property {number} from
 * @property {number} to
 * @property {Float64Array} bars
 *
 * @typedef {object} Counted what is within a polygon, or in all the plane
 * @property {string} key
 * @property {number} count
 * @property {number[]} classes rows of each label
 * @property {Histogram[]} histograms
 * @property {number[]} sample rows of it, drawn evenly
 *
 * @typedef {object} Entry what is known of one row
 * @property {number} row
 * @property {Code} mu
 * @property {string} label empty where there is none
 * @property {Record<string, string>} texts
 * @property {Record<string, number>} values
 *
 * @typedef {object} Pictured the image of a row
 * @property {Uint8Array} pixels (channels, height, width)
 * @property {Shape} input how large it is
 * @property {boolean} original whether it is the one that was encoded, and not the decoded code
 *
 * @typedef {{key: string, rows: number[], texts: string[], all: number}} Found of a search, the first rows and how many there are
 *
 * @typedef {object} ColumnAtlas
 * @property {Order | null} order
 * @property {CountTiles | null} tiles
 * @property {Points | null} cloud the points that are seen, where these are few
 * @property {Counted | null} all of all rows
 * @property {Counted | null} shown of those that the filter lets through
 * @property {Place[][]} lasso outlines; empty for none
 * @property {Counted | null} taken of those within the lasso
 * @property {{z: Code, rows: {row: number, distance: number}[]} | null} near those nearest to the pin
 * @property {string} sought
 * @property {Found | null} found
 * @property {Record<number, Entry>} entries those that were asked about last
 * @property {Record<number, Pictured | null>} images of some of these; null where the original is not there, and it is not decoded yet
 * @property {{row: number, image: Pictured | null, absent: string} | null} whole the original of the row that is pointed at or pinned, or why there is none
 */

export {};
