// How a program gets what is shown: commands to copy.
import { button } from "../../controls.js";
import { h } from "../../dom.js";
import { notice } from "../../notice.js";
import { selector } from "../../selector.js";
import { commands, python } from "../../take/api.js";
import { copyText, slip } from "./slip.js";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const list = h("div", { class: "export-calls" });
  return slip(
    dispatch,
    "export",
    "code",
    "Get this from code",
    { show: selector(fill), begin: () => list.querySelector("button")?.focus() },
    h("p", { class: "small quiet" }, "What the page shows, requested from this server over HTTP. Every number is exact."),
    list,
  );

  /** @param {string} title @param {string} text */
  function call(title, text) {
    const code = h("pre", { role: "region", tabIndex: 0, "aria-label": title }, h("code", {}, text));
    const status = h("p", { class: "small", role: "status" });
    const copying = button("", copy, "Copy");
    copying.setAttribute("aria-label", `Copy: ${title}`);

    async function copy() {
      if (await copyText(text, "text", status, () => getSelection()?.selectAllChildren(code))) {
        dispatch(notice("info", "Copied"));
      }
    }
    return h("section", {}, h("div", { class: "row between" }, h("h3", {}, title), copying), code, status);
  }

  /** @param {State} state */
  function fill(state) {
    list.replaceChildren(
      ...commands(state, document.baseURI).map(({ title, text }) => call(title, text)),
      call("Python with NumPy", python(state, document.baseURI)),
    );
  }
}
