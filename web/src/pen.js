// A pointer that draws on a canvas, one at a time.

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => {width: number, height: number} | undefined} size of the image; none while there is none to draw on
 * @param {(at: [number, number]) => void} begin told places in pixels of the image, from the top left
 * @param {(through: [number, number][]) => void} move
 * @param {() => void} end
 * @returns {() => boolean} whether it draws now
 */
export function createPen(canvas, size, begin, move, end) {
  let isDown = false;

  /** @param {PointerEvent} event @returns {[number, number]} */
  function placeOf(event) {
    const box = canvas.getBoundingClientRect();
    const { width, height } = size() ?? box;
    return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (size() && !isDown && event.button === 0) {
      event.preventDefault();
      isDown = true;
      canvas.setPointerCapture(event.pointerId);
      begin(placeOf(event));
    }
  });
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) {
      const passed = event.getCoalescedEvents?.() ?? [];
      move((passed.length > 0 ? passed : [event]).map(placeOf));
    }
  });
  canvas.addEventListener("lostpointercapture", () => {
    isDown = false;
    end();
  });
  return () => isDown;
}
