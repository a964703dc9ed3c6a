// Leads the page through the lesson that is taken: fetches it, lays out each step through the code that opens links, and
// asks for the numbers that the step claims, and for what the next one will show.
import { changesOf, claimsOf, codesOf, laidOf, rowList, numberIn, revealedOf, rowsOf, showAt } from "../../lesson/step.js";
import { LESSON_ID, readLesson, Unfit } from "../../lesson/read.js";
import { lookedOf } from "../../looked.js";
import { notice } from "../../notice.js";
import { writePlane } from "../../url-parts.js";
import { createAhead } from "./ahead.js";
import { createGlide, viewOf } from "./glide.js";
/** @import {Claim, Lesson, MapParts} from "../../lesson/types.js" */
/** @import {Server} from "../../server.js" */
/** @import {Op, Sent} from "../../types-wire.js" */
/** @import {Code, Kept, Pane, State} from "../../types.js" */
/** @import {Laid} from "../../panes.js" */

const TRIES = 6; // of what is timed

/** @type {import("../latest.js").Ask} */
export function create(server, dispatch) {
  /** @type {State} */
  let now;
  let listed = false; // whether all lessons were asked for
  let wanted = ""; // the lesson that is being fetched
  let led = ""; // the step that the page was led to last, and whether as it is once done
  /** @type {Set<string>} claims that were asked for, by lesson, version of the model and name */
  let claimed = new Set();
  /** @type {Map<string, Code>} means of rows, by version and row */
  const means = new Map();
  /** @type {Map<string, Promise<any[]>>} of the lesson's requests, of which several claims may take their numbers */
  const answers = new Map();
  /** @type {Promise<number>} one after another, or each would be slowed by the others */
  let timing = Promise.resolve(0);
  const glide = createGlide(dispatch, () => now.panes);
  const ahead = createAhead(server);
  let foreseen = ""; // the step after which the next one was asked for

  /** @param {string} id @returns {Promise<Lesson>} */
  async function fetched(id) {
    return readLesson(id, await server.call("GET", `lessons/${id}/lesson.json`));
  }

  /** @param {string} id */
  function fetchOne(id) {
    if (wanted === id) {
      return;
    }
    wanted = id;
    const found = LESSON_ID.test(id) ? fetched(id) : Promise.reject(new Unfit("there is no such lesson"));
    found.then(
      (lesson) => dispatch({ type: "lessons", read: [lesson] }),
      ({ message }) => {
        wanted = "";
        if (now.course?.id === id) {
          dispatch({ type: "lesson", at: null });
          dispatch(notice("wrong", `The lesson “${id.slice(0, 64)}” couldn't be opened: ${message}.`));
        }
      },
    );
  }

  function fetchAll() {
    listed = true;
    server.call("GET", "lessons/order.json").then(
      async (order) => dispatch({ type: "lessons", order, read: await Promise.all(order.map(fetched)) }),
    ).catch(({ message }) => {
      listed = false;
      dispatch(notice("wrong", `The lessons couldn't be listed: ${message}.`));
    });
  }

  /** @param {string} model */
  const versionOf = (model) => now.cards.find(({ id }) => id === model)?.version ?? "";
  /** @param {string} model @param {number} row */
  const keyOf = (model, row) => `${versionOf(model)} ${row}`;

  /** Asks for the means of rows, and goes on once they are known. @param {MapParts[]} maps @param {() => void} then */
  function withMeans(maps, then) {
    const missing = rowsOf(maps).filter(({ model, row }) => versionOf(model) && !means.has(keyOf(model, row)));
    let left = missing.length;
    const one = () => --left === 0 && then();
    for (const { model, row } of missing) {
      server.ask("rows", { model, rows: [row], images: false }, {
        onFrame: ({ arrays: { mu } }) => void means.set(keyOf(model, row), Array.from(mu)),
        onEnd: one,
        onError({ message }) {
          dispatch(notice("wrong", message));
          one();
        },
      });
    }
    if (missing.length === 0) {
      then();
    }
  }

  /** @param {string} model @param {number} row */
  function meanOf(model, row) {
    const dim = now.cards.find(({ id }) => id === model)?.latent.dim ?? 0;
    return means.get(keyOf(model, row)) ?? Array(dim).fill(0);
  }

  /** @param {Lesson} lesson @param {number} step @param {boolean} done */
  function lead(lesson, step, done) {
    const show = showAt(lesson, step);
    const changes = changesOf(lesson.steps[step], now.course?.done ?? null);
    const maps = done ? changes.map((change, i) => ({ model: show.maps[i]?.model, ...change })) : show.maps;
    const key = led;
    withMeans(/** @type {MapParts[]} */ (maps), () => {
      if (led !== key) {
        return; // the reader has gone on
      }
      const shown = now.panes.flatMap((pane) => (pane.kept ? [{ kept: pane.kept, looked: lookedOf(pane) }] : []));
      const { panes, problems } = done ? revealedOf(changes, shown, now, meanOf) : laidOf(show, now, meanOf);
      const active = done ? Math.max(0, now.panes.findIndex(({ pane }) => pane === now.active)) : (show.active ?? 0);
      lay(panes, active);
      if (!done) {
        dispatch({ type: "lesson-laid", laid: panes.map(({ kept }) => kept) });
      }
      problems.forEach((problem) => dispatch(notice("wrong", problem)));
    });
  }

  /** Once the maps of a step are whole, what those of the next will show. @param {Lesson} lesson @param {number} step */
  function foresee(lesson, step) {
    const key = led;
    if (foreseen === key || !now.course?.laid || !now.panes.every((pane) => isWhole(pane, now.cards))) {
      return;
    }
    foreseen = key;
    const show = showAt(lesson, step + 1);
    if (step < lesson.steps.length - 1 && show !== showAt(lesson, step)) {
      withMeans(show.maps, () => foreseen === led && ahead.begin(laidOf(show, now, meanOf).panes, now));
    }
  }

  /** @param {(Laid & {kept: Kept})[]} panes @param {number} active */
  function lay(panes, active) {
    now.panes.forEach(({ pane, followed }) => followed && dispatch({ type: "unfollow" }, pane));
    const from = panes.map(({ kept }, i) => (stays(now.panes[i], kept) ? viewOf(now.panes[i]) : null));
    const begun = panes.map((one, i) => ({ ...one, kept: { ...one.kept, view: from[i] ?? one.kept.view } }));
    dispatch({ type: "panes", panes: begun, active });
    dispatch({ type: "tool", tool: "pan" });
    glide.begin(from, panes.map(({ kept }) => kept));
  }

  /** @param {Lesson} lesson @param {number} step */
  function claim(lesson, step) {
    for (const name of claimsOf(lesson, step)) {
      const one = lesson.claims[name];
      const key = `${lesson.id} ${versionOf(one?.fields?.model ?? "")} ${name}`;
      if ((one?.op || one?.path) && !claimed.has(key)) {
        claimed.add(key);
        computed(one).then(
          (value) => {
            if (Number.isFinite(value) && now.course?.id === lesson.id) {
              dispatch({ type: "lesson-values", values: { [name]: value } });
            }
          },
          ({ message }) => {
            claimed.delete(key);
            answers.clear();
            dispatch(notice("wrong", message));
          },
        );
      }
    }
  }

  /** @param {Claim} claim */
  async function computed({ op, path, where, figure, fields, grid, images, time, ...rest }) {
    if (path) {
      const { rows } = await server.call("GET", path);
      return Number(rows.findLast((/** @type {any} */ row) => Object.entries(where ?? {}).every(([name, value]) => row[name] === value))?.[figure ?? ""]);
    }
    /** @type {Record<string, any>} */
    const request = { ...fields, ...(grid && { codes: codesOf(grid) }) };
    const arrays = images && (await originals(images));
    const ask = () => asked(server, /** @type {Op} */ (op), request, arrays);
    if (!time) {
      const key = JSON.stringify([op, versionOf(request.model ?? ""), fields, grid, images]);
      const answer = answers.get(key) ?? ask();
      answers.set(key, answer);
      return numberIn(rest, await answer);
    }
    return (timing = timing.catch(() => 0).then(() => fastest(ask)));
  }

  /** @param {NonNullable<Claim["images"]>} images */
  async function originals({ model, rows }) {
    const [{ arrays, shapes }] = await asked(server, "rows", { model, rows: rowList(rows), images: true });
    if (!arrays.originals) {
      throw new Error("This number needs the images of the data set, which are not on the server's machine.");
    }
    return [{ name: "images", values: arrays.originals, shape: shapes.originals }];
  }

  return {
    update(state) {
      now = state;
      const { course, lessons, dialog, catalogue, cards, connection } = state;
      if (!listed && dialog === "lessons") {
        fetchAll();
      }
      if (!course) {
        [led, wanted, foreseen, claimed] = ["", "", "", new Set()];
        answers.clear();
        ahead.end();
        return;
      }
      const lesson = lessons.byId[course.id];
      if (!lesson) {
        fetchOne(course.id);
      } else if (course.step >= lesson.steps.length) {
        dispatch({ type: "lesson", at: { id: course.id, step: lesson.steps.length - 1 } });
      } else if (catalogue === "ready" && cards.length > 0 && connection === "open") {
        if (!listed && course.step === lesson.steps.length - 1) {
          fetchAll(); // it names the next one
        }
        const done = course.done !== null && course.laid !== null; // a reader may be faster than the step
        const key = `${course.id}/${course.step}${done ? " done" : ""}`;
        if (led === key) {
          foresee(lesson, course.step);
        } else {
          led = key;
          ahead.end();
          claim(lesson, course.step);
          if (!done || changesOf(lesson.steps[course.step], course.done).length > 0) {
            lead(lesson, course.step, done);
          }
        }
      }
    },
  };
}

