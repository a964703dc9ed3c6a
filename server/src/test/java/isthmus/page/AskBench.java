package isthmus.page;

/** What a module that asks is tested with, in place of the page around it. */
final class AskBench {
    /** Has pauses pass a hundred times as fast, gives a state of one model, and a server that remembers what it is asked. */
    private static final String BENCH = """
            const { initial, update, fresh } = await import("/src/state.js");
            const later = globalThis.setTimeout;
            const pause = (ms) => new Promise((resolve) => later(resolve, ms));
            globalThis.setTimeout = (act, ms, ...all) => later(act, ms / 100, ...all);
            globalThis.benches = (globalThis.benches ?? 0) + 1; // of another version each, for answers are remembered
            const card = { id: "a", version: `1a${globalThis.benches}`, labels: [], latent: { dim: 2 }, posterior: "diagonal",
              input: { channels: 1, height: 1, width: 2 }, atlas: { count: 9999 } };
            const said = [];
            let state = initial();
            let part = null;
            const dispatch = (action) => {
              state = update(state, action);
              if (action.type === "notice") said.push(action.notice.text);
              part?.update(state);
            };
            dispatch({ type: "catalogue", cards: [card], refused: [] });
            dispatch({ type: "open", kept: fresh("a") });
            const connection = (connection) => dispatch({ type: "connection", connection });
            connection("open");
            const asked = [];
            const server = { ask(op, fields, told) {
              const one = { op, fields, ...told, gone: false };
              asked.push(one);
              return { cancel: () => (one.gone = true) };
            } };
            const answer = (one) => {
              const many = one.fields.rows.length;
              const numbers = () => new Float32Array(2 * many);
              one.onFrame({ head: {}, shapes: { mu: [many, 2], logvar: [many, 2] }, arrays: { mu: numbers(),
                logvar: numbers(), index: numbers(), label: numbers(), kl: numbers(), reconstruction: numbers() } });
            };
            const failed = (code) => ({ code, message: code });
            try {
            %s
            } finally {
              globalThis.setTimeout = later;
            }
            """;

    private AskBench() {}

    /** A function of a module, {@code m}, that runs a script. */
    static String around(String script) {
        return "async (m) => {" + BENCH.formatted(script) + "}";
    }
}
