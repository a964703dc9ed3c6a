// All that can be taken away: what each thing is, what comes out, and why it cannot be had now. Pure.
import { cardOf, wholeStrip } from "../../state.js";
import { montageLayout, stripLayout } from "../../take/path-pictures.js";
import { MOST, selectionLayout } from "../../take/selection.js";
import { bytes } from "../../units.js";
/** @import {Action} from "../../state.js" */
/** @import {Layout} from "../../take/sheet.js" */

const HEADS = 500; // bytes of an .npz beside its numbers

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} title
 * @property {string} words what it is
 * @property {string} out the kind of file, and its size
 * @property {Action} action
 *
 * @typedef {object} Group
 * @property {string} title
 * @property {string | null} reason why none of it can be had now; null where it can
 * @property {Entry[]} entries
 */

/**
 * @param {State} state
 * @returns {Group[]}
 */
export function groupsOf(state) {
  const card = cardOf(state);
  return card
    ? [
        { title: "Path", reason: pathless(state), entries: ofPath(state, card) },
        { title: "Map", reason: state.space ? null : "The map is still loading.", entries: MAP },
        { title: "Selected", reason: unselected(state, card), entries: ofSelection(state, card) },
        { title: "Code", reason: null, entries: [CODE] },
      ]
    : [];
}

/** @type {Entry} */
const CODE = {
  id: "code",
  title: "Commands…",
  words: "curl and Python for what the page shows",
  out: "text",
  action: { type: "dialog", dialog: "code" },
};

/** @type {Entry[]} */
const MAP = [
  {
    id: "picture",
    title: "Picture of the map…",
    words: "A figure for a paper or a slide, at the width it will have",
    out: "PDF, SVG or PNG",
    action: { type: "dialog", dialog: "picture" },
  },
  {
    id: "grid",
    title: "Grid of the manifold…",
    words: "n × n decoded images over a range, for print",
    out: "PNG",
    action: { type: "dialog", dialog: "grid" },
  },
];

/** @param {State} state */
function pathless(state) {
  const { kept } = state;
  if ((kept?.keyframes.length ?? 0) < 2) {
    return "No path yet. Add two or more keyframes on the map.";
  }
  return wholeStrip(state) ? null : "The path is still being decoded.";
}

/** @param {State} state @param {Card} card */
function unselected({ selection }, card) {
  const none = card.atlas ? "Nothing selected. Draw a lasso or a box on the map." : "This model has no data.";
  return selection.length > 0 ? null : none;
}

/** @param {State} state @param {Card} card @returns {Entry[]} */
function ofSelection({ selection }, card) {
  const count = selection.length;
  return [
    {
      id: "selection",
      title: "Montage of the selected images",
      words: count > MOST ? `The first ${MOST.toLocaleString("en")}` : "Originals where available, otherwise reconstructions",
      out: `PNG · ${pixels(selectionLayout(Math.max(1, count), card.input))}`,
      action: { type: "take", wish: { kind: "selection", originals: true } },
    },
    {
      id: "table",
      title: "Table of the selected images",
      words: "Class, KL, reconstruction, position, μ and σ of each",
      out: `CSV · ${count.toLocaleString("en")} rows`,
      action: { type: "take", wish: { kind: "table" } },
    },
  ];
}

/** @param {State} state @param {Card} card @returns {Entry[]} */
function ofPath({ kept }, card) {
  const frames = kept?.frames ?? 0;
  const { channels, height, width } = card.input;
  return [
    {
      id: "strip",
      title: "Film strip",
      words: `${frames} decoded frames in a row`,
      out: `PNG · ${pixels(stripLayout(frames, card.input))}`,
      action: { type: "take", wish: { kind: "strip" } },
    },
    {
      id: "montage",
      title: "Montage",
      words: "The same frames in rows",
      out: `PNG · ${pixels(montageLayout(frames, card.input))}`,
      action: { type: "take", wish: { kind: "montage" } },
    },
    {
      id: "film",
      title: "Film…",
      words: "The path as an animation: size, speed, loop",
      out: "GIF, WebM or MP4",
      action: { type: "dialog", dialog: "film" },
    },
    {
      id: "npz",
      title: "NumPy arrays",
      words: "z and decoded frames, for numpy.load",
      out: `NPZ · ${bytes(4 * frames * (card.latent.dim + channels * height * width) + HEADS)}`,
      action: { type: "take", wish: { kind: "npz" } },
    },
    {
      id: "json",
      title: "JSON",
      words: "The same as text",
      out: "JSON",
      action: { type: "take", wish: { kind: "json" } },
    },
  ];
}

/** @param {Pick<Layout, "width" | "height">} size */
function pixels({ width, height }) {
  return `${width.toLocaleString("en")} × ${height.toLocaleString("en")}`;
}
