// CODEBOOK: each entry of a model of discrete codes as it looks where the data use it, and how often that is.
import { h, setText } from "../../dom.js";
import { codeOf, entriesOf, perplexity } from "../../mosaic.js";
import { fixed } from "../../numbers.js";
import { picture } from "../../picture.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { toneOf } from "../../tone.js";

export function create() {
  const words = h("p", { class: "small" });
  const palette = h("div", { class: "here-palette", role: "list" });
  const note = h("p", { class: "small quiet" });
  const element = h("section", { class: "block here-codebook", hidden: true, "aria-label": "Codebook" }, words, palette, note);
  /** @type {ReturnType<typeof entry>[]} */
  let entries = [];

  const draw = selector((state) => {
    const card = cardOf(state);
    const { book } = state.mosaic;
    element.hidden = !card || !book || book.key !== card.version;
    if (!card || !book || element.hidden) {
      return;
    }
    if (entries.length !== book.count) {
      entries = Array.from({ length: book.count }, entry);
      palette.replaceChildren(...entries.map((one) => one.element));
    }
    const { uses, patches, patch, images } = book;
    const all = uses?.reduce((sum, count) => sum + count, 0) ?? 0;
    const order = Array.from(entries.keys()).sort((a, b) => (uses?.[b] ?? 0) - (uses?.[a] ?? 0));
    const z = codeOf(state, state.kept?.pin ?? null);
    const present = new Set(z ? entriesOf(z, book) : []);
    const tone = toneOf(card, state.appearance);
    const most = Math.max(1, ...(uses ?? []));
    order.forEach((k, i) => {
      const { image, bar, element: place } = entries[i];
      const share = uses ? `${fixed((100 * uses[k]) / all, 1)}% of places` : "";
      image.show(patches, k * patch.channels * patch.height * patch.width, patch, tone);
      bar.style.width = `${(100 * (uses?.[k] ?? 0)) / most}%`;
      place.title = `Entry ${k + 1}${share && `: ${share}`}`;
      place.setAttribute("aria-label", `${place.title}${present.has(k) ? ", in the pinned image" : ""}`);
      place.classList.toggle("present", present.has(k));
    });
    setText(words, uses ? `${book.count} entries, used as evenly as ${fixed(perplexity(uses), 0)} of them. The most used come first.` : `${book.count} entries.`);
    setText(note, !patches ? "" : `Each is the mean of its place and those around it, over ${images} decoded images of the data.${present.size > 0 ? " Framed: those of the pinned image." : ""}`);
  });

  return { element, update: draw };
}

function entry() {
  const image = picture();
  const bar = h("span", { class: "here-uses" });
  return { image, bar, element: h("div", { class: "here-entry", role: "listitem" }, image.element, bar) };
}
