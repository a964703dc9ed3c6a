// Arrays out of a zip of .npy files, as NumPy writes them. Numbers in half precision become float32.

/** @typedef {Float32Array | Int32Array | Uint8Array} Numbers */
/** @typedef {{shape: number[], values: Numbers}} NpyArray */

const END = 0x06054b50; // of the zip: where its directory lies
const ENTRY = 0x02014b50;
const END_BYTES = 22;

/**
 * @param {ArrayBuffer} zip
 * @returns {Promise<Record<string, NpyArray>>} by name
 */
export async function readNpz(zip) {
  const view = new DataView(zip);
  const end = zip.byteLength - END_BYTES; // such a zip has no comment
  if (end < 0 || view.getUint32(end, true) !== END) {
    throw new Error("expected a zip of .npy arrays");
  }
  /** @type {Record<string, NpyArray>} */
  const arrays = {};
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0 && view.getUint32(at, true) === ENTRY; left--) {
    const isDeflated = view.getUint16(at + 10, true) !== 0;
    const size = view.getUint32(at + 20, true);
    const name = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const bytes = new Uint8Array(zip, from, size);
    const title = new TextDecoder().decode(new Uint8Array(zip, at + 46, name));
    arrays[title.replace(/\.npy$/, "")] = readNpy(isDeflated ? await inflated(bytes) : bytes);
    at += 46 + name + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return arrays;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Uint8Array} npy @returns {NpyArray} */
function readNpy(npy) {
  const length = npy[8] + 256 * npy[9];
  const head = new TextDecoder().decode(npy.subarray(10, 10 + length));
  const type = head.match(/'descr': '([^']*)'/)?.[1];
  const shape = (head.match(/'shape': \(([^)]*)\)/)?.[1] ?? "").split(",").filter((side) => side.trim() !== "").map(Number);
  const values = npy.slice(10 + length).buffer; // aligned
  switch (type) {
    case "<f4":
      return { shape, values: new Float32Array(values) };
    case "<f2":
      return { shape, values: Float32Array.from(new Uint16Array(values), fromHalf) };
    case "<i4":
      return { shape, values: new Int32Array(values) };
    case "|u1":
      return { shape, values: new Uint8Array(values) };
    default:
      throw new Error(`expected an array of <f4, <f2, <i4 or |u1, found ${type}`);
  }
}

/** The number that 16 bits stand for. @param {number} bits */
function fromHalf(bits) {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const size = exponent === 0
    ? fraction * 2 ** -24
    : exponent === 0x1f
      ? (fraction === 0 ? Infinity : NaN)
      : (0x400 + fraction) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -size : size;
}
