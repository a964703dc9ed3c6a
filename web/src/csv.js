// Tables as text, as RFC 4180 writes them. Pure.
import { csvFormatRow } from "./d3.js";
import { shortest } from "./numbers.js";

/**
 * The shortest decimal number that reads back as the same float32; empty for what is not a number.
 * @param {number} value
 */
export function float32Text(value) {
  const single = Math.fround(value);
  return Number.isFinite(single) ? shortest(single) : "";
}

/** @param {(string | number)[][]} rows */
export function csv(rows) {
  return rows.map((row) => `${csvFormatRow(row)}\r\n`).join("");
}
