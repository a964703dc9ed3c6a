// Bringing images, and tables to colour the data by: dropped anywhere on the window, pasted anywhere but into a field, or
// chosen.
import { button } from "../../controls.js";
import { csvParseRows } from "../../d3.js";
import { h, setText, TOUCHES } from "../../dom.js";
import { icon } from "../../icons.js";
import { isModelFile } from "../../imported.js";
import { notice } from "../../notice.js";
import { roomFor } from "../../own.js";
import { isTyping } from "../../shortcuts.js";
import { cardOf, samplesOf } from "../../state.js";
import { parse } from "../../table.js";
import { bytes } from "../../units.js";
import { filesOf } from "./files.js";
import { LIKE_DATA } from "./fitting.js";
import { createFound } from "./found.js";
import { shrunk } from "./shrink.js";
/** @import {Fitting} from "../../types.js" */

const TYPES = "image/png,image/jpeg,image/webp,image/gif,image/bmp";
const NAMES = /\.(png|jpe?g|webp|gif|bmp)$/i;
const TABLE = /\.csv$/i;
const LARGEST_TABLE = 64 << 20; // bytes
const AT_ONCE = 32; // files that are read before they are brought
const MOST_FOUND = 1000; // files of dropped folders
const HEAD = 4096; // bytes of a request that are not the file's

