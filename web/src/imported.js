// How the files of an imported model were understood, and how one that nothing was measured of is proven, in words. Pure.
/** @import {Decision} from "./types-import.js" */

/** Whether no images showed that the files are read as their author meant. @param {Card} card */
export function isUnproven({ provenance }) {
  return provenance?.imported?.images === 0;
}

/** The command that measures it, but for the name of the images. @param {Card} card */
export function proof({ id, provenance }) {
  const files = (provenance?.imported?.files ?? ["FILE"]).map(quoted).join(" ");
  return `import ${files} --id ${id} --data IMAGES --replace`;
}

/** By how much a decision was clear, or an empty text where nothing was measured. @param {Decision} decision */
export function margin({ second, nats, error }) {
  if (second === undefined || nats === undefined) {
    return "";
  }
  const apart = `${Math.abs(nats).toFixed(2)} ± ${(error ?? 0).toFixed(2)} nats an image`;
  return `${apart} ${nats < 0 ? "worse" : "better"} than ${second}`;
}

/** @param {string} name as it stands on a command line */
export function quoted(name) {
  return /^[\w.,/+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

/** Whether a file may be a part of a model, by its name: what it is, the server says. @param {string} name */
export function isModelFile(name) {
  return MODEL.test(name) || name === "config.json";
}

const MODEL = /\.(pt2?|pth|ckpt|ts|onnx|safetensors|bin)$/i;
const PLAIN = ["encoder", "decoder", "diffusion-pytorch-model", "model", "config"]; // names that say nothing of a model

/** An id for a model of these files. @param {string[]} names */
export function idFrom(names) {
  const ids = names.map((name) => name.replace(/\.\w+$/, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""));
  return ids.find((id) => id !== "" && !PLAIN.includes(id)) ?? "my-model";
}
