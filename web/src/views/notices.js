// What the page says in passing. What informs goes by itself, unless it is being read; what went wrong stays until it is
// closed; that the server is not there stays until it is back.
import { iconButton } from "../controls.js";
import { h, setText } from "../dom.js";
import { icon } from "../icons.js";
import { selector } from "../selector.js";
/** @import {Notice} from "../types.js" */

const MOST = 3;
const STAY = 4000; // milliseconds
const PATIENCE = 600; // milliseconds that the server may be away before it is said
const WORDS = {
  lost: "The server isn't responding. Retrying…",
  other: "This page and the server have different versions. Reload the page.",
};

/** @type {MakeView} */
export function create(element, dispatch) {
  /** @type {Map<number, {element: HTMLElement, stop(): void}>} */
  const shown = new Map();
  const dot = h("span", { class: "dot", "aria-hidden": "true" });
  const sentence = h("span");
  const lost = h("div", { class: "notice lost", hidden: true }, dot, sentence);
  let away = 0;
  element.append(lost);

  const missing = selector(({ connection, kept }) => {
    const said = kept !== null || connection === "other"; // without a model the whole page says that it is lost
    const words = said ? WORDS[/** @type {keyof typeof WORDS} */ (connection)] : undefined;
    clearTimeout(away);
    away = 0;
    if (!words) {
      lost.hidden = true;
      setText(sentence, "");
    } else if (!lost.hidden) {
      setText(sentence, words);
    } else {
      away = setTimeout(() => {
        lost.hidden = false;
        setText(sentence, words); // said as it appears
      }, PATIENCE);
    }
  });

  /** Finds the foot of the map, again where the map has another size. */
  const stand = selector(({ size }) => {
    const map = size && document.getElementById("map")?.getBoundingClientRect();
    if (map) {
      element.style.setProperty("--middle", `${map.left + map.width / 2}px`);
      element.style.setProperty("--foot", `${innerHeight - map.bottom}px`);
    }
  });

  const show = selector(({ notices }) => {
    const kept = notices.slice(-MOST);
    for (const { id } of notices.slice(0, -MOST)) {
      dispatch({ type: "notice-gone", id });
    }
    for (const [id, toasted] of shown) {
      if (!kept.some((notice) => notice.id === id)) {
        toasted.stop();
        toasted.element.remove();
        shown.delete(id);
      }
    }
    for (const notice of kept) {
      if (!shown.has(notice.id)) {
        const made = toast(notice, () => dispatch({ type: "notice-gone", id: notice.id }));
        shown.set(notice.id, made);
        element.append(made.element);
      }
    }
  });

  return {
    update(state) {
      stand(state);
      show(state);
      missing(state);
    },
  };
}

/** @param {Notice} notice @param {() => void} gone */
function toast({ kind, text }, gone) {
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    if (kind !== "wrong") {
      timer = setTimeout(gone, STAY);
    }
  };
  const stop = () => clearTimeout(timer);
  const element = h(
    "div",
    {
      class: `notice ${kind}`,
      role: kind === "wrong" ? "alert" : undefined,
      onpointerenter: stop,
      onpointerleave: wait,
      onfocusin: stop,
      onfocusout: wait,
    },
    kind === "info" ? icon("check") : h("span", { class: "dot", "aria-hidden": "true" }),
    h("span", {}, text),
    kind === "wrong" && iconButton("close", "Dismiss", gone),
  );
  wait();
  return { element, stop };
}
