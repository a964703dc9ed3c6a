// Small drawings for buttons, in the colour of the text beside them.
import { s } from "./dom.js";

/** On a field of 16 by 16, drawn as lines. */
const LINES = {
  down: "M4 6.5 8 10.5 12 6.5",
  undo: "M6 3 2.5 6.5 6 10 M2.5 6.5H10a3.5 3.5 0 0 1 0 7H7.5",
  redo: "M10 3 13.5 6.5 10 10 M13.5 6.5H6a3.5 3.5 0 0 0 0 7H8.5",
  share: "M8 10V2 M5 4.75 8 1.75 11 4.75 M4.5 7H3.5V14H12.5V7H11.5",
  export: "M8 1.75V9.75 M5 7 8 10 11 7 M2.5 10.5V13.75H13.5V10.5",
  film: "M2.5 3H13.5V13H2.5Z M5.25 3V13 M10.75 3V13 M2.5 6.3H5.25 M2.5 9.7H5.25 M10.75 6.3H13.5 M10.75 9.7H13.5",
  sun: "M8 5.25a2.75 2.75 0 1 0 0 5.5a2.75 2.75 0 1 0 0-5.5Z M8 1.25V2.5 M8 13.5V14.75 M1.25 8H2.5 M13.5 8H14.75 M3.25 3.25 4.1 4.1 M11.9 11.9 12.75 12.75 M3.25 12.75 4.1 11.9 M11.9 4.1 12.75 3.25",
  moon: "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z",
  help: "M5.5 6a2.5 2.5 0 1 1 3.6 2.25C8.3 8.65 8 9.1 8 10 M8 12.75V12.85",
  close: "M4 4 12 12 M12 4 4 12",
  print: "M4.5 6V2H11.5V6 M4.5 11.5H2.5V6H13.5V11.5H11.5 M4.5 9.5H11.5V14H4.5Z",
  report: "M3.5 1.75H10L12.5 4.25V14.25H3.5Z M5.75 11.5V9 M8 11.5V6.5 M10.25 11.5V8",
  check: "M3 8.5 6.5 12 13 4.5",
  eye: "M1.5 8C3.5 4.8 5.6 3.5 8 3.5S12.5 4.8 14.5 8C12.5 11.2 10.4 12.5 8 12.5S3.5 11.2 1.5 8Z M8 6.25a1.75 1.75 0 1 0 0 3.5a1.75 1.75 0 1 0 0-3.5Z",
  images: "M2.5 3.5H13.5V12.5H2.5Z M2.5 11 6 7.5 9 10.5 11 8.5 13.5 11 M10.5 6V6.1",
  here: "M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7Z M8 1.5V6 M8 10V14.5 M1.5 8H6 M10 8H14.5",
  path: "M4.6 10.6C6 8 7 8 8 8s2 0 3.4-2.6 M3.5 10.75a1.75 1.75 0 1 0 0 3.5a1.75 1.75 0 1 0 0-3.5Z M12.5 1.75a1.75 1.75 0 1 0 0 3.5a1.75 1.75 0 1 0 0-3.5Z",
  plus: "M8 3V13 M3 8H13",
  arrow: "M3 8H12.5 M9 4.5 12.5 8 9 11.5",
  fitting: "M2 5H8.25 M11.75 5H14 M2 11H4.25 M7.75 11H14 M10 3.25a1.75 1.75 0 1 0 0 3.5a1.75 1.75 0 1 0 0-3.5Z M6 9.25a1.75 1.75 0 1 0 0 3.5a1.75 1.75 0 1 0 0-3.5Z",
  loop: "M13 8a5 5 0 1 1-1.5-3.6 M13 1.75V4.75H10",
  reverse: "M5 2.5 2.5 5 5 7.5 M2.5 5H13 M11 8.5 13.5 11 11 13.5 M13.5 11H3",
  play: "M5.5 3.5 12 8 5.5 12.5Z",
  pause: "M5.5 3.5V12.5 M10.5 3.5V12.5",
  minus: "M3 8H13",
  fit: "M2.5 5.5V2.5H5.5 M10.5 2.5H13.5V5.5 M13.5 10.5V13.5H10.5 M5.5 13.5H2.5V10.5",
  pan: "M8 1.75V14.25 M1.75 8H14.25 M6.25 3.5 8 1.75 9.75 3.5 M6.25 12.5 8 14.25 9.75 12.5 M3.5 6.25 1.75 8 3.5 9.75 M12.5 6.25 14.25 8 12.5 9.75",
  lasso: "M8 2.25c3.5 0 6 1.8 6 4.1s-2.6 4.1-6 4.1-6-1.8-6-4.1 2.5-4.1 6-4.1Z M4.6 9.6c-1 .6-1 1.9.2 2.2 1 .2 1.3 1 .7 2.2",
  box: "M2.5 2.5H4.5 M7 2.5H9 M11.5 2.5H13.5V4.5 M13.5 7V9 M13.5 11.5V13.5H11.5 M9 13.5H7 M4.5 13.5H2.5V11.5 M2.5 9V7 M2.5 4.5V2.5",
  beside: "M2.5 3H13.5V13H2.5Z M8 3V13",
  layers: "M8 2 14 5.25 8 8.5 2 5.25Z M2.5 8.25 8 11.25 13.5 8.25 M2.5 11 8 14 13.5 11",
};

/** @param {keyof typeof LINES | "auto"} name */
export function icon(name) {
  const drawing = s("svg", {
    class: "drawn",
    viewBox: "0 0 16 16",
    width: 16,
    height: 16,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 1.4,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
  });
  if (name === "auto") {
    drawing.append(
      s("circle", { cx: 8, cy: 8, r: 5.75 }),
      s("path", { d: "M8 2.25a5.75 5.75 0 0 1 0 11.5Z", fill: "currentColor" }),
    );
  } else {
    drawing.append(s("path", { d: LINES[name] }));
  }
  return drawing;
}

/** Two lands and the strip between them. */
export function mark() {
  return s(
    "svg",
    { class: "mark", viewBox: "0 0 32 32", width: 22, height: 22, "aria-hidden": "true" },
    s("rect", { class: "sea", width: 32, height: 32, rx: 7 }),
    s("path", {
      class: "land",
      d: "M0 7a7 7 0 0 1 7-7h11c1 4-2 6-4 8s-1 4 1 6l5 5c2 2 4 2 6 1s5-2 6-1v6a7 7 0 0 1-7 7H12c-1-3 1-5 3-7s1-4-1-6l-4-4c-2-2-4-2-6-1s-3 1-4 1Z",
    }),
  );
}
