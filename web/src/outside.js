// What is open closes when somebody turns to something else.

/**
 * Tells of each press outside of an element, before anybody else hears of it.
 * @param {Element} element
 * @param {() => void} act
 * @param {string} [spared] selector of what counts as inside too
 */
export function whenPressedOutside(element, act, spared) {
  /** @param {Event} event */
  const pressed = ({ target }) => {
    const inside = target instanceof Element && (element.contains(target) || (spared && target.closest(spared)));
    if (!inside) {
      act();
    }
  };
  document.addEventListener("pointerdown", pressed, true);
  return () => document.removeEventListener("pointerdown", pressed, true);
}

/**
 * The same for a menu, which the focus may leave too.
 * @param {HTMLElement} element
 * @param {() => void} act
 */
export function whenLeft(element, act) {
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !element.contains(relatedTarget)) {
      act();
    }
  });
  return whenPressedOutside(element, act);
}
