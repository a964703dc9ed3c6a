// A lesson as its file holds it, checked: whoever writes one is told in a sentence where it is wrong. Pure.
/** @import {Ask, Claim, Code, Lesson, Reveal, Step} from "./types.js" */

/** What a lesson may be called, in its folder and in an address. */
export const LESSON_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const MOST_SENTENCES = 3;
const CODE_LINES = 10; // and what they import
const IMPORT = /^(from|import) /;
const ROWS = /^\d{1,6}-\d{1,6}$/;
const FIELD = /^[a-z][a-zA-Z]*$/;
const MATHS = ["math", "mrow", "mi", "mn", "mo", "mtext", "msub", "msup", "msubsup", "mfrac", "msqrt", "munder", "munderover", "mover", "mspace"];
const SYMBOL = /^(x|z|q|p|prior|kl|bound|mean|noise|gap)$/; // classes of css/lesson.css

/** Why a file is no lesson. */
export class Unfit extends Error {}

/** @param {string} where @param {string} expected @param {unknown} found @returns {never} */
function refuse(where, expected, found) {
  throw new Unfit(`${where}: expected ${expected}, found ${JSON.stringify(found)?.slice(0, 60) ?? "nothing"}`);
}

/** @param {string} where @param {unknown} value @returns {string} */
function text(where, value) {
  return typeof value === "string" && value.trim() !== "" ? value : refuse(where, "a text", value);
}

/** @param {string} where @param {unknown} value @returns {number} */
function number(where, value) {
  return typeof value === "number" && Number.isFinite(value) ? value : refuse(where, "a number", value);
}

/** @param {string} where @param {unknown} value @returns {Record<string, any>} */
function object(where, value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : refuse(where, "an object", value);
}

/** @param {string} where @param {unknown} value @returns {any[]} */
function list(where, value) {
  return Array.isArray(value) && value.length > 0 ? value : refuse(where, "a list of one or more", value);
}

/** @param {string} where @param {Record<string, any>} value @param {string[]} known */
function only(where, value, known) {
  const other = Object.keys(value).find((name) => !known.includes(name));
  if (other !== undefined) {
    refuse(where, `no other fields than ${known.join(", ")}`, other);
  }
}

/**
 * A text of one to three sentences, whose numbers are claims.
 * @param {string} where
 * @param {unknown} value
 * @param {Record<string, Claim>} claims
 */
