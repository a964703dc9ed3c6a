// What a PNG says beside its pixels, as its specification has it: texts in UTF-8, and its size on paper. Pure.
import { crc32 } from "../crc32.js";
import { joined, u4, utf8 } from "./bytes.js";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const HEADER = 25; // bytes of the first chunk, IHDR
const LONGEST = 1 << 20; // bytes of a text that is read

/** @param {Uint8Array} file */
function isPng(file) {
  return SIGNATURE.every((byte, i) => file[i] === byte);
}

/**
 * A PNG with texts right behind its head, and with its size on paper where it has one.
 * @param {Uint8Array} png
 * @param {Record<string, string>} texts by keyword, of 1 to 79 letters
 * @param {number | null} [dpi]
 */
export function withTexts(png, texts, dpi = null) {
  if (!isPng(png)) {
    throw new Error("expected a PNG, found another file");
  }
  const head = SIGNATURE.length + HEADER;
  // The keyword's end, two bytes for "not compressed", an empty language and an empty translated keyword.
  const chunks = Object.entries(texts).map(([keyword, text]) => chunkOf("iTXt", utf8(`${keyword}\0\0\0\0\0${text}`)));
  if (dpi !== null) {
    const perMetre = Math.round(dpi / 0.0254);
    chunks.push(chunkOf("pHYs", joined([u4(perMetre, perMetre), [1]])));
  }
  return joined([png.subarray(0, head), ...chunks, png.subarray(head)]);
}

/**
 * The text under a keyword, or null where a file has none that can be read: it may come from anywhere.
 * @param {Uint8Array} file
 * @param {string} keyword
 */
export function textOf(file, keyword) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = utf8(`${keyword}\0`);
  let at = isPng(file) ? SIGNATURE.length : file.length;
  while (at + 12 <= file.length) {
    const length = view.getUint32(at);
    const [from, to] = [at + 8, at + 8 + length];
    if (to + 4 > file.length) {
      return null;
    }
    const type = String.fromCharCode(...file.subarray(at + 4, from));
    const named = start.every((byte, i) => file[from + i] === byte);
    if (type === "iTXt" && named && length <= LONGEST && view.getUint32(to) === crc32(file.subarray(at + 4, to))) {
      return readText(file.subarray(from + start.length, to));
    }
    at = to + 4;
  }
  return null;
}

/** @param {string} type @param {Uint8Array} inside */
function chunkOf(type, inside) {
  const data = joined([utf8(type), inside]);
  return joined([u4(inside.length), data, u4(crc32(data))]);
}

/** @param {Uint8Array} rest of a chunk's data, behind the keyword's end */
function readText(rest) {
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  const plain = rest[0] === 0; // otherwise compressed, as nothing of the project's is
  return plain && translated >= 0 ? new TextDecoder().decode(rest.subarray(translated + 1)) : null;
}
