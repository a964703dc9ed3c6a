// @ts-check
// What stands over the page, one at a time: help, sharing, what is taken away, the tour; and what is shown in place of a map that there is
// none of.
import { create as createBlank } from "./dialog-blank.js";
import { create as createCode } from "./dialog-code.js";
import { create as createFilm } from "./dialog-film.js";
import { create as createGrid } from "./dialog-grid.js";
import { create as createHelp } from "./dialog-help.js";
import { create as createPicture } from "./dialog-picture.js";
import { create as createShare } from "./dialog-share.js";
import { create as createTaking } from "./dialog-taking.js";
import { create as createTour } from "./tour.js";
/** @import {Dispatch} from "../state.js" */
/** @import {State} from "../types.js" */

const PARTS = [createBlank, createHelp, createShare, createFilm, createPicture, createGrid, createCode, createTaking, createTour];

/**
 * @param {HTMLElement} element
 * @param {Dispatch} dispatch
 */
export function create(element, dispatch) {
  const parts = PARTS.map((create) => create(dispatch));
  element.append(...parts.map((part) => part.element));
  return {
    /** @param {State} state */
    update(state) {
      for (const part of parts) {
        part.update(state);
      }
    },
    destroy() {
      for (const part of parts) {
        part.destroy();
      }
      element.replaceChildren();
    },
  };
}
