// @ts-check
// Single keys that work anywhere on the page, and the switch that turns them off: whoever dictates would press many.
const KEY = "isthmus-shortcuts";
const TYPING =
  "input:not([type=range], [type=checkbox], [type=radio]), select, textarea, dialog, [contenteditable], [role=listbox]";

let on = kept() !== "off";

/**
 * The key of a shortcut, or null where the press is none.
 * @param {KeyboardEvent} event
 */
export function shortcut({ key, target, defaultPrevented, ctrlKey, metaKey, altKey }) {
  const typing = target instanceof Element && target.closest(TYPING);
  return on && !typing && !defaultPrevented && !ctrlKey && !metaKey && !altKey ? key.toLowerCase() : null;
}

export function shortcutsOn() {
  return on;
}

/** @param {boolean} value */
export function turnShortcuts(value) {
  on = value;
  try {
    localStorage.setItem(KEY, value ? "on" : "off");
  } catch {
    // a browser that keeps nothing
  }
}

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
