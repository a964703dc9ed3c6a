// One latent dimension: its name, its KL, a slider over the range that the data use, and the images along it, each under
// the slider's place for it.
import { h, setText } from "../../dom.js";
import { fixed, nameOf } from "../../numbers.js";
import { picture } from "../../picture.js";
import { cardOf } from "../../state.js";
import { toneOf } from "../../tone.js";

/**
 * @param {(d: number, value: number, done: boolean) => void} set
 * @param {(d: number, value: number | null) => void} preview
 * @param {() => void} release after a drag: the next is a change of its own
 */
export function create(set, preview, release) {
  /** @type {number | null} */
  let shown = null;
  let low = 0;
  let high = 1;
  const name = h("span", { class: "here-name" });
  const kl = h("span", { class: "number quiet" });
  const bar = h("span", { class: "here-bar" });
  const value = h("span", { class: "number" });
  const slider = h("input", {
    type: "range",
    step: "any",
    oninput: () => shown !== null && set(shown, Number(slider.value), false),
    onchange: release,
  });
  const film = h("div", { class: "here-film", role: "group", onkeydown: moveFocus });
  const element = h(
    "div",
    { class: "here-dimension" },
    h("div", { class: "here-label" }, name, value),
    h("div", { class: "here-slide" }, slider),
    h(
      "div",
      { class: "here-kl" },
      h("span", { class: "small quiet here-unit" }, "KL"),
      kl,
      h("span", { class: "here-track", "aria-hidden": "true" }, bar),
    ),
    film,
  );

  /** @type {{button: HTMLButtonElement, image: ReturnType<typeof picture>}[]} */
  let images = [];

  /** @param {number} i */
  const valueAt = (i) => Math.fround(low + ((high - low) * i) / (images.length - 1));

  /** @param {KeyboardEvent} event one image of a film can be tabbed to; arrows go on from it */
  function moveFocus(event) {
    const at = images.findIndex(({ button }) => button === document.activeElement);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (at >= 0 && step !== 0) {
      images[Math.max(0, Math.min(images.length - 1, at + step))].button.focus();
      event.preventDefault();
    }
  }

  /** @param {number} steps */
  function build(steps) {
    images = Array.from({ length: steps }, (_, i) => {
      const image = picture();
      const show = () => shown !== null && preview(shown, valueAt(i));
      const leave = () => shown !== null && preview(shown, null);
      const button = h(
        "button",
        {
          onclick: () => shown !== null && set(shown, valueAt(i), true),
          onpointerenter: (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && show(),
          onpointerleave: (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && leave(),
          onfocus: () => button.matches(":focus-visible") && show(),
          onblur: leave,
        },
        image.element,
      );
      return { button, image };
    });
    element.style.setProperty("--steps", String(steps));
    film.replaceChildren(...images.map(({ button }) => button));
  }
  build(7);

  return {
    element,
    /**
     * @param {State} state
     * @param {number | null} d null where there is none to show
     * @param {Code | null} z
     * @param {ArrayLike<number>} weight how much each dimension carries
     * @param {number} most that of the dimension that carries most
     */
    update(state, d, z, weight, most) {
      const card = cardOf(state);
      element.hidden = d === null;
      if (d === null || !card || !state.measured) {
        shown = null;
        return;
      }
      const { dimensions } = state.measured;
      const other = shown !== d || low !== dimensions.low[d] || high !== dimensions.high[d];
      const { traversals } = state;
      if (traversals && traversals.steps !== images.length) {
        build(traversals.steps);
      }
      if (other) {
        shown = d;
        low = dimensions.low[d];
        high = dimensions.high[d];
        slider.min = String(low);
        slider.max = String(high);
        slider.setAttribute("aria-label", nameOf(d));
        film.setAttribute("aria-label", `Images along ${nameOf(d)}`);
        setText(name, nameOf(d));
      }
      setText(kl, fixed(weight[d], 2));
      bar.style.width = `${(100 * weight[d]) / most}%`;
      const at = z ? z[d] : 0;
      setText(value, fixed(at, 2));
      if (Number(slider.value) !== at) {
        slider.value = String(at);
      }
      const [from, to] = [0, at].sort((a, b) => a - b).map((one) => Math.max(0, Math.min(1, (one - low) / (high - low))));
      slider.style.setProperty("--from", from.toFixed(4));
      slider.style.setProperty("--to", to.toFixed(4));
      slider.setAttribute("aria-valuetext", fixed(at, 2));
      const nearest = Math.round(((at - low) / (high - low)) * (images.length - 1));
      const reached = Math.max(0, Math.min(images.length - 1, nearest));
      const pixels = traversals?.byDimension[d];
      const size = pixels ? pixels.length / images.length : 0;
      images.forEach(({ button, image }, i) => {
        image.show(pixels, i * size, card.input, toneOf(card, state.appearance));
        button.tabIndex = i === reached ? 0 : -1;
        button.setAttribute("aria-label", `Set ${nameOf(d)} to ${fixed(valueAt(i), 2)}`);
        button.classList.toggle("at", i === reached);
      });
    },
  };
}
