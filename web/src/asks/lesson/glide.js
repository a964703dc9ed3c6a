// Leads maps from where they look to where a step looks, briefly; at once for whoever wants no motion.
import { interpolateZoom } from "../../d3.js";
import { fit, viewportOf } from "../../viewport.js";

const LONGEST = 200; // milliseconds

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
      panesNow().forEach(({ pane, heading }) => heading && dispatch({ type: "heading", heading: null }, pane));
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const ways = to.flatMap(({ view, model }, i) => {
        const pane = panesNow()[i];
        const begun = from[i];
        const goal = view ?? (pane?.space && fit(pane.space.plane.extent, pane.size));
        if (!begun || !goal || !pane) {
          return [];
        }
        const way = interpolateZoom([begun.x, begun.y, begun.span], [goal.x, goal.y, goal.span]);
        return [{ id: pane.pane, model, way, view, goal, led: /** @type {View | null} */ (begun) }];
      });
      ways.forEach(({ id, way, goal }) => way.duration > 0 && !still && dispatch({ type: "heading", heading: goal }, id));
      const start = performance.now();
      let left = ways;
      const step = () => {
        const time = still ? 1 : Math.min(1, (performance.now() - start) / LONGEST);
        left = left.filter((one) => {
          const kept = panesNow().find(({ pane }) => pane === one.id)?.kept;
          const free = kept?.model === one.model && kept.view === one.led; // or a hand has the map, or it shows something else
          const share = one.way.duration === 0 ? 1 : time;
          const going = free && share < 1;
          if (!going) {
            dispatch({ type: "heading", heading: null }, one.id);
          }
          if (free) {
            const [x, y, span] = one.way(share * (2 - share));
            one.led = going ? { x, y, span } : one.view;
            dispatch({ type: "keep", change: { view: one.led }, gesture: "look" }, one.id);
          }
          return going;
        });
        if (left.length > 0) {
          glide = requestAnimationFrame(step);
        }
      };
      step();
    },
  };
}
