// Tables as text, as RFC 4180 writes them. Pure.

/**
 * The shortest decimal number that reads back as the same float32; empty for what is not a number.
 * @param {number} value
 */
export function float32Text(value) {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) {
    return "";
  }
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(single.toPrecision(digits)));
    if (Math.fround(Number(text)) === single) {
      return text;
    }
  }
  return String(Number(single.toPrecision(9))); // nine digits always tell float32s apart
}

/** @param {string | number} cell */
function quoted(cell) {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {(string | number)[][]} rows */
export function csv(rows) {
  return rows.map((row) => row.map(quoted).join(",") + "\r\n").join("");
}
