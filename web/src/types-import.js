// What is known of a model that is being imported, or was. Types alone: nothing here runs.

/**
 * @typedef {object} ImportRecord how the files of somebody else were understood
 * @property {string[]} files their names
 * @property {number} images on which that was measured; 0 where it was read off the files alone
 * @property {Decision[]} decisions
 *
 * @typedef {object} Decision
 * @property {string} what was decided
 * @property {string} chosen in words
 * @property {string=} second the next best
 * @property {number=} nats an image by which the second is worse
 * @property {number=} error standard error of those
 *
 * @typedef {object} ImportProposal what is to be decided of a model that is being imported
 * @property {[number, number, number]} shape channels, height, width
 * @property {number} dim
 * @property {number} images on which the readings were compared; 0 where nothing was measured
 * @property {number} shown how many images there are to look at
 * @property {string} best the reading in words
 * @property {string=} second the next best
 * @property {number=} nats an image by which the best one is better
 * @property {number=} error standard error of those
 * @property {string=} undecided why the images alone do not tell
 *
 * @typedef {object} ImportStatus how an import stands, as the server tells it
 * @property {string} id
 * @property {"waiting" | "running" | "asking" | "deciding" | "done" | "refused"} state
 * @property {"files" | "sizes" | "readings" | "spread" | "writing"=} step
 * @property {string[]} files
 * @property {number} pictures
 * @property {string[]} remarks
 * @property {{message: string, options: string[]}=} question
 * @property {ImportProposal=} proposal
 * @property {string=} model
 *
 * @typedef {{act: "send" | "pictures", files: File[]} | {act: "reading" | "model", said: Record<string, unknown>}
 *   | {act: "leave"}} ImportWish what is to be asked of the server
 *
 * @typedef {object} Importing a model that is being imported
 * @property {File[]} files that are to be sent
 * @property {ImportWish | null} wish
 * @property {ImportStatus | null} status
 * @property {string} sentence of what the server refused last; empty where it did not
 */

export {};
