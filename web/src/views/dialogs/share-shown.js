// How a link looks elsewhere: the picture that is shown where it is pasted, and what puts it into another page.
import { button } from "../../controls.js";
import { h } from "../../dom.js";

const PAUSE = 700; // milliseconds without a change until the server is asked for the picture

/** The picture that programs show beside the link. */
export function createPicture() {
  const image = h("img", {
    width: 1200,
    height: 630,
    alt: "Preview of the link: the map and the path's frames",
    onload: () => (element.dataset.state = "there"),
    onerror: () => (element.dataset.state = "missing"),
  });
  const missing = h("figcaption", { class: "small quiet" }, "No preview: the server couldn't draw one.");
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
    "aria-label": "HTML to embed",
    onfocus: () => field.select(),
  });
  const element = h(
    "details",
    { class: "share-embed" },
    h("summary", {}, "Embed in a web page"),
    h("div", { class: "row" }, field, button("", () => copy(field), "Copy HTML")),
    h(
      "p",
      { class: "small quiet" },
      "Map and path in an iframe, at least 480 × 360 pixels. Start the server with --allow-frame and that page's origin.",
    ),
  );
  return {
    element,
    /** @param {string} link */
    show(link) {
      field.value = `<iframe src="${link}?embed" width="800" height="600" title="Map of a latent space" loading="lazy"></iframe>`;
    },
  };
}
