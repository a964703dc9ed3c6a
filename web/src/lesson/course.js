// The lesson that is taken, as it changes. Pure.
/** @import {Laid} from "../panes.js" */
/** @import {Kept, State} from "../types.js" */
/** @import {Course, Done, Lesson} from "./types.js" */

/** @typedef {Pick<Course, "id" | "step">} At */

/** The first one in the list: a door leads to it before the list is fetched. */
export const FIRST_LESSON = "a-place-for-every-image";

/**
 * @typedef {{type: "lesson", at: At | null, before?: Laid[]}
 *   | {type: "lessons", order?: string[], read?: Lesson[]}
 *   | {type: "lesson-laid", laid: Kept[]}
 *   | {type: "lesson-values", values: Record<string, number>}
 *   | {type: "lesson-done", done: Done}} LessonAction begins a lesson at a step, `before` which the maps showed
 *   so much, or leaves it; what is known of lessons; that a
 *   step is laid out on the page; numbers that it claims; and that it is done
 */

/** What is behind # in the address of a step. @param {At} at */
export function hashOf({ id, step }) {
  return `#lesson=${id}/${step + 1}`;
}

/** @param {string} hash @returns {At | null} null where it names no step */
export function atOf(hash) {
  const [, id, count = "1"] = hash.match(/^#lesson=([a-z0-9-]{1,64})(?:\/(\d{1,2}))?$/) ?? [];
  return id ? { id, step: Math.max(0, Number(count) - 1) } : null;
}

/**
 * @param {State} state
 * @param {LessonAction} action
 * @returns {State}
 */
export function taught(state, action) {
  const { course, lessons } = state;
  switch (action.type) {
    case "lesson":
      return {
        ...state,
        dialog: null,
        sheet: null,
        course: action.at && {
          ...action.at, done: null, laid: null, values: course?.id === action.at.id ? course.values : {}, before: course?.before ?? action.before ?? [],
        },
      };
    case "lessons": {
      // One that is known stays the same, or the step that is taken would begin anew, under the reader's hands.
      const read = Object.fromEntries((action.read ?? []).map((lesson) => [lesson.id, lesson]));
      return { ...state, lessons: { order: action.order ?? lessons.order, byId: { ...read, ...lessons.byId } } };
    }
    case "lesson-laid":
      return course ? { ...state, course: { ...course, laid: action.laid } } : state;
    case "lesson-values":
      return course ? { ...state, course: { ...course, values: { ...course.values, ...action.values } } } : state;
    case "lesson-done":
      return course && !course.done ? { ...state, course: { ...course, done: action.done } } : state;
  }
}
