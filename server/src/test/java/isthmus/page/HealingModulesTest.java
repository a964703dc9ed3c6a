package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes wrong in the page is over when its cause is: modules that ask and draw, against servers that fail. */
@Beside
class HealingModulesTest {
    /** A socket that the test speaks for, in place of the browser's. */
    private static final String SOCKET = """
            const Real = globalThis.WebSocket;
            const sockets = [];
            globalThis.WebSocket = class {
              sent = [];
              constructor() { sockets.push(this); }
              send(text) { this.sent.push(JSON.parse(text)); }
              close() { this.onclose(); }
              says(message) { this.onmessage({ data: JSON.stringify(message) }); }
            };
            const later = globalThis.setTimeout;
            const pause = (ms) => new Promise((resolve) => later(resolve, ms));
            globalThis.setTimeout = (act, ms) => later(act, ms / 100);
            const [told, ends] = [[], []];
            let onOpen = () => {};
            const server = m.connect({ onConnection: (c) => { told.push(c); onOpen(c); }, onBusy() {}, onChanged: () => told.push("changed"),
              onOther: (protocol) => told.push("other " + protocol) });
            const hover = (z) => server.ask("decode", { model: "a", codes: [[z]], lane: "hover" },
              { onFrame() {}, onEnd: (end) => ends.push(z + " " + end), onError: ({ code }) => ends.push(z + " " + code) });
            const hello = (version = 1) => sockets.at(-1).says({ hello: { version, isthmus: "1", limits: {} } });
            const sent = () => sockets.at(-1).sent.map(({ codes }) => codes[0][0]);
            try {
            %s
            } finally {
              server.close();
              Object.assign(globalThis, { WebSocket: Real, setTimeout: later });
            }
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private Object asking(String module, String script) {
        return pages.module(module).call(AskBench.around(script));
    }

    private Object connected(String script) {
        return pages.module("/src/server.js").call("async (m) => {" + SOCKET.formatted(script) + "}");
    }

    @Test
    void aRequestThatFoundTheServerBusyDoesNotReplaceANewerOne() {
        assertEquals(List.of(List.of(1, 2), List.of("1 replaced")), connected("""
                hello();
                hover(1);
                sockets[0].says({ id: sockets[0].sent[0].id, error: { code: "BUSY", message: "" } });
                hover(2);
                await pause(30);
                return [sent(), ends];
                """));
        assertEquals(List.of(1, 1), connected("""
                hello();
                hover(1);
                sockets[0].says({ id: sockets[0].sent[0].id, error: { code: "BUSY", message: "" } });
                await pause(30);
                return sent();
                """), "the newest is sent again");
    }

    @Test
    void ofWhatIsAskedWhileTheServerIsAwayTheNewestIsSent() {
        assertEquals(List.of(List.of(999), List.of(1999)), connected("""
                for (let z = 0; z < 1000; z++) hover(z);
                hello();
                const first = sent();
                sockets[0].onclose();
                for (let z = 1000; z < 2000; z++) hover(z);
                await pause(30);
                hello();
                return [first, sent()];
                """));
    }

    @Test
    void whatIsAskedForAsTheServerComesIsSentOnce() {
        assertEquals(List.of(1, 2), connected("""
                server.ask("decode", { model: "a", codes: [[1]] }, { onFrame() {} });
                onOpen = () => server.ask("decode", { model: "a", codes: [[2]] }, { onFrame() {} });
                hello();
                return sent().sort();
                """));
    }

    @Test
    void aServerOfAnotherProtocolIsAskedNothing() {
        assertEquals(List.of(1, 0, List.of("other 2")), connected("""
                hover(1);
                hello(2);
                await pause(30);
                return [sockets.length, sockets[0].sent.length, told];
                """));
    }

    @Test
    void whatWasAskedOfOneVersionOfAModelIsNeverAnsweredByAnother() {
        assertEquals(List.of("1a", "1a", "2b", "2 MODEL_CHANGED"), connected("""
                const real = globalThis.fetch;
                const serve = (version) => (globalThis.fetch = async () =>
                  ({ ok: true, json: async () => ({ models: [{ id: "a", version }] }) }));
                try {
                  serve("1a");
                  await server.catalogue();
                  hello();
                  hover(2);
                  const first = sockets[0].sent[0].version;
                  sockets[0].onclose();
                  serve("2b");
                  await server.catalogue();
                  await pause(30);
                  hello();
                  const [again] = sockets[1].sent;
                  sockets[1].says({ id: again.id, error: { code: "MODEL_CHANGED", message: "" } });
                  hover(3);
                  return [first, again.version, sockets[1].sent[1].version, ...ends.slice(0, 1)];
                } finally {
                  globalThis.fetch = real;
                }
                """));
    }

    @Test
    void aPanelThatCouldNotBeFetchedIsFetchedWhenItIsWantedAgainAndOneThatIsComingOnlyOnce() {
        assertEquals(
                List.of(1, 2, 1, "updated c"), pages.module("/src/later.js").call("""
                async (m) => {
                  const loads = [];
                  const told = [];
                  const load = () => new Promise((resolve, reject) => loads.push({ resolve, reject }));
                  const settled = () => new Promise((resolve) => setTimeout(resolve));
                  addEventListener("unhandledrejection", (event) => event.preventDefault(), { once: true });
                  const part = m.later(load, ({ wanted }) => wanted, () => told.push("missing"));
                  [true, false, true, false].forEach((wanted) => part.update({ wanted }));
                  const first = loads.length;
                  loads[0].reject(new Error("gone"));
                  await settled();
                  part.update({ wanted: true });
                  const second = loads.length;
                  part.update({ wanted: true, name: "c" });
                  loads[1].resolve({ update: ({ name }) => told.push("updated " + name) });
                  await settled();
                  return [first, second, told.filter((what) => what === "missing").length, told.at(-1)];
                }
                """));
    }

    @Test
    void whatFailedIsAskedAgainWhileItIsWantedAndSaidOnce() {
        String key = "part = { update() {} }; const latest = m.latest(server, dispatch);"
                + "const want = (key) => latest.want(key, () => ({ op: key, fields: {}, onFrame() {} }));";
        assertEquals(List.of("a", "a", "a", "MODEL_FAILED"), asking("/src/asks/latest.js", key + """
                want("a");
                asked[0].onError(failed("MODEL_FAILED"));
                await pause(40);
                asked[1].onError(failed("MODEL_FAILED"));
                await pause(60);
                asked[2].onEnd("done");
                await pause(100);
                return [...asked.map(({ op }) => op), ...said];
                """));
        assertEquals(
                List.of("a", "b", "MODEL_FAILED"),
                asking("/src/asks/latest.js", key + """
                want("a");
                asked[0].onError(failed("MODEL_FAILED"));
                want("b");
                await pause(60);
                return [...asked.map(({ op }) => op), ...said];
                """),
                "not what another took the place of");
        assertEquals(
                List.of("a", "TOO_LARGE"), asking("/src/asks/latest.js", key + """
                want("a");
                asked[0].onError(failed("TOO_LARGE"));
                await pause(60);
                return [...asked.map(({ op }) => op), ...said];
                """), "not what would be refused again");
    }

    @Test
    void theAtlasTilesRowsPicturesAndTheSpotThatFailedAreAskedAgain() {
        assertEquals(List.of("atlas", "atlas", 2), asking("/src/asks/atlas.js", """
                part = m.create(server, dispatch);
                const plane = { origin: [0, 0], first: [1, 0], second: [0, 1], extent: [-1, -1, 1, 1] };
                dispatch({ type: "space", space: { key: card.version + " null", plane } });
                asked[0].onError(failed("MODEL_FAILED"));
                await pause(40);
                asked[1]?.onFrame({ head: { from: 0, of: 2 }, arrays: { x: [1, 2], y: [3, 4] } });
                return [...asked.map(({ op }) => op), state.points?.count];
                """));
        assertEquals(List.of("tiles", "tiles"), asking("/src/asks/tiles.js", """
                part = m.create(server, dispatch);
                const plane = { origin: [0, 0], first: [1, 0], second: [0, 1], extent: [-1, -1, 1, 1] };
                dispatch({ type: "size", size: { width: 40, height: 40 } });
                dispatch({ type: "space", space: { key: card.version + " null", plane } });
                await pause(20);
                const first = asked.length;
                asked.forEach((one) => one.onError(failed("MODEL_FAILED")));
                await pause(40);
                const all = asked.map(({ op }) => op);
                return asked.length === 2 * first ? [all[0], all[first]] : all;
                """));
        assertEquals(List.of(7, 8, 7), asking("/src/asks/rows.js", """
                part = m.create(server, dispatch);
                dispatch({ type: "pin", spot: { z: [0, 0], row: 7 } });
                asked[0].onError(failed("BUSY"));
                dispatch({ type: "hover", spot: { z: [0, 0], row: 8 } }); // the other is not asked for at once
                answer(asked[1]);
                await pause(40);
                return asked.flatMap(({ fields }) => fields.rows);
                """));
        assertEquals(List.of("encode", "wrong", "encode", "encoding"), asking("/src/asks/encode.js", """
                part = m.create(server, dispatch);
                dispatch({ type: "bring", samples: [{ name: "x", wish: {}, file: new Uint8Array(2) }] });
                asked[0].onError(failed("MODEL_FAILED"));
                const { status } = state.encoded[1];
                await pause(40);
                return [asked[0].op, status, asked[1]?.op, state.encoded[1].status];
                """));
        assertEquals(
                List.of("decode", "nearest", "support", "decode", "nearest", "support"),
                asking("/src/asks/here.js", """
                part = m.create(server, dispatch);
                dispatch({ type: "pin", spot: { z: [0, 0] } });
                asked[0].onError(failed("MODEL_FAILED"));
                await pause(40);
                return asked.map(({ op }) => op);
                """));
    }

    @Test
    void tilesOfAnotherPlaneAreAskedForOnceItsSpaceIsThere() {
        assertEquals(List.of(true, 0, true, true), asking("/src/asks/tiles.js", """
                part = m.create(server, dispatch);
                const plane = { origin: [0, 0], first: [1, 0], second: [0, 1], extent: [-1, -1, 1, 1] };
                dispatch({ type: "size", size: { width: 40, height: 40 } });
                dispatch({ type: "space", space: { key: card.version + " null", plane } });
                await pause(20);
                const first = asked.length;
                const through = { through: [[0, 0], [1, 0], [0, 1]] };
                dispatch({ type: "keep", change: { plane: through, view: { x: 5, y: 5, span: 1 } } });
                await pause(20);
                const between = asked.length - first;
                dispatch({ type: "space", space: { key: card.version + " " + JSON.stringify(through), plane } });
                await pause(20);
                const then = asked.slice(first);
                return [first > 0, between, then.length > 0, then.every(({ fields }) => fields.plane === through)];
                """));
    }

    @Test
    void whileTheServerIsAwayHereShowsNothingOfAnotherPlace() {
        String answered = """
                part = m.create(server, dispatch);
                dispatch({ type: "hover", spot: { z: [1, 1] } });
                asked[0].onFrame({ arrays: { pixels: Uint8Array.of(9, 9) } });
                asked[1].onFrame({ arrays: { row: [5], distance: [0.5] } });
                asked[2].onFrame({ arrays: { support: [3] } });
                const shown = () => [state.here.pixels[0], state.here.nearest.length, state.here.support];
                """;
        assertEquals(
                List.of(Arrays.asList(9, 1, 3), Arrays.asList(0, 0, null)),
                asking("/src/asks/here.js", answered + """
                connection("lost");
                const still = shown();
                dispatch({ type: "hover", spot: { z: [2, 2] } });
                return [still, shown()];
                """));
        assertEquals(
                List.of(Arrays.asList(9, 1, null), Arrays.asList(0, 0, null)),
                asking("/src/asks/here.js", answered + """
                dispatch({ type: "hover", spot: { z: [2, 2] } });
                const moment = shown(); // the last place's, until this one's come
                connection("lost");
                return [moment, shown()];
                """));
    }

    @Test
    void rowsAreAskedForOnceTheServerIsBackIfTheyAreStillShown() {
        assertEquals(List.of(true, 1, List.of(999)), asking("/src/asks/rows.js", """
                part = m.create(server, dispatch);
                dispatch({ type: "hover", spot: { z: [0, 0], row: 5 } });
                connection("lost");
                for (let row = 0; row < 1000; row++) dispatch({ type: "hover", spot: { z: [0, 0], row } });
                const before = asked.length;
                connection("open");
                return [asked[0].gone, before, asked.at(-1).fields.rows];
                """));
    }

    @Test
    void rowsThatWereShownLongAgoAreForgotten() {
        assertEquals(List.of(512, true, true, false), asking("/src/asks/rows.js", """
                part = m.create(server, dispatch);
                dispatch({ type: "pin", spot: { z: [0, 0], row: 1 } });
                answer(asked[0]);
                for (let row = 2; row < 3000; row++) {
                  dispatch({ type: "hover", spot: { z: [0, 0], row } });
                  answer(asked.at(-1));
                }
                return [Object.keys(state.rows).length, 1 in state.rows, 2999 in state.rows, 2 in state.rows];
                """));
    }

    @Test
    void aPlaneThatTheServerRefusesIsLeft() {
        assertEquals(Arrays.asList("on a line", null, "plane", null, 1), asking("/src/asks/space.js", """
                part = m.create(server, dispatch);
                dispatch({ type: "keep", change: { plane: { through: [[0, 0], [1, 1], [0, 0]] } } });
                asked[0].onError({ code: "BAD_INPUT", message: "on a line" });
                const { plane } = state.kept;
                dispatch({ type: "undo" });
                return [...said, plane, asked[0].op, state.kept.plane, state.future.length];
                """));
    }

    @Test
    void aPlaneThatWasLeftAndTakenAgainIsAskedForAgain() {
        assertEquals(List.of(3, true, false, true, true), asking("/src/asks/space.js", """
                part = m.create(server, dispatch);
                const take = (plane) => dispatch({ type: "keep", change: { plane } });
                const planes = () => asked.filter(({ op }) => op === "plane");
                const answer = (one) => one.onFrame({ head: { extent: [-1, -1, 1, 1] },
                  arrays: { origin: [0, 0], first: [1, 0], second: [0, 1] } });
                take({ axes: [0, 1] });
                answer(planes()[0]);
                const first = state.space.key;
                take({ axes: [1, 0] });
                take({ axes: [0, 1] }); // before the other's answer
                const [, two, three] = planes();
                answer(three);
                return [planes().length, two.gone, three.gone, state.space.key === first,
                  planes().every((ask) => ask.fields.model === "a")];
                """));
    }

    @Test
    void aPlaneThroughThreePlacesShowsAllOfThem() {
        assertEquals(List.of(-1, -3, 5, 7), asking("/src/asks/space.js", """
                part = m.create(server, dispatch);
                dispatch({ type: "keep", change: { plane: { through: [[0, -3], [5, 0], [0, 7]] } } });
                asked[0].onFrame({ head: { extent: [-1, -1, 1, 1] },
                  arrays: { origin: [0, 0], first: [1, 0], second: [0, 1] } });
                return state.space.plane.extent;
                """));
    }

    @Test
    void aPartThatThrowsIsNamedOnceAndTakesNoOtherAlong() {
        assertEquals(
                List.of(3, List.of("not made", "broken")),
                pages.module("/src/parts.js").call("""
                (m) => {
                  const real = console.error;
                  const said = [];
                  console.error = (error) => said.push(error.message);
                  let told = 0;
                  try {
                    const all = m.parts();
                    all.add(() => { throw new Error("not made"); });
                    all.add(() => ({ update() { throw new Error("broken"); } }));
                    all.add(() => ({ update() { told++; } }));
                    for (let i = 0; i < 3; i++) all.update({});
                  } finally {
                    console.error = real;
                  }
                  return [told, said];
                }
                """));
    }
}
