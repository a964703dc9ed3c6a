// @ts-check
// How a link looks elsewhere: the picture that is shown where it is pasted, and what puts it into another page.
import { h } from "../../dom.js";

const PAUSE = 700; // milliseconds without a change until the server is asked for the picture

/** The picture that programs show beside the link. */
export function createPicture() {
  const image = h("img", {
    width: 1200,
    height: 630,
    alt: "The map and the path's frames, as others see them where the link is pasted",
    onload: () => (element.dataset.state = "there"),
    onerror: () => (element.dataset.state = "missing"),
  });
  const missing = h("figcaption", { class: "small quiet" }, "There is no preview of it: the server did not draw one.");
  const element = h("figure", { class: "share-picture" }, image, missing);
  let timer = 0;
  return {
    element,
    /** @param {string} link */
    show(link) {
      const address = `${new URL(link).pathname}/preview.png`;
      clearTimeout(timer);
      const soon = () => {
        element.dataset.state = "coming";
        image.src = address;
      };
      // The first at once; while a hand moves the map, the last picture stays.
      timer = image.src ? setTimeout(soon, PAUSE) : (soon(), 0);
    },
  };
}

/** @param {(text: HTMLTextAreaElement) => void} copy */
export function createSnippet(copy) {
  const field = h("textarea", {
    class: "field number",
    readOnly: true,
    rows: 3,
    spellcheck: false,
    "aria-label": "HTML for another page",
    onfocus: () => field.select(),
  });
  const element = h(
    "details",
    { class: "share-embed" },
    h("summary", {}, "Put it into another page"),
    h(
      "div",
      { class: "row" },
      field,
      h("button", { type: "button", class: "button", onclick: () => copy(field) }, "Copy HTML"),
    ),
    h(
      "p",
      { class: "small quiet" },
      "A frame with map and path, from 480 × 360 pixels. The server has to be started with --allow-frame and that page's origin.",
    ),
  );
  return {
    element,
    /** @param {string} link */
    show(link) {
      field.value = `<iframe src="${link}?embed" width="800" height="600" title="A path through latent space" loading="lazy"></iframe>`;
    },
  };
}
