package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The layer of points over workers that the test speaks for, what draws them, and what their colours mean. */
@Beside
class PointsModuleTest {
    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void aRampIsDrawnOnceAllItsValuesHaveComeAndOneColourUntilThen() {
        assertEquals(List.of(List.of(3, true), List.of(1, true), List.of(65, false)), drawing("""
                const points = { key: "s", of: 2, count: 2, x: new Float32Array(2), y: new Float32Array(2),
                  label: new Uint8Array(2), away: new Float32Array(2) };
                const values = Float32Array.of(1, 2);
                layer.draw(seen("class", points), v);
                workers[0].answer();
                layer.draw({ ...seen("kl", points), columns: { kl: { values, count: 1 } } }, v);
                await new Promise((resolve) => later(resolve, 150)); // no two pictures come at once
                workers[0].answer();
                layer.draw({ ...seen("kl", points), columns: { kl: { values, count: 2 } } }, v);
                await new Promise((resolve) => later(resolve, 150));
                return workers[0].drawn().map(({ look, range }) => [look.colours.length, range === null]);
                """));
    }

    @Test
    void aWorkerThatDiesIsFollowedByAnotherThatHasThePoints() {
        assertEquals(List.of(2, "points more draw"), drawing("""
                const points = { key: "s", of: 2, count: 2, x: new Float32Array(2), y: new Float32Array(2),
                  label: new Uint8Array(2), away: new Float32Array(2) };
                layer.draw(seen("class", points), v);
                workers[0].onerror({});
                await new Promise((resolve) => later(resolve, 30));
                return [workers.length, workers[1].sent.map(({ type }) => type).join(" ")];
                """));
    }

    @Test
    void ofMoreThanTenClassesTheLegendSaysWhichShareAColour() {
        assertEquals(
                List.of("The 3 classes after i share one colour.", 10),
                pages.module("/src/views/map/legend.js").call("""
                async (m) => {
                  const { initial, fresh } = await import("/src/state.js");
                  const element = document.createElement("div");
                  const card = { id: "a", version: "1a", labels: [..."abcdefghijkl"], atlas: { count: 2 } };
                  m.create(element, () => {}).update({ ...initial(), cards: [card], kept: fresh("a") });
                  const colours = [...element.querySelectorAll(".dot")].map(({ style }) => style.color);
                  return [element.querySelector("p").textContent, new Set(colours).size];
                }
                """));
    }

    /** The layer of points over workers that draw nothing. */
    private Object drawing(String script) {
        return pages.module("/src/layers/points.js").call("""
                async (m) => {
                  const { initial, fresh } = await import("/src/state.js");
                  const Real = globalThis.Worker;
                  const later = globalThis.setTimeout;
                  const workers = [];
                  globalThis.setTimeout = (act, ms, ...all) => later(act, ms / 100, ...all);
                  globalThis.Worker = class {
                    sent = [];
                    constructor() { workers.push(this); }
                    postMessage(message) { this.sent.push(message); }
                    terminate() {}
                    drawn() { return this.sent.filter(({ type }) => type === "draw"); }
                    answer() {
                      const canvas = new OffscreenCanvas(1, 1);
                      canvas.getContext("2d");
                      const bitmap = canvas.transferToImageBitmap();
                      this.onmessage({ data: { id: this.drawn().at(-1).id, bitmap, count: 2, discs: null } });
                    }
                  };
                  const card = { id: "a", version: "1a", labels: ["x", "y", "z"], atlas: { count: 2 },
                    likelihood: { family: "bernoulli" } };
                  const seen = (colour, points) => ({ ...initial(), cards: [card], kept: { ...fresh("a"), colour }, points,
                    space: { key: "s" } });
                  const v = { width: 10, height: 10, scale: 1, x: 0, y: 0 };
                  const canvas = document.createElement("canvas");
                  canvas.width = canvas.height = 10;
                  const layer = m.create(canvas, () => {});
                  try {
                    %s
                  } finally {
                    layer.destroy();
                    globalThis.Worker = Real;
                    globalThis.setTimeout = later;
                  }
                }
                """.formatted(script));
    }

    @Test
    void densitiesAreDrawnAnewInTheArraysOfThePictureBefore() {
        assertEquals(List.of(true, true), pages.module("/src/layers/raster.js").call("""
                (m) => {
                  const many = 100_000;
                  const cloud = { x: new Float32Array(many), y: new Float32Array(many), label: new Uint8Array(many),
                    paint: new Uint8Array(many), count: many };
                  const look = { colours: [[9, 9, 9]], paper: [0, 0, 0], ink: [0, 0, 0], faint: new Uint8Array(256), chosen: null };
                  const arrays = m.buffers();
                  const draw = (x) => {
                    const rgba = new Uint8ClampedArray(4 * 600 * 400);
                    m.raster(cloud, look, { width: 600, height: 400, scale: 1, x, y: 0, ratio: 2 }, rgba, arrays);
                    return rgba.reduce((sum, value) => sum + value, 0);
                  };
                  const first = draw(0);
                  const real = [Float32Array, Int32Array];
                  let bytes = 0;
                  for (const type of real) {
                    globalThis[type.name] = new Proxy(type, { construct(made, given) {
                      const array = Reflect.construct(made, given);
                      bytes += array.byteLength;
                      return array;
                    } });
                  }
                  try {
                    draw(50);
                    return [bytes < 20_000, draw(0) === first];
                  } finally {
                    real.forEach((type) => (globalThis[type.name] = type));
                  }
                }
                """));
    }

    @Test
    void theFartherAPointLiesFromThePlaneTheFainterItIs() {
        assertEquals(
                List.of(true, 1, 0.2, 0.6, "none"),
                pages.module("/src/layers/raster.js").call("""
                (m) => {
                  const away = Float32Array.from({ length: 101 }, (_, i) => 3 + i / 100);
                  const faded = m.fadesOf(away, 101);
                  const falling = faded.every((one, i) => i === 0 || one <= faded[i - 1]);
                  const round = (number) => Math.round(1000 * number) / 1000;
                  return [falling, ...[0, 100, 50].map((i) => round(faded[i])), m.fadesOf(new Float32Array(9), 9) ?? "none"];
                }
                """));
        assertEquals(List.of(255, 51), pages.module("/src/layers/raster.js").call("""
                (m) => {
                  const cloud = { x: Float32Array.of(-20, 20), y: new Float32Array(2), label: new Uint8Array(2),
                    paint: new Uint8Array(2), faded: Float32Array.of(1, 0.2), count: 2 };
                  const look = { colours: [[9, 9, 9]], paper: [0, 0, 0], ink: [0, 0, 0], faint: new Uint8Array(256), chosen: null };
                  const rgba = new Uint8ClampedArray(4 * 100 * 100);
                  m.raster(cloud, look, { width: 100, height: 100, scale: 1, x: 0, y: 0, ratio: 1 }, rgba, m.buffers());
                  return [30, 70].map((x) => rgba[4 * (50 * 100 + x) + 3]);
                }
                """));
    }
}
