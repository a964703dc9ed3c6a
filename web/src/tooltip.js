// The page's one tooltip: a sentence beside what the pointer or the focus is on. It can be read with the pointer on it,
// goes with Escape, and stays within the window.
import { h, setText } from "./dom.js";

const ID = "tooltip";
const GAP = 6; // pixels between a word and its tooltip, and to the window's edge
const PATIENCE = 180; // milliseconds in which the pointer may cross the gap to the tooltip

/** @type {HTMLElement | null} */
let box = null;
/** @type {HTMLElement | null} */
let owner = null;
let leaving = 0;

/**
 * Shows a sentence while the pointer or the focus is on an element.
 * @param {HTMLElement} element
 * @param {string | (() => string)} sentence or what tells it when it is wanted
 */
export function explain(element, sentence) {
  const on = () => show(element, typeof sentence === "string" ? sentence : sentence());
  element.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && on());
  element.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
  element.addEventListener("focus", on);
  element.addEventListener("blur", hide);
  element.addEventListener("click", on); // a finger's tap, where it does not focus
}

/** @param {HTMLElement} element @param {string} sentence */
function show(element, sentence) {
  clearTimeout(leaving);
  if (owner === element) {
    return;
  }
  hide();
  box ??= make();
  owner = element;
  setText(box, sentence);
  // Within the dialog that holds the word: what stands outside an open dialog cannot be pointed at.
  (element.closest("dialog") ?? document.body).append(box);
  box.hidden = false;
  box.showPopover?.(); // above dialogs and what cuts its overflow off
  place(box, element.getBoundingClientRect());
  element.setAttribute("aria-describedby", ID);
}

function hide() {
  clearTimeout(leaving);
  if (!owner || !box) {
    return;
  }
  owner.removeAttribute("aria-describedby");
  owner = null;
  if (box.isConnected) {
    box.hidePopover?.();
  }
  box.hidden = true;
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(() => owner !== document.activeElement && hide(), PATIENCE);
}

/** @param {KeyboardEvent} event */
function escape(event) {
  if (owner && event.key === "Escape") {
    event.stopPropagation(); // the first Escape takes the tooltip away, the next what lies under it
    event.preventDefault();
    hide();
  }
}

/** @param {Event} event */
function elsewhere(event) {
  const target = /** @type {Node} */ (event.target);
  if (!owner?.contains(target) && !box?.contains(target)) {
    hide();
  }
}

function make() {
  document.addEventListener("keydown", escape, true);
  document.addEventListener("scroll", hide, true);
  document.addEventListener("pointerdown", elsewhere, true);
  return h("div", {
    id: ID,
    class: "tooltip",
    role: "tooltip",
    popover: "manual",
    hidden: true,
    onpointerenter: () => clearTimeout(leaving),
    onpointerleave: leave,
  });
}

/**
 * Under the word, or over it where there is more room.
 * @param {HTMLElement} element
 * @param {DOMRect} word
 */
function place(element, word) {
  const { width, height } = element.getBoundingClientRect();
  const right = document.documentElement.clientWidth - width - GAP;
  const under = word.bottom + GAP;
  const fits = under + height + GAP <= document.documentElement.clientHeight;
  element.style.left = `${Math.max(GAP, Math.min(right, word.left + word.width / 2 - width / 2))}px`;
  element.style.top = `${fits ? under : Math.max(GAP, word.top - GAP - height)}px`;
}
