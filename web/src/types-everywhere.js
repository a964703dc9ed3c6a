// Types that most modules speak of: they are known in all of them, and nobody imports them.
/** @typedef {import("./dom.js").Child} Child */
/** @typedef {import("./state.js").Dispatch} Dispatch */
/** @typedef {import("./tone.js").Tone} Tone */
/** @typedef {import("./types-report.js").Cells} Cells */
/** @typedef {import("./types-training.js").Training} Training */
/** @typedef {import("./types.js").Area} Area */
/** @typedef {import("./types.js").Card} Card */
/** @typedef {import("./types.js").Code} Code */
/** @typedef {import("./types.js").Kept} Kept */
/** @typedef {import("./types.js").Looked} Looked */
/** @typedef {import("./types.js").Pane} Pane */
/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").Plane} Plane */
/** @typedef {import("./types.js").PlaneSpec} PlaneSpec */
/** @typedef {import("./types.js").Points} Points */
/** @typedef {import("./types.js").Refusal} Refusal */
/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Sample} Sample */
/** @typedef {import("./types.js").Spot} Spot */
/** @typedef {import("./types.js").Stage} Stage */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Strip} Strip */
/** @typedef {import("./types.js").View} View */
/** @typedef {import("./viewport.js").Viewport} Viewport */
/** @typedef {(element: HTMLElement, dispatch: Dispatch) => {update(state: State): void}} MakeView of a part of the page in its element */
/** @typedef {(dispatch: Dispatch) => {element: HTMLElement, update(state: State): void}} MakePanel of one that makes its element */
