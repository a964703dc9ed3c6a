// What is known of a model's beliefs, as the report shows it. Types alone: nothing here runs.

/**
 * @typedef {object} Asked what every answer of the report begins with
 * @property {string} key of what was asked
 * @property {"asking" | "done" | "stopped" | "wrong"} stage
 * @property {string} sentence why it is wrong; empty otherwise
 *
 * @typedef {{mu: Float32Array, logvar: Float32Array}} Normal N(mu, diag exp(logvar)), each (dim)
 *
 * @typedef {object} Bounds importance-weighted bounds of ever more draws, in nats; each (count)
 * @property {ArrayLike<number>} k
 * @property {ArrayLike<number>} bound
 * @property {ArrayLike<number>} error standard error; NaN where it is not known
 *
 * @typedef {object} Likelihood
 * @property {boolean} drawn whether the image was drawn to zeros and ones
 * @property {number} kl
 * @property {number} reconstruction
 * @property {number} elbo
 * @property {number} elboError its standard error
 * @property {number} residual root mean square, grey levels
 * @property {number | null} floor what grey pixels cost any Bernoulli model, in nats; null for other likelihoods
 * @property {number | null} percentile how many per cent of those rows have a lower bound
 * @property {number} of rows of the atlas
 * @property {"test" | "all"} among whether those are its test images, or all as none is known to be one
 * @property {boolean} lessFloor whether percentile and histogram are of bounds less the floor
 * @property {number | null} distancePercentile how many per cent of them lie nearer to their nearest
 * @property {Float32Array} input (channels, height, width)
 * @property {Float32Array} mean the same, decoded mu
 * @property {Normal} q
 * @property {{edges: Float64Array, counts: Int32Array} | null} histogram bounds of those rows
 * @property {{row: number, distance: number}[]} near
 *
 * @typedef {object} Tightening
 * @property {number} draws that are made
 * @property {number} of that are to be made
 * @property {number} effective
 * @property {Bounds} bounds
 *
 * @typedef {Asked & {image: Likelihood | null, tightening: Tightening | null}} Believed
 *
 * @typedef {object} Contours of the posterior of one image
 * @property {string} key
 * @property {number=} row of the data, where it is one
 * @property {Cells} cells log density, in the two numbers of a code
 * @property {Float32Array} levels above which half, 90% and 99% of the mass lie
 *
 * @typedef {object} Cells log densities over an area
 * @property {Area} area
 * @property {number} columns
 * @property {number} rows
 * @property {ArrayLike<number>} values (rows, columns), row 0 having the smallest second coordinate
 *
 * @typedef {Record<"edge" | "logEvidence" | "error" | "elbo" | "elboError" | "gap" | "gapError", number>
 *   & {levels: Float32Array, q: Normal}} Truth the true posterior of a model of two dimensions: half, 90% and 99% of the mass
 *   lie above the log densities `levels`, and the share `edge` in the outermost cells
 *
 * @typedef {Asked & {cells: Cells | null, truth: Truth | null}} Posterior
 *
 * @typedef {Asked & {cells: Cells | null}} Around log p(x, z) far around the true posterior
 *
 * @typedef {Asked & {reference: {log: number, error: number, grid: boolean} | null,
 *   whole: Record<"draws" | "of" | "log" | "error" | "effective", number> | null,
 *   levels: {k: Int32Array, repetitions: Int32Array, covered: Int32Array, stated: Float64Array, off: Float64Array,
 *     log: Float64Array, error: Float64Array} | null}} Sampled log p(x) by draws: what is known otherwise; all draws as one
 *   estimate; and by 10, 20, 50, … draws again and again, of which the first few estimates, (levels, some), with the errors that
 *   they state, the mean of those, what all are off by, and how many 95% intervals hold what is known
 *
 * @typedef {Asked & {codes: Code[] | null, pixels: Uint8Array | null, likelihood: Float32Array | null}} Components draws of the
 *   prior, decoded, and log p(x|z) of the pinned image at each
 *
 * @typedef {Asked & Record<"mu" | "logvar" | "codes" | "likelihood" | "gradient", Float32Array | null>} Pulls draws of q(z|x), with
 *   log p(x|z) and its gradient by z at each
 *
 * @typedef {Normal & {step: number, bound: number}} Step
 *
 * @typedef {Record<"steps" | "before" | "beforeError" | "after" | "afterError" | "gain" | "gainError" | "logEvidence" |
 *   "logEvidenceError" | "effective" | "amortisation" | "family" | "familyError", number>} Gains of refining; `family` is
 *   log p(x) less the bound after, an estimate that may be below 0
 *
 * @typedef {Gains & {converged: boolean, kept: boolean, trusted: boolean, q: Normal, mean: Float32Array}} Refined `kept`
 *   where fresh draws confirm the gain; the mean is (channels, height, width)
 *
 * @typedef {Asked & {trail: Step[], refined: Refined | null}} Refinement
 *
 * @typedef {object} Completions
 * @property {number} known values of the image
 * @property {number} drawn
 * @property {number} effective
 * @property {boolean} trusted
 * @property {string} sentence
 * @property {number} count completions, heaviest first
 * @property {Code[]} codes
 * @property {Float32Array} weight
 * @property {Uint8Array} pixels (count, channels, height, width)
 * @property {Code[]} cloud draws of the posterior
 * @property {Float32Array} mean (channels, height, width)
 * @property {Float32Array} spread the same
 *
 * @typedef {Asked & {parts: Normal[], of: number, completions: Completions | null}} Completing
 *
 * @typedef {Asked & {codes: Code[], worth: string}} PosteriorDraws draws of the true posterior, and in words what
 *   they are worth
 *
 * @typedef {object} Health of the latent dimensions; each array (dim)
 * @property {string} words what that means
 * @property {number | null} holes share of the prior's draws
 * @property {number} holesLow lower end of an interval that holds the true share 95% of the time
 * @property {number} holesHigh its upper end
 * @property {Float32Array | null} kl
 * @property {Uint8Array | null} active
 * @property {Float32Array | null} variance of the posterior mean
 * @property {Float32Array | null} effect grey levels
 * @property {Float32Array | null} divergence nats
 * @property {Float32Array | null} edges of the bins
 * @property {Float32Array | null} histogram (dim, bins), shares
 *
 * @typedef {Asked & {health: Health | null}} Healthy
 *
 * @typedef {"gaussian" | "mixture" | "flow"} FittedFamily
 * @typedef {Record<"logDensity" | "logDensityError" | "gain" | "gainError", number> & {components?: number}} Tried a mixture: mean
 *   log density of the codes held out, and by how much it is above the prior's, with standard errors
 *
 * @typedef {Tried & {codes: number, empty: number, missed: number, sha256: string}
 *   & Partial<Record<"before" | "beforeLow" | "beforeHigh" | "after" | "afterLow" | "afterHigh", number>>} Fitted the mixture
 *   that was chosen: shares of the prior where hardly a code is, and of the codes where hardly a draw of the prior is; and of
 *   the draws before and after that the data do not support
 *
 * @typedef {object} Drawn codes from a prior or a mixture, decoded
 * @property {Uint8Array} pixels
 * @property {Code[]} codes
 * @property {{row: number, distance: number}[]} near the nearest image of each
 *
 * @typedef {object} Mixture
 * @property {Float32Array} weights (components)
 * @property {Code[]} means
 * @property {Code[]} logvars
 * @property {Uint8Array | null} [inputs] (components, channels, height, width) pseudo-inputs, whose posteriors they are
 *
 * @typedef {Asked & {prior: {heldOut: number, logDensity: number, logDensityError: number} | null, tried: Tried[],
 *   step: {step: number, of: number} | null, fitted: Fitted & {draws: [before: Drawn, after: Drawn], mixture: Mixture | null,
 *   cloud: Code[], empties: Code[], misses: Code[], file: Uint8Array} | null}} Fitting: of a mixture, or of a flow with some
 *   draws of it; `empties` are draws of the prior where hardly a code is, and `misses` codes where hardly such a draw is
 *
 * @typedef {object} Report what is wished of the report and what has come
 * @property {boolean} open
 * @property {number} again how often somebody asked again after a refusal
 * @property {"encoder" | "refined" | "true" | "draws"} shown which posterior of the pinned sample the map is to draw
 * @property {boolean} refine whether refinement is wished
 * @property {Uint8Array | null} mask (height, width), 1 where a pixel is unknown; null where all are known
 * @property {number} noise standard deviation of the noise in known pixels, white being 1
 * @property {boolean} evidence whether log p(x) is asked for though the report is not open
 * @property {boolean} holes whether the map shows where the prior is dense and no data are
 * @property {boolean} fit whether a prior is to be fitted to the codes of the data
 * @property {FittedFamily} family of that prior
 * @property {Fitting | null} fitting
 * @property {Believed | null} believed
 * @property {Posterior | null} posterior
 * @property {Around | null} around
 * @property {Sampled | null} sampled
 * @property {Components | null} components
 * @property {Pulls | null} pulls
 * @property {Refinement | null} refinement
 * @property {Completing | null} completing
 * @property {PosteriorDraws | null} posteriorDraws
 * @property {Healthy | null} healthy of the present model
 */

export {};
