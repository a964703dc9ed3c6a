// Marks of single codes: what is pointed at and the image nearest to it, own images, the pin.
import { s } from "../dom.js";
import { offPlane, project } from "../plane.js";
import { selector } from "../selector.js";
import { sampleOf, samplesOf, spotOf } from "../state.js";
import { toPixels, translation } from "../viewport.js";

const ON = 1e-3; // distance up to which a code counts as in the plane
const CROSS = "M-13 0H-4M4 0H13M0 -13V-4M0 4V13";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "marks",
  create({ onScreen }) {
    const line = onScreen.appendChild(s("line", { class: "to-nearest" }));
    const ring = onScreen.appendChild(s("g", { class: "nearest" }, s("circle", { r: 6 }), s("circle", { r: 6 })));
    const owns = onScreen.appendChild(s("g", { class: "owns" }));
    const pin = onScreen.appendChild(
      s(
        "g",
        { class: "pin" },
        s("path", { class: "halo", d: CROSS }),
        s("circle", { class: "halo", r: 7 }),
        s("path", { d: CROSS }),
        s("circle", { class: "ring", r: 7 }),
        s("circle", { class: "dot", r: 2 }),
      ),
    );
    /** @type {Sample[]} */
    let ready = []; // own images that have a code
    /** @type {Map<number, SVGGElement>} */
    let shown = new Map();
    const draw = selector((state) => {
      ready = samplesOf(state).filter((sample) => sample.mu);
      shown = new Map(ready.map(({ id }) => [id, shown.get(id) ?? own(id)]));
      owns.replaceChildren(...shown.values());
    });

    /** @param {State} state @param {Viewport} v */
    function nearest(state, v) {
      const { hover, here, points, space } = state;
      const echo = !!hover?.echo?.encoded;
      const row = hover && !echo && !sampleOf(state, hover) ? (hover.row ?? here?.nearest[0]?.row) : undefined;
      const known = row !== undefined && !!points && row < points.count && !!space;
      line.style.display = known ? "" : "none";
      ring.style.display = known || echo ? "" : "none";
      if (echo && hover && space) {
        ring.setAttribute("transform", translation(v, project(space.plane, hover.z)));
      } else if (known && hover) {
        const [x, y] = toPixels(v, [points.x[row], points.y[row]]);
        const [px, py] = toPixels(v, project(space.plane, hover.z));
        ring.setAttribute("transform", translation(v, [points.x[row], points.y[row]]));
        const away = Math.hypot(px - x, py - y);
        const cut = away > 6 ? 6 / away : 1; // the line ends at the ring
        for (const [name, value] of Object.entries({ x1: px, y1: py, x2: x + (px - x) * cut, y2: y + (py - y) * cut })) {
          line.setAttribute(name, value.toFixed(1));
        }
      }
    }

    return {
      draw(state, v) {
        draw(state);
        nearest(state, v);
        const plane = state.space?.plane;
        const z = state.kept?.pin?.z;
        pin.style.display = z && plane ? "" : "none";
        if (!plane) {
          return;
        }
        const put = (/** @type {Element} */ element, /** @type {Code} */ code) =>
          element.setAttribute("transform", translation(v, project(plane, code)));
        const looked = sampleOf(state, spotOf(state));
        const keys = new Set(state.kept?.keyframes.map(({ sample }) => sample)); // these have the path's handle there
        for (const sample of ready) {
          const mark = /** @type {Element} */ (shown.get(sample.id));
          put(mark, /** @type {Code} */ (sample.mu));
          mark.classList.toggle("looked-at", sample === looked);
          mark.classList.toggle("keyed", keys.has(sample.id));
          if (mark.classList.toggle("pointed", sample.id === state.pointed) && mark !== owns.lastChild) {
            owns.append(mark); // over the others
          }
        }
        if (z) {
          put(pin, z);
          pin.classList.toggle("off", offPlane(plane, z) > ON);
        }
      },
    };
  },
};

/** An own image's place, and its number as in the list: in a box, for letters of keyframes stand in circles. @param {number} id */
function own(id) {
  const width = 7 * String(id).length + 6;
  const tag = s(
    "g",
    { class: "tag", transform: `translate(${6 + width / 2} -13)` },
    s("rect", { x: -width / 2, y: -7, width, height: 14, rx: 3 }),
    s("text", { dy: "0.35em" }, String(id)),
  );
  return s(
    "g",
    { class: "own", "data-sample": id },
    s("circle", { class: "pointer", r: 13 }),
    s("circle", { class: "ring", r: 6.5 }),
    s("circle", { class: "dot", r: 2 }),
    tag,
  );
}
