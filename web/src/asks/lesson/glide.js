// Leads maps from where they look to where a step looks, briefly; at once for whoever wants no motion.
import { interpolateZoom } from "../../d3.js";
import { fit, viewportOf } from "../../viewport.js";

const LONGEST = 280; // milliseconds

/** Where a pane looks now, as a view; null while that is not known. @param {Pane} pane @returns {View | null} */
export function viewOf(pane) {
  const v = viewportOf(pane);
  return v && { x: v.x, y: v.y, span: Math.min(v.width, v.height) / v.scale };
}

/** @param {Dispatch} dispatch @param {() => Pane[]} panesNow */
export function createGlide(dispatch, panesNow) {
  let glide = 0;

  return {
    /**
     * @param {(View | null)[]} from by the map's place, as it was just told to look; null where it is at its goal already
     * @param {Kept[]} to
     */
    begin(from, to) {
      cancelAnimationFrame(glide);
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const ways = to.flatMap(({ view, model }, i) => {
        const pane = panesNow()[i];
        const begun = from[i];
        const goal = view ?? (pane?.space && fit(pane.space.plane.extent, pane.size));
        if (!begun || !goal || !pane) {
          return [];
        }
        const way = interpolateZoom([begun.x, begun.y, begun.span], [goal.x, goal.y, goal.span]);
        return [{ id: pane.pane, model, way, view, led: /** @type {View | null} */ (begun) }];
      });
      const start = performance.now();
      const step = () => {
        const time = still ? 1 : Math.min(1, (performance.now() - start) / LONGEST);
        let going = false;
        for (const one of ways) {
          const kept = panesNow().find(({ pane }) => pane === one.id)?.kept;
          if (!kept || kept.model !== one.model || kept.view !== one.led) {
            continue; // a hand has the map, or it shows something else
          }
          const share = one.way.duration === 0 ? 1 : time;
          const [x, y, span] = one.way(share * (2 - share));
          one.led = share < 1 ? { x, y, span } : one.view;
          going ||= share < 1;
          dispatch({ type: "keep", change: { view: one.led }, gesture: "look" }, one.id);
        }
        if (going) {
          glide = requestAnimationFrame(step);
        }
      };
      step();
    },
  };
}
