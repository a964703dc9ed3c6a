// What gives the same over HTTP as what is shown: the requests that the page makes itself, and as others make them. Pure.
import { float32Text } from "../csv.js";
import { cardOf } from "../state.js";
import { scaleFor } from "./sheet.js";

/**
 * @typedef {object} Call
 * @property {string} title what it gives
 * @property {string} text to run
 */

/**
 * Where a path is asked for, and the request's body; each number reads back as the same float32.
 * @param {Kept} kept
 */
export function pathRequest({ model, keyframes, mode, frames }) {
  const codes = keyframes.map(({ z }) => `[${numbers(z)}]`).join(", ");
  return {
    path: `api/models/${model}/path`,
    body: `{"keyframes": [${codes}], "mode": "${mode}", "frames": ${frames}, "as": "f4"}`,
  };
}

/**
 * Commands of a shell, for what is on the page now.
 * @param {State} state
 * @param {string} base of the server, with a slash at its end
 * @returns {Call[]}
 */
export function commands(state, base) {
  const { kept } = state;
  const card = cardOf(state);
  if (!card || !kept) {
    return [];
  }
  const calls = [];
  if (kept.keyframes.length > 1) {
    const { path, body } = pathRequest(kept);
    const post = `-d '${body}' ${base}${path}`;
    calls.push({ title: "The path as NumPy arrays", text: `curl -o ${card.id}-frames.npz ${post}` });
    calls.push({
      title: "The path as JSON",
      text: `curl -H 'Accept: application/json' -o ${card.id}-frames.json ${post}`,
    });
  }
  if (kept.pin) {
    const url = `${base}api/models/${card.id}/decode`;
    const [scale, out] = [`scale=${scaleFor(card.input)}`, `-o ${card.id}-pin.png`];
    const text = isLong(kept.pin.z)
      ? `curl -d '${codeBody(kept.pin.z)}' ${out} '${url}?${scale}'`
      : `curl ${out} '${url}?z=${numbers(kept.pin.z, ",")}&${scale}'`;
    calls.push({ title: "The pinned point, decoded", text });
  }
  if (card.atlas) {
    const text = `curl -o ${card.id}-atlas.npz ${base}api/models/${card.id}/atlas.npz`;
    calls.push({ title: "The data of the map", text });
  }
  return calls;
}

/**
 * The same in Python, with its standard library and NumPy alone.
 * @param {State} state
 * @param {string} base of the server, with a slash at its end
 */
export function python(state, base) {
  const { kept } = state;
  const card = cardOf(state);
  if (!card || !kept) {
    return "";
  }
  const head = ["import io", "import urllib.request", "", "import numpy as np", ""];
  if (kept.keyframes.length > 1) {
    const { path, body } = pathRequest(kept);
    return [
      ...head,
      `body = '${body}'`,
      `answer = urllib.request.urlopen("${base}${path}", body.encode())`,
      "path = np.load(io.BytesIO(answer.read()))",
      `z = path["z"]  # (${kept.frames}, ${card.latent.dim})`,
      `frames = path["frames"]  # ${shape(kept.frames, card.input)}, values in [0, 1]`,
      "print(z.shape, frames.shape, frames.mean())",
    ].join("\n");
  }
  const url = `${base}api/models/${card.id}`;
  return kept.pin
    ? [
        "import json",
        ...head.slice(1),
        ...(isLong(kept.pin.z)
          ? [`url = "${url}/decode"`, `body = '${codeBody(kept.pin.z)}'.encode()`]
          : [`url = "${url}/decode?z=${numbers(kept.pin.z, ",")}"`, "body = None"]),
        'request = urllib.request.Request(url, body, headers={"Accept": "application/json"})',
        "decoded = json.load(urllib.request.urlopen(request))",
        'image = np.array(decoded["mean"], np.float32).reshape(decoded["shape"])',
        "print(image.shape, image.mean())",
      ].join("\n")
    : [
        ...head,
        `answer = urllib.request.urlopen("${url}/atlas.npz")`,
        "atlas = np.load(io.BytesIO(answer.read()))",
        'mu = atlas["mu"]  # the mean of q(z|x) of each image',
        'print(mu.shape, np.bincount(atlas["label"]))',
      ].join("\n");
}

/** @param {number} frames @param {{channels: number, height: number, width: number}} input */
function shape(frames, { channels, height, width }) {
  return `(${[frames, channels, height, width].join(", ")})`;
}

/** Whether an address has no room for it. @param {Code} z */
function isLong(z) {
  return z.length > 300;
}

/** @param {Code} z */
function codeBody(z) {
  return `{"codes": [[${numbers(z)}]]}`;
}

/** @param {Code} z @param {string} [between] */
function numbers(z, between = ", ") {
  return z.map(float32Text).join(between);
}
