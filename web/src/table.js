// A table that somebody brings: columns of numbers, joined to the data by their row in the atlas or in their data set. Pure.

const LONGEST = 56; // characters of a column's name, so that links hold it

/**
 * @typedef {object} Parsed
 * @property {"row" | "index"} by what the key is: the row in the atlas, or the image's in its data set
 * @property {number[]} keys one a line
 * @property {Record<string, number[]>} columns each as long; NaN where a cell is no number
 */

/**
 * @param {string[][]} rows cells of each line, of which the first names the columns
 * @returns {Parsed | string} or a sentence about what is wrong
 */
export function parse([names = [], ...lines]) {
  const lower = names.map((name) => name.trim().toLowerCase());
  const by = lower.includes("row") ? "row" : "index";
  const at = lower.indexOf(by);
  if (at < 0) {
    return "expected a column named row (in the atlas) or index (in the data set)";
  }
  const keys = lines.map((cells) => numberOf(cells[at]));
  const wrong = keys.findIndex((key) => !Number.isInteger(key) || key < 0);
  if (wrong >= 0) {
    return `expected whole numbers in the column ${by}, found “${(lines[wrong][at] ?? "").slice(0, 40)}” in line ${wrong + 2}`;
  }
  /** @type {Record<string, number[]>} */
  const columns = {};
  names.forEach((name, i) => {
    const values = i === at ? [] : lines.map((cells) => numberOf(cells[i]));
    const title = name.trim().replace(/\p{Cc}+/gu, " ").slice(0, LONGEST);
    if (title && values.some(Number.isFinite)) {
      columns[title] = values;
    }
  });
  return Object.keys(columns).length > 0 ? { by, keys, columns } : `expected a column of numbers besides ${by}`;
}

/** @param {string | undefined} cell */
function numberOf(cell) {
  return cell === undefined || cell.trim() === "" ? NaN : Number(cell);
}

/**
 * A column's values in the order of the atlas's rows.
 * @param {Parsed} parsed
 * @param {number[]} values
 * @param {number} count rows of the atlas
 * @param {Float32Array | null} index of each row in its data set, for a table by index
 * @returns {Float32Array} NaN where the table says nothing
 */
export function joined({ by, keys }, values, count, index) {
  const found = new Map(keys.map((key, i) => [key, values[i]]));
  return Float32Array.from({ length: count }, (_, row) => found.get(by === "row" ? row : (index?.[row] ?? -1)) ?? NaN);
}
