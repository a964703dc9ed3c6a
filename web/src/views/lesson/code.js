// The code that computes what a step has just shown, in PyTorch and as it is asked of this server.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
/** @import {Code} from "../../lesson/types.js" */

/** @param {string[]} begin @param {Code} code */
export function codeOf(begin, { torch, server }) {
  return h(
    "details",
    { class: "lesson-code" },
    h("summary", {}, "The code"),
    part("In PyTorch, at the top of the checkout", [...begin, "", ...torch].join("\n").trim()),
    part("Asked of this server", server),
  );
}

/** @param {string} name @param {string} text */
function part(name, text) {
  const block = h("pre", { tabIndex: 0, role: "region", "aria-label": name }, text);
  const copy = button("small", async () => {
    try {
      await navigator.clipboard.writeText(text);
      setText(copy, "Copied");
    } catch {
      getSelection()?.selectAllChildren(block);
      setText(copy, "Press Ctrl C");
    }
  }, "Copy");
  return h("div", {}, h("div", { class: "row between" }, h("h3", {}, name), copy), block);
}