/** Milliseconds of the fastest of some tries, the first of which opens the model. @param {() => Promise<unknown>} act */
async function fastest(act) {
  let least = Infinity;
  for (let i = 0; i < TRIES; i++) {
    const start = performance.now();
    await act();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/**
 * All frames of an answer.
 * @template {Op} O
 * @param {Server} server
 * @param {O} op
 * @param {Record<string, any>} fields
 * @param {Sent[]} [arrays]
 * @returns {Promise<any[]>}
 */
function asked(server, op, fields, arrays) {
  return new Promise((done, failed) => {
    /** @type {unknown[]} */
    const frames = [];
    server.ask(op, /** @type {any} */ (fields), {
      arrays,
      onFrame: (frame) => void frames.push(frame),
      onEnd: () => done(frames),
      onError: failed,
    });
  });
}

/** Whether a pane shows all that its map is to. @param {Pane} pane @param {Card[]} cards */
function isWhole({ kept, version, size, heading, space, points, tiles }, cards) {
  const card = cards.find((one) => one.id === kept?.model);
  const drawn = !kept?.layers.manifold || (!!space && tiles?.key === space.key && !tiles.busy);
  const marked = !card?.atlas || (points !== null && points.count === points.of);
  return size.width === 0 || (card?.version === version && !heading && !!space && drawn && marked);
}

/** Whether a pane goes on showing the same plane, so that it can glide. @param {Pane | undefined} pane @param {Kept} to */
function stays(pane, { model, plane }) {
  const at = pane?.kept;
  const text = (/** @type {Kept["plane"]} */ spec) => (spec ? writePlane(spec) : "");
  return !!at && at.model === model && text(at.plane) === text(plane);
}