function sentences(where, value, claims) {
  const words = text(where, value);
  const count = words.replace(/\[\[|\]\]/g, "").match(/[.?!:](?=\s+[A-Z“("{]|$)/g)?.length ?? 0;
  if (count < 1 || count > MOST_SENTENCES + 1) { // a colon may begin another
    refuse(where, `one to ${MOST_SENTENCES} sentences`, words);
  }
  for (const name of claimsIn(words)) {
    if (!claims[name]) {
      refuse(where, `a claim for {${name}}`, Object.keys(claims));
    }
  }
}

/** The claims that a text makes, by name. @param {string} words */
export function claimsIn(words) {
  return [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
}

/** @param {string} where @param {unknown} value @returns {Claim} */
function claim(where, value) {
  const one = object(where, value);
  only(where, one, ["card", "figure", "path", "where", "op", "fields", "head", "array", "at", "over", "each", "time", "grid", "images", "map", "state", "reading", "less", "per", "decimals", "times"]);
  const kinds = ["card", "path", "op", "state", "reading", "less", "per"].filter((kind) => one[kind] !== undefined);
  if (kinds.length !== 1) {
    refuse(where, "one of card, path, op, state, reading, less and per", kinds);
  }
  if (one.card !== undefined || one.path !== undefined) {
    text(`${where}.figure`, one.figure);
  } else if (one.op !== undefined) {
    text(`${where}.fields.model`, object(`${where}.fields`, one.fields).model);
    const rows = one.images?.rows;
    if (rows !== undefined && !(Array.isArray(rows) ? rows.every(Number.isInteger) : ROWS.test(rows))) {
      refuse(`${where}.images.rows`, 'rows of the data as a list, or as "0-23"', rows);
    }
    if (!one.time && !one.head && !one.array) {
      refuse(where, "head, array or time", one);
    }
  } else if ((one.less ?? one.per) && list(where, one.less ?? one.per).length !== 2) {
    refuse(where, "two claims", one.less ?? one.per);
  }
  return /** @type {Claim} */ (one);
}

/** @param {string} where @param {unknown} value */
function maps(where, value) {
  for (const [i, map] of list(where, value).entries()) {
    for (const [name, field] of Object.entries(object(`${where}[${i}]`, map))) {
      const fits = typeof field === "string" || (name === "pin" ? isSpot(field) : name === "path" ? Array.isArray(field) && field.every(isSpot)
        : name === "selection" && Array.isArray(field) && field.every(Number.isInteger));
      if (!FIELD.test(name) || !fits) {
        refuse(`${where}[${i}].${name}`, "a part of a link: a text, a place, or rows of the data", field);
      }
    }
  }
}

/** A place of latent space, or a row of the data. @param {any} spot */
function isSpot(spot) {
  return Array.isArray(spot) ? spot.every(Number.isFinite) : Number.isInteger(spot?.row);
}

/** @param {string} where @param {unknown} value */
function show(where, value) {
  const { maps: all, active, ...others } = object(where, value);
  only(where, others, []);
  maps(`${where}.maps`, all);
  for (const [i, map] of all.entries()) {
    text(`${where}.maps[${i}].model`, map.model);
  }
  if (active !== undefined && !(active >= 0 && active < all.length)) {
    refuse(`${where}.active`, "the place of one of the maps", active);
  }
}

/** @param {string} where @param {unknown} value @param {Record<string, Claim>} claims */
function ask(where, value, claims) {
  const one = /** @type {Ask} */ (object(where, value));
  text(`${where}.say`, one.say);
  const says = (/** @type {[string, unknown][]} */ ...told) => told.forEach(([name, words]) => sentences(`${where}.${name}`, words, claims));
  switch (one.kind) {
    case "choose": {
      const answers = list(`${where}.answers`, one.answers);
      if (answers.filter(({ right }) => right).length !== 1 || answers.length !== 3) {
        refuse(`${where}.answers`, "three answers, one of them right", answers);
      }
      answers.forEach(({ say, reply }, i) => {
        text(`${where}.answers[${i}].say`, say);
        says([`answers[${i}].reply`, reply]);
      });
      return;
    }
    case "number":
      ["least", "most", "step", "within"].forEach((name) => number(`${where}.${name}`, /** @type {any} */ (one)[name]));
      if (!claims[one.claim]) {
        refuse(`${where}.claim`, "a claim", one.claim);
      }
      return says(["right", one.right], ["low", one.low], ["high", one.high]);
    case "pin":
      only(`${where}.where`, object(`${where}.where`, one.where), ["near", "row", "within", "image", "label", "beyond", "unsupported"]);
      if (one.shows) {
        maps(`${where}.shows`, one.shows);
      }
      return says(["right", one.right], ["wrong", one.wrong]);
    case "do":
      text(`${where}.state`, one.state ?? one.reading);
      if (["is", "least", "most", "not"].filter((name) => /** @type {any} */ (one)[name] !== undefined).length !== 1) {
        refuse(where, "one of is, not, least and most", one);
      }
      if (one.shows) {
        maps(`${where}.shows`, one.shows);
      }
      return says(["right", one.right]);
    default:
      refuse(`${where}.kind`, "choose, number, pin or do", /** @type {any} */ (one).kind);
  }
}

/** @param {string} where @param {unknown} value */
function formula(where, value) {
  const { mathml, spoken, ...others } = object(where, value);
  only(where, others, []);
  text(`${where}.spoken`, spoken);
  for (const [i, line] of list(`${where}.mathml`, mathml).entries()) {
    for (const [, name, attributes] of text(`${where}.mathml[${i}]`, line).matchAll(/<(\w+)([^>]*?)\/?>/g)) {
      const symbol = attributes.match(/^ class='(\w+)'$/)?.[1];
      if (!MATHS.includes(name) || (attributes !== "" && !SYMBOL.test(symbol ?? ""))) {
        refuse(`${where}.mathml[${i}]`, "MathML whose symbols may have a class", `<${name}${attributes}>`);
      }
    }
  }
}

/** @param {string} where @param {unknown} value */
function lines(where, value) {
  const all = list(where, value);
  all.forEach((line, i) => text(`${where}[${i}]`, line));
  const count = all.filter((line) => !IMPORT.test(line)).length;
  if (count > CODE_LINES) {
    refuse(where, `at most ${CODE_LINES} lines beside those that import`, count);
  }
}

/**
 * Code by name, each of which a step shows.
 * @param {string} where
 * @param {{begin?: unknown, code?: unknown, steps: Step[]}} lesson
 */
function code(where, { begin, code: all = {}, steps }) {
  const shown = steps.map((one) => one.code);
  if (begin !== undefined) {
    lines(`${where}.begin`, begin);
  }
  for (const [name, one] of Object.entries(object(`${where}.code`, all))) {
    only(`${where}.code.${name}`, object(`${where}.code.${name}`, one), ["torch", "server"]);
    lines(`${where}.code.${name}.torch`, one.torch);
    text(`${where}.code.${name}.server`, one.server);
    if (!shown.includes(name)) {
      refuse(`${where}.code.${name}`, "a step that shows it", shown);
    }
  }
}

/**
 * @param {string} where
 * @param {unknown} value
 * @param {Record<string, Claim>} claims
 * @param {Record<string, Code>} named
 * @param {boolean} first
 */
function step(where, value, claims, named, first) {
  const one = /** @type {Step} */ (object(where, value));
  only(where, one, ["title", "say", "show", "formula", "ask", "reveal", "code", "papers"]);
  text(`${where}.title`, one.title);
  sentences(`${where}.say`, one.say, claims);
  if (first || one.show) {
    show(`${where}.show`, one.show);
  }
  if (one.formula) {
    formula(`${where}.formula`, one.formula);
  }
  if (one.ask) {
    ask(`${where}.ask`, one.ask, claims);
  }
  if (one.reveal) {
    const { say, maps: all, formula: also } = /** @type {Reveal} */ (object(`${where}.reveal`, one.reveal));
    sentences(`${where}.reveal.say`, say, claims);
    if (all) {
      maps(`${where}.reveal.maps`, all);
    }
    if (also) {
      formula(`${where}.reveal.formula`, also);
    }
  }
  if (one.code !== undefined && !named[one.code]) {
    refuse(`${where}.code`, "the name of a code", one.code);
  }
  for (const [i, paper] of (one.papers ?? []).entries()) {
    text(`${where}.papers[${i}].say`, paper.say);
    text(`${where}.papers[${i}].href`, paper.href);
    if (!/^https:\/\/(arxiv\.org|doi\.org)\//.test(paper.href)) {
      refuse(`${where}.papers[${i}].href`, "an address at arxiv.org or doi.org", paper.href);
    }
  }
}

/**
 * A lesson, or an Unfit.
 * @param {string} id its folder's name
 * @param {unknown} value of its lesson.json
 * @returns {Lesson}
 */
export function readLesson(id, value) {
  const lesson = object(id, value);
  only(id, lesson, ["title", "question", "claims", "begin", "code", "steps"]);
  text(`${id}.title`, lesson.title);
  sentences(`${id}.question`, lesson.question, {});
  const claims = object(`${id}.claims`, lesson.claims ?? {});
  for (const [name, one] of Object.entries(claims)) {
    claim(`${id}.claims.${name}`, one);
    for (const other of one.less ?? one.per ?? []) {
      if (!claims[other]) {
        refuse(`${id}.claims.${name}`, "the names of two claims", other);
      }
    }
  }
  const { title, question, begin = [], code: named = {}, steps } = lesson;
  list(`${id}.steps`, steps).forEach((one, i) => step(`${id}.steps[${i}]`, one, claims, named, i === 0));
  code(id, { begin: lesson.begin, code: named, steps });
  return { id, title, question, claims, begin, code: named, steps };
}
