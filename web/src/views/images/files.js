// The files of a drop, those in dropped folders too.

/**
 * @param {DataTransfer | null} dropped only looked at before this first waits: afterwards it is empty
 * @param {number} most files
 * @returns {Promise<File[]>}
 */
export async function filesOf(dropped, most) {
  const plain = [...(dropped?.files ?? [])];
  const entries = [...(dropped?.items ?? [])].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) {
    return plain;
  }
  /** @type {File[]} */
  const files = [];
  for (const entry of entries) {
    if (entry) {
      await gather(entry, files, most);
    }
  }
  return files;
}

/**
 * @param {FileSystemEntry} entry
 * @param {File[]} files that have been found
 * @param {number} most
 */
async function gather(entry, files, most) {
  if (files.length > most || entry.name.startsWith(".")) {
    return;
  }
  if (entry.isFile) {
    const file = await new Promise((resolve) =>
      /** @type {FileSystemFileEntry} */ (entry).file(resolve, () => resolve(null)),
    );
    if (file) {
      files.push(file);
    }
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) {
      return; // a folder is read some entries at a time, until there are none
    }
    for (const inside of some.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }))) {
      await gather(inside, files, most);
    }
  }
}
