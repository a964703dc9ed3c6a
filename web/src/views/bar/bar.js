// The bar at the top: which model is looked at, and what is done with the whole page.
import { h, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { selector } from "../../selector.js";
import { isTyping } from "../../shortcuts.js";
import { cardOf } from "../../state.js";
import { explain } from "../../tooltip.js";
import { create as createExport } from "./export.js";
import { create as createModels } from "./models.js";

/** From one theme to the next, and what the button says meanwhile. */
const THEMES = /** @type {const} */ ({
  auto: { next: "light", drawn: "auto", name: "Theme: system. Switch to light" },
  light: { next: "dark", drawn: "sun", name: "Theme: light. Switch to dark" },
  dark: { next: "auto", drawn: "moon", name: "Theme: dark. Switch to system" },
});

/** @type {MakeView} */
export function create(element, dispatch) {
  const models = createModels(dispatch);
  const take = createExport(dispatch);
  const description = h("p", { class: "description quiet" });
  const undo = button("undo", "Undo", "Undo · Ctrl Z", () => dispatch({ type: "undo" }));
  const redo = button("redo", "Redo", "Redo · Ctrl Shift Z", () => dispatch({ type: "redo" }));
  const share = h(
    "button",
    {
      class: "button share",
      "aria-haspopup": "dialog",
      "aria-label": "Share",
      onclick: () => toggle("share"),
    },
    icon("share"),
    h("span", {}, "Share"),
  );
  const lessons = h("button", { class: "button bare lessons", "aria-haspopup": "dialog", onclick: () => dispatch({ type: "dialog", dialog: "lessons" }) }, "Lessons");
  const theme = button("auto", "", "", () => dispatch({ type: "theme", theme: THEMES[shown.theme].next }));
  const help = button("help", "Help", "Shortcuts and terms · ?", () => toggle("help"));
  /** @type {State} */
  let shown;
  const describe = selector((state) => setText(description, cardOf(state)?.description ?? ""));
  const offer = selector(({ past, future, kept, dialog }) => {
    undo.setAttribute("aria-disabled", String(past.length === 0));
    redo.setAttribute("aria-disabled", String(future.length === 0));
    share.setAttribute("aria-disabled", String(!kept));
    share.setAttribute("aria-expanded", String(dialog === "share"));
  });
  const draw = selector((state) => {
    const { drawn, name } = THEMES[state.theme];
    theme.replaceChildren(icon(drawn));
    theme.setAttribute("aria-label", name);
    theme.title = name;
  });

  element.append(
    models.element,
    description,
    h("span", { class: "spacer" }),
    lessons,
    h("span", { class: "row tight", role: "group", "aria-label": "History" }, undo, redo),
    share,
    take.element,
    h("span", { class: "row tight" }, theme, help),
  );
  document.addEventListener("keydown", steps);

  /** @param {"share" | "help"} dialog */
  function toggle(dialog) {
    if (dialog === "share" && !shown.kept) {
      return;
    }
    dispatch({ type: "dialog", dialog: shown.dialog === dialog ? null : dialog });
  }

  /** @param {KeyboardEvent} event */
  function steps(event) {
    const held = (event.ctrlKey || event.metaKey) && !event.altKey;
    const key = event.key.toLowerCase();
    if (!held || (key !== "z" && key !== "y") || isTyping(event.target) || document.querySelector("dialog:modal")) {
      return;
    }
    event.preventDefault();
    dispatch({ type: key === "y" || event.shiftKey ? "redo" : "undo" });
  }

  return {
    update(state) {
      shown = state;
      models.update(state);
      take.update(state);
      describe(state);
      offer(state);
      draw(state);
    },
  };
}

/**
 * A button that shows a drawing. One that can do nothing stays in the order of focus, and says that it can do nothing.
 * @param {Parameters<typeof icon>[0]} drawn
 * @param {string} name
 * @param {string} hint
 * @param {() => void} act
 */
function button(drawn, name, hint, act) {
  const made = h(
    "button",
    {
      class: "button bare icon",
      "aria-label": name || undefined,
      onclick: () => made.getAttribute("aria-disabled") !== "true" && act(),
    },
    icon(drawn),
  );
  if (hint) {
    explain(made, hint);
  }
  return made;
}
