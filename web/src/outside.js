// What is open closes when somebody turns to something else.

/**
 * Tells of each press outside of an element, before anybody else hears of it.
 * @param {Element} element
 * @param {() => void} act
 * @param {string} [spared] selector of what counts as inside too
 */
export function whenPressedOutside(element, act, spared) {
  const onPress = (/** @type {Event} */ { target }) => {
    const inside = target instanceof Element && (element.contains(target) || (spared && target.closest(spared)));
    if (!inside) {
      act();
    }
  };
  document.addEventListener("pointerdown", onPress, true);
}
