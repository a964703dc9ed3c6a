// Single keys that work anywhere on the page, and the switch that turns them off: whoever dictates would press many.
import { recall, remember } from "./remember.js";

const KEY = "isthmus-shortcuts";
const TYPING = "input:not([type=range], [type=checkbox], [type=radio]), select, textarea, [contenteditable]";

let on = recall(KEY) !== "off";

/**
 * The key of a shortcut, or null where the press is none.
 * @param {KeyboardEvent} event
 */
export function shortcut({ key, target, defaultPrevented, ctrlKey, metaKey, altKey }) {
  const elsewhere = isTyping(target) || (target instanceof Element && target.closest("dialog, [role=listbox]"));
  return on && !elsewhere && !defaultPrevented && !ctrlKey && !metaKey && !altKey ? key.toLowerCase() : null;
}

/** @param {EventTarget | null} target */
export function isTyping(target) {
  return target instanceof Element && target.closest(TYPING) !== null;
}

export function shortcutsOn() {
  return on;
}

/** @param {boolean} value */
export function turnShortcuts(value) {
  on = value;
  remember(KEY, value ? "on" : "off");
}
