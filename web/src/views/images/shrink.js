// Pictures that are larger than the server takes, made smaller before they are sent.

const LONGEST = 2048; // pixels of the longer side afterwards: a model sees fewer
const QUALITY = 0.92;

/**
 * The file itself, or where it is too large a smaller picture of the same, upright. What the browser can't read is left to
 * the server, which says what is wrong.
 * @param {File} file
 * @param {number} mostBytes
 * @param {number} mostPixels
 * @returns {Promise<Blob>}
 */
export async function shrunk(file, mostBytes, mostPixels) {
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) {
    return file;
  }
  const { width, height } = image;
  if (file.size <= mostBytes && width * height <= mostPixels) {
    image.close();
    return file;
  }
  const by = Math.min(1, LONGEST / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(by * width));
  canvas.height = Math.max(1, Math.floor(by * height));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  // WebP keeps what is transparent.
  const type = file.type === "image/jpeg" ? file.type : "image/webp";
  /** @type {Blob | null} */
  const smaller = await new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
  return smaller ?? file;
}
