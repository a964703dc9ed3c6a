// What data looks like everywhere on the page. Types alone: nothing here runs.
/** @import {ColumnAtlas} from "./types-column-atlas.js" */
/** @import {Course, Lessons} from "./lesson/types.js" */
/** @import {Contours, Report} from "./types-report.js" */
/** @import {Watched} from "./types-training.js" */

/**
 * @typedef {object} Figures what was measured of a model, in nats an image
 * @property {number} images
 * @property {string} part
 * @property {string} data
 * @property {number=} elbo
 * @property {number} reconstruction
 * @property {number=} kl
 * @property {number[]=} klByDimension
 * @property {number=} logLikelihood
 * @property {number} activeUnits
 * @property {Record<string, number>=} extra further measures by name
 *
 * @typedef {{channels: number, height: number, width: number}} Shape of an image
 *
 * @typedef {object} Card a model's card, as the server gives it
 * @property {string} id
 * @property {string} version 16 hex digits, other ones whenever a file of the model is another
 * @property {string} title
 * @property {string=} description
 * @property {string} kind
 * @property {{channels: number, height: number, width: number, invert: boolean, fit: DataFit}} input
 * @property {{dim: number, shape?: number[]}} latent
 * @property {"point" | "diagonal" | "full" | "mixture" | "flow"} posterior
 * @property {{family: string}=} prior standard where it is absent
 * @property {{family: "bernoulli" | "gaussian", sigma?: number | number[], binarised?: boolean}=} likelihood
 * @property {string[]} labels
 * @property {Record<string, string>} files sha256 by name
 * @property {{data: string, part: string, count: number, factors?: string[]}=} atlas
 * @property {{rows: number, columns: string[], texts: string[], labelled: boolean, images: boolean}=} columnAtlas
 * @property {Figures=} figures
 * @property {{name: string, beta: number}=} series models of one name differ in β alone
 * @property {{imported?: import("./types-import.js").ImportRecord, time?: TrainingTime, epoch?: number, epochs?: number}=} provenance
 *
 * @typedef {object} TrainingTime how long it took
 * @property {number} seconds by the clock
 * @property {number=} processorSeconds of all threads
 * @property {number} threads
 *
 * @typedef {{id: string, sentence: string}} Refusal a folder that is not served, and why
 *
 * @typedef {number[]} Code a point of latent space, (dim); each number is a float32's value
 * @typedef {[number, number]} Place in the plane, in units of latent space
 * @typedef {[number, number, number, number]} Area left, bottom, right, top in plane units
 *
 * @typedef {{axes: [number, number], origin?: Code}
 *   | {principal: true}
 *   | {through: [Code, Code, Code]}
 *   | {origin: Code, first: Code, second: Code}} PlaneSpec how a plane is asked for
 *
 * @typedef {object} Plane in numbers; the directions are orthonormal
 * @property {Float64Array} origin (dim)
 * @property {Float64Array} first (dim)
 * @property {Float64Array} second (dim)
 * @property {Area} extent holds 99% of the encoded means in each coordinate
 * @property {number} variance share of these means' variance that lies along the two directions
 *
 * @typedef {object} Dimensions what the atlas says of each latent dimension; each (dim)
 * @property {Float32Array} kl nats
 * @property {Float32Array} mean of the aggregate posterior
 * @property {Float32Array} deviation of the aggregate posterior
 * @property {Float32Array} low its quantile at 0.005
 * @property {Float32Array} high its quantile at 0.995
 *
 * @typedef {object} View where the map looks: scale and centre, whatever the map's size in pixels
 * @property {number} x centre
 * @property {number} y centre
 * @property {number} span plane units across the map's shorter side
 *
 * @typedef {object} Spot a code that somebody points at
 * @property {Code} z
 * @property {number=} row of the atlas, where it is a sample's mean
 * @property {number=} sample id of an own image, where it is that image's mean
 * @property {number=} entry row of the atlas of columns, where it is that row's mean
 * @property {Echo=} echo where another pane's pointer is at it
 *
 * @typedef {object} Echo what another pane's pointer is at, in this pane
 * @property {string} of that pane's model
 * @property {Partial<Encoded>=} encoded what this one says of the image that is decoded there; absent for an image that both have
 *
 * @typedef {object} Offered an image that is decoded under the pointer of another pane, for this one to encode
 * @property {string} of that pane's model
 * @property {{channels: number, height: number, width: number}} shape
 * @property {Uint8Array} pixels (channels, height, width)
 *
 * @typedef {Record<string, boolean>} Layers which layers of the map are shown, by id; those that are not named are as they
 *   begin
 *
 * @typedef {object} Values of each row of the atlas
 * @property {Float32Array} values NaN where a row has none
 * @property {number} count rows that have come
 *
 * @typedef {import("./table.js").Parsed & {model: string, name: string}} Table that somebody brought for a model's data
 *
 * @typedef {object} Kept what is worth keeping: a link holds it, and undo goes back in it. Immutable
 * @property {string} model id
 * @property {PlaneSpec | null} plane null for the model's own: the two axes, or the principal components
 * @property {View | null} view null for the whole of the atlas
 * @property {Layers} layers
 * @property {string} colour id of the column that the data are coloured by
 * @property {number[]} dimmed classes that are dimmed
 * @property {Spot | null} pin
 * @property {Keyframe[]} keyframes
 * @property {"lerp" | "slerp"} mode
 * @property {number} frames
 * @property {number} seed of every draw on the page
 *
 * @typedef {{kept: Kept, gone: Brought[]}} Step of undo or redo: what it leads to, and the own images that went with it
 *
 * @typedef {Record<string, number>} Settings of an experiment, by name
 * @typedef {Record<string, Settings>} Experiments those that are open, by id, with what was set in each
 *
 * @typedef {object} Looked what a link holds beside that, and undo leaves alone
 * @property {boolean} open whether the report is
 * @property {boolean} refine as of the report
 * @property {Report["shown"]} shown the same
 * @property {Uint8Array | null} mask the same
 * @property {number} noise the same
 * @property {Int32Array} selection rows of the atlas
 * @property {Place[][]} lasso outlines around rows of the atlas of columns
 * @property {Experiments} experiments
 * @property {number | null} step of the training at which the map shows it; null for none
 *
 * @typedef {object} Beside the other maps of a page
 * @property {number} place of this one among all of them, from 0
 * @property {{kept: Kept, looked: Looked | null, sent?: Sent | null}[]} maps in their order
 *
 * @typedef {object} Keyframe a place that the path goes through
 * @property {Code} z
 * @property {number=} row
 * @property {number=} sample
 * @property {number=} entry
 *
 * @typedef {object} Points the atlas as the plane shows it. Arrays are filled as they come, up to `count`
 * @property {string} key of model and plane
 * @property {number} of rows in all
 * @property {number} count rows that have come
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {Uint8Array} label
 * @property {Float32Array} xx covariance of q(z|x) in the plane
 * @property {Float32Array} xy
 * @property {Float32Array} yy
 * @property {Float32Array} away distance from the plane
 * @property {Float64Array=} rows of the atlas of columns, where these are some of its points
 * @property {Set<string>=} tiles whose points these are, the same
 * @property {Float32Array | null=} values the same, of the column that is shown
 * @property {[number, number]=} range the ends of its colours
 *
 * @typedef {object} Grid log density of the aggregate posterior over an area, in nats
 * @property {string} key
 * @property {Area} area
 * @property {number} columns
 * @property {number} rows
 * @property {Float32Array} values (rows, columns), row 0 having the smallest y; complete
 * @property {Float32Array} levels above which half, 90% and 99% of the mass in the whole plane lie
 *
 * @typedef {object} Tile
 * @property {number} level
 * @property {number} x
 * @property {number} y
 * @property {Uint8Array} pixels (64, channels, height, width), row 0 of the cells having the smallest y
 * @property {number} height of a cell in pixels
 * @property {number} width
 *
 * @typedef {object} Tiles those of the present model and plane
 * @property {string} key of model and plane
 * @property {Map<string, Tile>} byAddress "level/x/y"; grows in place, `version` tells
 * @property {number} version
 * @property {boolean} busy whether more are on their way
 *
 * @typedef {object} Row what is known of an image of the data set
 * @property {number} row
 * @property {number} index in its data set
 * @property {number} label
 * @property {Code} mu
 * @property {Code} logvar empty for a point posterior
 * @property {number} kl
 * @property {number} reconstruction
 * @property {number | null} percentile of images of the data with a lower bound; null where there is no bound
 * @property {"test" | "all"=} among which images these are
 * @property {Uint8Array} mean (channels, height, width) decoded mu
 * @property {Uint8Array | null} original where the data set is at hand
 * @property {Shape=} input how large these are, where that is not the size of the model's input
 * @property {string} absent why there is no original; empty where there is one
 * @property {{kl: number | null, reconstruction: number, error: number | null}=} estimate its figures by fresh draws, with their
 *   error, which the atlas lacks
 *
 * @typedef {{box?: number, centring: "mass" | "box" | "none", background?: number, twoTone: boolean}} DataFit how a
 *   model's data were prepared
 * @typedef {"auto" | "figure" | "crop" | "pad"} Frame
 * @typedef {"auto" | "mass" | "box" | "none"} Centre
 * @typedef {"auto" | "clear" | "border" | "white" | "grey" | "black"} Background
 * @typedef {"auto" | "yes" | "no"} Invert
 * @typedef {{frame: Frame, centre: Centre, background: Background, invert: Invert}} Fitting
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box in a picture, whose sides are 1
 *
 * @typedef {object} Brought an own image, as somebody brought it: what every model is given
 * @property {number} id its number; counts up, and is never used again while the page is open
 * @property {string} name
 * @property {Fitting} wish how the picture is to be brought to a model's input
 * @property {Uint8Array} file as it was chosen, or the drawing
 *
 * @typedef {object} Encoded what the pane's model says of an own image, or said last
 * @property {"waiting" | "encoding" | "ready" | "wrong"} status
 * @property {Brought=} of the image as the model was given it
 * @property {string=} sentence what is wrong
 * @property {Fitting=} fitting how it was brought to the model's input
 * @property {Box=} box around the figure that was found in it
 * @property {{pixels: Uint8Array, height: number, width: number}=} found all of it with its background cleared, small
 * @property {Float32Array=} input (channels, height, width) in [0,1], as the model saw it
 * @property {Float32Array=} mean (channels, height, width) decoded mu
 * @property {Code=} mu
 * @property {Code=} logvar
 * @property {Code=} factor (dim, dim) of the covariance, where coordinates depend on each other
 * @property {number[]=} klByDimension
 * @property {number | null=} kl null for a point posterior
 * @property {number=} reconstruction
 * @property {number | null=} elbo null for a point posterior
 * @property {number | null=} elboError its standard error, the same
 * @property {number | null=} percentile of images of the data with a lower bound
 * @property {"test" | "all"=} among which these are
 * @property {number | null=} distancePercentile of those that lie nearer to their nearest neighbour
 *
 * @typedef {Brought & Encoded} Sample an own image as the pane's model has it; `waiting` also where it is another by now
 *
 * @typedef {object} Here what is known of the spot under the pointer, or else of the pin
 * @property {Code} z
 * @property {Uint8Array} pixels (channels, height, width)
 * @property {boolean} exact false while they are the nearest tile cell's
 * @property {{row: number, distance: number}[]} nearest
 * @property {boolean} near false while the nearest are those of the place before
 * @property {number | null} support grey levels by which the decoded image differs from those around the code
 *
 * @typedef {object} Draws of the posterior of the image that is looked at
 * @property {string} key
 * @property {number=} row of the atlas, where the image is of it
 * @property {number} count
 * @property {Float32Array} codes (count, dim)
 * @property {Uint8Array} pixels (count, channels, height, width)
 *
 * @typedef {"image" | "posterior" | "draw" | "decoding" | "reconstruction" | "bound"} Stage of an image's way through the model
 *
 * @typedef {object} Followed an image of the atlas that is followed through the model, stage by stage
 * @property {number} row
 * @property {Stage} stage
 * @property {Kept} kept as it was before
 * @property {Int32Array} selection the same
 *
 * @typedef {object} Strip the decoded path
 * @property {string} key
 * @property {number} of frames in all
 * @property {number} count frames that have come
 * @property {Float32Array} codes (of, dim)
 * @property {Uint8Array} pixels (of, channels, height, width)
 * @property {Float32Array | null} support (of) grey levels by which each frame differs from the images around its code
 *
 * @typedef {object} Traversals for each shown dimension, images along it through the pin
 * @property {string} key
 * @property {number} steps
 * @property {Record<number, Uint8Array>} byDimension (steps, channels, height, width)
 *
 * @typedef {object} Sent how the sender of a link saw its path
 * @property {string} key of the path
 * @property {import("./link-code.js").Seen} seen
 * @property {string} version of the sender's model
 *
 * @typedef {object} Verdict how the sender's frames compare with those here
 * @property {string} key of the path
 * @property {"identical" | "near" | "other"} grade
 * @property {string} text a sentence or two
 *
 * @typedef {object} Playing
 * @property {boolean} on
 * @property {boolean} loop
 * @property {number} speed frames a second
 * @property {number} at frame, may lie between two
 *
 * @typedef {object} Motion how a path becomes a film
 * @property {number} scale pixels of the file a pixel of the model, each way
 * @property {number} speed frames a second
 * @property {boolean} back whether it goes there and back
 *
 * @typedef {object} GridWish
 * @property {"grid"} kind
 * @property {number} count images a side
 * @property {Area} area that they are spread over, both ends among them
 * @property {number} scale as of a motion
 * @property {"page" | "black on white" | "white on black"} tone
 * @property {boolean} labels whether numbers stand along the edges
 *
 * @typedef {object} FigureWish the map on paper
 * @property {"figure"} kind
 * @property {"png" | "svg" | "pdf"} file
 * @property {number} width millimetres
 * @property {number} dpi of a PNG
 * @property {"white" | "transparent" | "page"} ground `page` for the page's own
 * @property {boolean} legend
 * @property {boolean=} all whether the maps of all panes are in it
 *
 * @typedef {{kind: "strip"} | {kind: "montage"} | {kind: "json"} | {kind: "npz"} | {kind: "table"}
 *   | {kind: "selection", originals: boolean} | GridWish
 *   | FigureWish | {kind: "pdf", name: string, svg: string}
 *   | {kind: "gif", motion: Motion} | {kind: "webm", motion: Motion} | {kind: "mp4", motion: Motion}} Wish what is to become a file
 *
 * @typedef {object} Taking a file that is being made, or is ready to be saved
 * @property {Wish} wish
 * @property {Pane[]=} panes of the page when it was wished for
 * @property {number} share that is done, in [0,1]
 * @property {{name: string, blob: Blob} | null} file
 *
 * @typedef {"connecting" | "open" | "lost" | "other"} Connection `other` where the server speaks another protocol
 * @typedef {{id: number, kind: "info" | "busy" | "wrong", text: string}} Notice
 *
 * @typedef {object} Shared what all panes have in common. Immutable
 * @property {number} active the pane that the panels show
 * @property {number} nextPane
 * @property {string[]} models those that the panes show, in their order; empty for a pane without one
 * @property {Connection} connection
 * @property {"loading" | "ready" | "wrong"} catalogue `loading` also where what is known of it is old
 * @property {string} sentence why the catalogue is not to be had
 * @property {Card[]} cards
 * @property {Refusal[]} refused
 * @property {boolean} mayImport whether the server lets the reader import models
 * @property {import("./types-import.js").Importing | null} importing
 * @property {boolean} mayTrain whether the server lets the reader train models
 * @property {Training | null} training
 * @property {{comparison: import("./comparison.js").Comparison | null, papers: Record<string, import("./paper.js").Result[]>}} results what was read of them so far
 * @property {Record<string, unknown>} limits as the server said hello
 * @property {string} build the server's version of Isthmus
 * @property {Brought[]} brought own images, the newest first
 * @property {number} nextSample
 * @property {number | null} pointed the own image that is pointed at in the list
 * @property {Table[]} tables
 * @property {"pan" | "lasso" | "box" | "path"} tool what dragging on a map does
 * @property {Notice[]} notices
 * @property {"auto" | "light" | "dark"} theme as it was chosen
 * @property {"light" | "dark"} appearance as it is shown
 * @property {"images" | "here" | "path" | "layers" | null} sheet the open one, on a phone
 * @property {"help" | "models" | "lessons" | "share" | "export" | "film" | "picture" | "grid" | "code" | "import" | "train" | "mountain" | "comparison" | "paper" | null} dialog
 * @property {Course | null} course the lesson that is taken
 * @property {Lessons} lessons
 *
 * @typedef {object} Pane a map, with what was fetched for it: all of one version of one model. Immutable but for what is
 *   said to grow in place
 * @property {number} pane counts up, and is never used again
 * @property {Kept | null} kept null until there is a model
 * @property {Step[]} past for undo, the latest last
 * @property {Step[]} future for redo, the next last
 * @property {string} version of the model that what is known is of; empty while there is none
 * @property {string} gesture of the last change to what is kept: changes of one gesture are undone together
 * @property {{plane: Plane, key: string} | null} space of the present model and plane
 * @property {{dimensions: Dimensions, key: string} | null} measured of the present model
 * @property {import("./types-report.js").Cells & {key: string} | null} supported differences of decoded images over the plane, in grey levels
 * @property {Points | null} points
 * @property {ColumnAtlas} columnAtlas
 * @property {Record<string, Values>} columns of the data, by name, as far as they were wanted
 * @property {Tiles | null} tiles
 * @property {Grid | null} grid
 * @property {Contours | null} contours of the posterior of the image that is pointed at, or pinned, where it is no ellipse
 * @property {{mixture: import("./types-report.js").Mixture, key: string} | null} components of the model's own prior, where it is a mixture
 * @property {Pick<Draws, "key" | "codes" | "pixels"> | null} priorDraws while they are shown
 * @property {Spot | null} hover
 * @property {Offered | null} offered
 * @property {Here | null} here
 * @property {Record<number, Row>} rows of the present model that are known
 * @property {Record<number, Encoded>} encoded own images, by number
 * @property {Int32Array} selection rows of the atlas
 * @property {Int32Array} example rows of the atlas that an example of a path leads through, until it is laid
 * @property {Followed | null} followed
 * @property {Draws | null} draws
 * @property {Strip | null} strip
 * @property {import("./mosaic.js").Mosaic} mosaic of a model of discrete codes
 * @property {import("./trajectory.js").Trajectory | null} trajectory while draws are watched
 * @property {Playing} playing
 * @property {Watched} watched
 * @property {Sent | null} sent as the link that was opened says it
 * @property {Verdict | null} verdict
 * @property {Traversals | null} traversals
 * @property {Taking | null} taking
 * @property {View | null} heading where a lesson leads the map, while it is on its way
 * @property {{width: number, height: number}} size of the map in CSS pixels; 0 until it is laid out
 * @property {Report} report what the model believes about the pinned sample
 * @property {Experiments} experiments
 *
 * @typedef {Shared & Pane & {panes: Pane[]}} State the page as one pane sees it; what is about the whole page sees all panes
 *   beside that, the others none
 * @typedef {{panes: Pane[], shared: Shared}} Page all that the page shows; at least one pane
 */

export {};