/** @param {Dispatch} dispatch @param {() => void} onBrought */
export function createBring(dispatch, onBrought) {
  /** @type {State | null} */
  let state = null;
  /** @type {Set<number>} images of the run that is being encoded */
  let run = new Set();
  /** @type {{file: Uint8Array, pin: unknown} | null} the image to show on the map when it is ready */
  let shown = null;
  let reading = 0; // files that are not brought yet
  let hiding = 0;
  let depth = 0;

  const chooser = h("input", {
    type: "file",
    multiple: true,
    accept: `${TYPES},text/csv,.csv`,
    class: "unseen",
    tabIndex: -1,
    "aria-hidden": "true",
    onchange: () => {
      bring([...(chooser.files ?? [])]);
      chooser.value = ""; // so that the same file can be chosen again
    },
  });
  const choose = button("", () => chooser.click(), "Choose files…");
  const progress = h("span", { class: "images-progress small quiet", role: "status" });
  const overlayText = h("p");
  const overlay = h("div", { class: "images-overlay", hidden: true }, h("div", {}, icon("images"), overlayText));
  const element = h(
    "section",
    { class: "block", "aria-label": "Bring images or a table" },
    h("div", { class: "row between" }, h("h2", {}, "Bring images"), progress),
    h("div", { class: "images-drop" }, choose, h("span", { class: "small quiet" }, TOUCHES ? "images or a CSV" : "or drop or paste images or a CSV"), chooser),
  );
  const found = createFound(dispatch, (file) => take([file]));
  document.body.append(overlay, found.element);

  /** @param {File[]} dropped */
  async function bring(dropped) {
    const files = importable(dropped);
    const tables = files.filter(({ name, type }) => TABLE.test(name) || type === "text/csv");
    if (tables.length > 0) {
      await Promise.all(tables.map(addTable));
      await take(files.filter((file) => !tables.includes(file)));
      return;
    }
    if (files.length !== 1 || !(await found.offer(files[0]))) {
      await take(files);
    }
  }

  /**
   * Has a model imported, with the pictures that come with its files or after them.
   * @param {File[]} files
   * @returns {File[]} those that are left to bring
   */
  function importable(files) {
    const models = files.filter(({ name }) => isModelFile(name));
    const { dialog, importing = null, mayImport } = state ?? {};
    if (models.length > 0 && !mayImport) {
      refuse(models, "a model is imported on the command line of the server's own machine: import FILE");
      return files.filter((file) => !models.includes(file));
    }
    if (models.length === 0 && dialog !== "import") {
      return files;
    }
    const status = importing?.status ?? null;
    if (status === null || status.state === "refused") {
      const before = status ? [] : (importing?.files ?? []);
      dispatch({ type: "import", change: { files: [...before, ...files], status: null, sentence: "" } });
      dispatch({ type: "dialog", dialog: "import" });
    } else if (status.state === "asking" || status.state === "deciding") {
      dispatch({ type: "import", change: { wish: { act: "pictures", files }, sentence: "" } });
    } else {
      refuse(files, "another import goes on");
    }
    return [];
  }

  /** Columns to colour the data by. @param {File} file */
  async function addTable(file) {
    const card = state && cardOf(state);
    if (!card?.atlas) {
      refuse([file], "the model has no data to join it to");
    } else if (file.size > LARGEST_TABLE) {
      refuse([file], `larger than the limit of ${bytes(LARGEST_TABLE)}`);
    } else {
      const text = await file.text().catch(() => null);
      const parsed = text === null ? "it couldn't be read" : parse(csvParseRows(text.replace(/^\uFEFF/, "")));
      if (typeof parsed === "string") {
        refuse([file], parsed);
      } else {
        dispatch({ type: "table", table: { ...parsed, model: card.id, name: file.name } });
      }
    }
  }

  /** @param {File[]} files */
  async function take(files) {
    if (!state?.kept || files.length === 0) {
      return;
    }
    const images = files.filter(isImage);
    refuse(files.filter((file) => !isImage(file)), "not PNG, JPEG, WebP, GIF, BMP or CSV");
    const most = largest();
    const room = roomFor(state.brought, images.map(({ size }) => Math.min(size, most)));
    const taken = images.slice(0, room);
    if (taken.length < images.length) {
      const first = room > 0 ? `Only the first ${room.toLocaleString("en")} images were added` : "Nothing was added";
      say(`${first}: there is no room for more. Remove some of your images first.`);
    }
    const many = Math.min(AT_ONCE, Number(state.limits.maxImagesPerRequest ?? AT_ONCE));
    for (let i = 0; i < taken.length; i += many) {
      reading = taken.length - i;
      await read(taken.slice(i, i + many), i === 0);
    }
    reading = 0;
  }

  /** Bytes of a file that one request can take. */
  function largest() {
    return Number(state?.limits.maxBinaryBytes ?? Infinity) - HEAD;
  }

  /**
   * @param {File[]} files
   * @param {boolean} first
   */
  async function read(files, first) {
    const most = largest();
    const pixels = Number(state?.limits.maxPixelsPerImage ?? Infinity);
    const answers = await Promise.allSettled(
      files.map(async (file) => (await shrunk(file, most, pixels)).arrayBuffer()),
    );
    /** @type {{name: string, wish: Fitting, file: Uint8Array}[]} */
    const samples = [];
    answers.forEach((answer, i) => {
      if (answer.status === "rejected") {
        say(`${files[i].name} couldn't be read.`);
      } else if (answer.value.byteLength > most) {
        refuse([files[i]], `larger than the limit of ${bytes(most)}`);
      } else {
        samples.push({ name: files[i].name, wish: LIKE_DATA, file: new Uint8Array(answer.value) });
      }
    });
    if (samples.length === 0) {
      return;
    }
    reading -= files.length;
    if (first) {
      shown = { file: samples[0].file, pin: state?.kept?.pin };
    }
    onBrought();
    dispatch({ type: "bring", samples });
  }

  /** @param {File[]} files @param {string} why */
  function refuse(files, why) {
    if (files.length > 0) {
      say(`${files.length === 1 ? `${files[0].name} was` : `${files.length} files were`} skipped: ${why}.`);
    }
  }

  /** @param {string} text */
  const say = (text) => dispatch(notice("wrong", text));

  /** @param {boolean} on */
  function showOverlay(on) {
    clearTimeout(hiding);
    if (on && overlay.hidden) {
      const card = state && cardOf(state);
      const words = `Drop images to place them on the map of ${card?.id}, or a CSV to colour its data`;
      const model = state?.mayImport ? "Drop a model's files to import it" : "No models yet";
      setText(overlayText, state?.dialog === "import" || !card ? model : words);
    }
    overlay.hidden = !on;
    if (on) {
      hiding = setTimeout(() => showOverlay(false), 1000); // a drag that ends outside says nothing; one that lasts repeats itself
    } else {
      depth = 0;
    }
  }

  for (const type of /** @type {const} */ (["dragenter", "dragover", "dragleave", "drop"])) {
    window.addEventListener(type, (event) => {
      if (event.dataTransfer?.types.includes("Files")) {
        depth += { dragenter: 1, dragover: 0, dragleave: -1, drop: -depth }[type];
        showOverlay(type === "dragover" || depth > 0);
        if (type !== "dragleave") {
          event.preventDefault();
        }
        if (type === "drop") {
          filesOf(event.dataTransfer, MOST_FOUND).then(bring);
        }
      }
    });
  }
  window.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0 && !isTyping(event.target)) {
      event.preventDefault();
      bring(files.map((file) => (file.name === "image.png" ? new File([file], "pasted image", file) : file)));
    }
  });

  return {
    element,
    /** @param {State} next */
    update(next) {
      state = next;
      found.update(next);
      choose.disabled = !next.kept;
      const own = samplesOf(next);
      const running = own.filter((sample) => sample.status === "waiting" || sample.status === "encoding");
      if (running.length + reading === 0) {
        run = new Set();
      }
      running.forEach((sample) => run.add(sample.id));
      setText(progress, run.size > 1 ? `${run.size - running.length} of ${run.size + reading} encoded` : "");
      const sample = shown && own.find(({ file }) => file === shown?.file);
      if (sample?.status === "wrong") {
        shown = null;
      } else if (shown && sample?.mu) {
        const untouched = shown.pin === next.kept?.pin;
        shown = null;
        if (untouched) {
          dispatch({ type: "pin", spot: { z: sample.mu, sample: sample.id } });
        }
      }
    },
  };
}

/** @param {File} file */
function isImage({ type, name }) {
  return TYPES.includes(type || "?") || NAMES.test(name);
}
