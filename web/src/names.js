// What images of the data set are called. Pure.

/**
 * Its class where it has one, and where it stands in its data set.
 * @param {Row} row
 * @param {Card} card
 */
export function rowName(row, { labels, atlas }) {
  const label = labels[row.label] ?? "";
  const named = label === "" ? "" : `${label.length > 3 ? "" : "class "}${label} · `;
  const part = atlas && atlas.part !== "all" ? ` ${atlas.part}` : "";
  return `${named}${atlas?.data ?? ""}${part} ${row.index}`;
}
