// One own image: as it was fitted, its reconstruction, its bound, and what can be done with it.
import { entitle, iconButton, press } from "../../controls.js";
import { changes, h, refill, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { withError } from "../../numbers.js";
import { showKnown } from "../../picture.js";
import { fittingOf } from "./fitting.js";
import { rankOf } from "../../rank.js";

/** @param {Sample} first @param {Dispatch} dispatch */
export function createEntry(first, dispatch) {
  let sample = first;
  /** @type {Pick<Kept, "pin" | "keyframes"> | null} */
  let kept = null;
  /** @type {Card | null} */
  let card = null;
  /** @type {Tone | null} */
  let tone = null;
  let open = false;
  const otherImages = changes();
  const otherWords = changes();
  const otherFitting = changes();

  const input = h("canvas", { class: "image", "aria-hidden": "true" });
  const mean = h("canvas", { class: "image", "aria-hidden": "true" });
  const name = h("span", { class: "images-name" });
  const said = h("span", {});
  const rank = h("span", {});
  const pin = h(
    "button",
    { class: "images-pin", onclick: pinIt },
    h("span", { class: "images-pair" }, input, icon("arrow"), mean),
    h(
      "span",
      { class: "images-words" },
      h("span", { class: "images-title" }, h("span", { class: "images-number" }, String(first.id)), name),
      said,
      rank,
    ),
  );
  const fit = iconButton("fitting", "Fitting", () => {
    open = !open;
    fitting();
  });
  const add = iconButton("plus", "Add to the path", () => {
    if (kept && sample.mu) {
      const keyframe = { z: sample.mu, sample: sample.id };
      dispatch({ type: "keep", change: { keyframes: [...kept.keyframes, keyframe] } });
    }
  });
  const remove = iconButton("close", "Remove", () => dispatch({ type: "forget", ids: [sample.id] }));
  const below = h("div", {});
  const element = h(
    "li",
    {
      class: "images-entry",
      onpointerenter: () => point(sample.id),
      onpointerleave: () => point(null),
      onfocusin: () => point(sample.id),
      onfocusout: () => point(null),
    },
    h("div", { class: "images-main" }, pin, h("div", { class: "images-actions" }, add, fit, remove)),
    below,
  );

  /** Marks an image's place on the maps. @param {number | null} id */
  function point(id) {
    dispatch({ type: "point", sample: id });
  }

  function pinIt() {
    if (sample.mu) {
      dispatch({ type: "pin", spot: { z: sample.mu, sample: sample.id } });
    }
  }

  function fitting() {
    fit.setAttribute("aria-expanded", String(open));
    if (card && tone && otherFitting(open, card, sample.fitting, sample.wish, sample.input, tone.key)) {
      refill(below, open && fittingOf(sample, card, tone, dispatch));
    }
  }

  return {
    element,
    /**
     * @param {Sample} next
     * @param {Pick<Kept, "pin" | "keyframes">} nextKept
     * @param {Card} nextCard
     * @param {Tone} nextTone
     */
    update(next, nextKept, nextCard, nextTone) {
      sample = next;
      kept = nextKept;
      card = nextCard;
      tone = nextTone;
      if (otherImages(next.input, next.mean, tone.key)) {
        showKnown(input, next.input, nextCard.input, tone);
        showKnown(mean, next.mean, nextCard.input, tone);
      }
      const pinned = nextKept.pin?.sample === next.id;
      if (otherWords(next, pinned)) {
        const { text, kind } = saidOf(next);
        const figure = nextCard.posterior === "point" ? "log p(x|z)" : "bound";
        setText(name, next.name);
        name.title = next.name;
        setText(said, text);
        said.className = kind === "figure" ? "number" : kind === "wrong" ? "images-wrong small" : "small quiet";
        const ranked = kind === "figure" ? rankOf(next) : null;
        setText(rank, ranked?.text ?? "");
        rank.className = ranked?.outside ? "small" : "small quiet";
        element.classList.toggle("pinned", pinned);
        press(pin, pinned);
        pin.setAttribute("aria-label", `${next.id}, ${next.name}, ${kind === "figure" ? `${figure} ${text}` : text}${ranked ? `, ${ranked.text}` : ""}: show it on the map`);
        pin.disabled = add.disabled = !next.mu;
        entitle(add, `Add ${next.name} to the path`);
        entitle(fit, `Fitting of ${next.name}`);
        entitle(remove, `Remove ${next.name}`);
      }
      fitting();
    },
  };
}

/**
 * What is said under an image's name: its bound, or what became of it.
 * @param {Sample} sample
 * @returns {{text: string, kind: "figure" | "state" | "wrong"}}
 */
function saidOf(sample) {
  if (sample.status === "wrong") {
    return { text: sample.sentence ?? "This image couldn't be encoded.", kind: "wrong" };
  }
  // The last answer stays while the next is on its way, so that nothing blinks.
  const figure = sample.elbo ?? sample.reconstruction;
  if (figure !== undefined && figure !== null) {
    return { text: `${withError(figure, sample.elboError ?? null, 1)} nats`, kind: "figure" };
  }
  const words = { waiting: "waiting", encoding: "encoding…", ready: "no likelihood" };
  return { text: words[sample.status], kind: "state" };
}
