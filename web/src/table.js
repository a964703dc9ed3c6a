// A table that somebody brings: columns of numbers, joined to the data by their row in the atlas or in their data set, or by
// their file. Pure.

const LONGEST = 56; // characters of a column's name, so that links hold it

/** What a line may name its image by: the row in the atlas, the row in the data set, or the file's path or name. */
const KEYS = /** @type {const} */ (["row", "index", "file"]);

/**
 * @typedef {object} Parsed
 * @property {typeof KEYS[number]} by what the key is
 * @property {(number | string)[]} keys one a line
 * @property {Record<string, number[]>} columns each as long; NaN where a cell is no number
 */

/**
 * @param {string[][]} rows cells of each line, of which the first names the columns
 * @returns {Parsed | string} or a sentence about what is wrong
 */
export function parse([names = [], ...lines]) {
  const lower = names.map((name) => name.trim().toLowerCase());
  const by = KEYS.find((key) => lower.includes(key));
  if (!by) {
    return "expected a column named row (in the atlas), index (in the data set) or file (its path or name)";
  }
  const at = lower.indexOf(by);
  const keys = lines.map((cells) => (by === "file" ? (cells[at] ?? "").trim() : numberOf(cells[at])));
  const wrong = by === "file" ? -1 : keys.findIndex((key) => !Number.isInteger(key) || Number(key) < 0);
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
 * @param {ArrayLike<number | string>} images what the table may name the image of each row by; of files, their paths
 * @returns {Float32Array} NaN where the table says nothing
 */
export function joined({ by, keys }, values, images) {
  const found = new Map(keys.map((key, i) => [key, values[i]]));
  const names = by === "file" ? Array.from(images, nameOf) : [];
  const counts = new Map();
  names.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  const valueOf = (/** @type {number} */ row) =>
    found.get(images[row]) ?? (counts.get(names[row]) === 1 ? found.get(names[row]) : undefined); // a name of one file alone
  return Float32Array.from(images, (_, row) => valueOf(row) ?? NaN);
}

/** A file's name in its folder. @param {number | string} path */
function nameOf(path) {
  return String(path).replace(/^.*\//, "");
}
