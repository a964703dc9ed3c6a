package isthmus.train;

import isthmus.latent.Noise;
import isthmus.model.ModelCard;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * A semi-amortised encoder as one TorchScript module: the network's answer, and then steps that raise the bound of each
 * image, for which the module holds the decoder too. A step takes the bound's gradient and curvature from log p(x|z) at
 * points on the axes of q(z|x), at the mean and {@code width} deviations to either side; moves the mean by Newton's
 * method along each axis and sets each variance to the inverse of the curvature; and is kept, image by image, where the
 * bound rises. At the end deviations are multiplied by {@code widen}: the bound's best q is narrower than p(z|x), and for
 * a few hundredths of a nat its ellipsoids can be made to hold what they say. Immutable; any thread.
 *
 * <p>Weights are held in half precision, for the decoder's are in the decoder's file already: the steps close what an
 * encoder loses by that, and what the decoder does is too little to be measured.
 *
 * @param values of an image
 * @param sigma of a Gaussian likelihood, null for another
 */
record RefinedEncoder(Network encoder, Network decoder, Recipe recipe, int values, Double sigma) {
    private static final String PAIR = "Tuple[Tensor, Tensor]";
    private static final int ROWS = 512; // most codes decoded at once, so that memory is bounded for any batch
    private static final double START_LOGVAR = -6; // least log variance at a code of the prior that is started from
    private static final double LONGEST = 3; // move of a mean, in deviations
    private static final double WIDEST = 2; // change of a log variance
    private static final double SHORTER = 0.35; // factor of the next step where one was not kept

    TorchScript module(List<Tensor> ofEncoder, List<Tensor> ofDecoder) {
        Recipe.Refinement refinement = recipe.refinement();
        List<Tensor> parameters = new ArrayList<>();
        ofEncoder.forEach(weight -> parameters.add(weight.inHalf()));
        ofDecoder.forEach(weight -> parameters.add(weight.inHalf()));
        parameters.add(points());
        List<ScriptMethod> methods = new ArrayList<>();
        methods.add(encoder.readingHalf("encode"));
        methods.add(decoder.readingHalf("decode"));
        methods.add(score());
        methods.add(estimate());
        methods.add(refine());
        if (refinement.starts() > 0) {
            parameters.add(starts());
            methods.add(start());
        }
        methods.add(forward());
        return new TorchScript("Encoder", parameters, methods);
    }

    /** (2 · dim + 1, dim) in deviations: the mean, then a point on each axis above it, then below. */
    private Tensor points() {
        int dim = recipe.latent();
        float[] values = new float[(2 * dim + 1) * dim];
        for (int i = 0; i < dim; i++) {
            values[(1 + i) * dim + i] = (float) recipe.refinement().width();
            values[(1 + dim + i) * dim + i] = (float) -recipe.refinement().width();
        }
        return new Tensor("points", new int[] {2 * dim + 1, dim}, values);
    }

    private Tensor starts() {
        int count = recipe.refinement().starts();
        float[] codes = Noise.named(recipe.seed(), "starts").normals(count * recipe.latent());
        return new Tensor("starts", new int[] {count, recipe.latent()}, codes);
    }

    /** log p(x|z) of each pair of rows: x (rows, values), z (rows, dim). */
    private ScriptMethod score() {
        List<String> lines = new ArrayList<>();
        lines.add("y = torch.flatten((self).decode(z, ), 1, -1)");
        String logSigma = "torch.full([1], %s)".formatted(sigma == null ? 0 : Math.log(sigma));
        lines.addAll(Objective.logLikelihood(recipe.likelihood().family(), logSigma, recipe.output()));
        return new ScriptMethod("score", List.of("targets: Tensor", "z: Tensor"), lines, "loglik", "Tensor");
    }

    /**
     * The bound of each image under N(mu, exp(logvar)), the gradient of log p(x, z) at mu, and its curvature with the sign
     * of a precision, at least the prior's: x (n, values), mu and logvar (n, dim).
     */
    private ScriptMethod estimate() {
        int dim = recipe.latent();
        double width = recipe.refinement().width();
        return new ScriptMethod(
                "estimate",
                List.of("x: Tensor", "mu: Tensor", "logvar: Tensor"),
                List.of(
                        "deviation = torch.exp(torch.mul(logvar, 0.5))",
                        "offsets = torch.mul(torch.unsqueeze(self.points, 1), torch.unsqueeze(deviation, 0))",
                        "z = torch.reshape(torch.add(offsets, mu), [-1, %d])".formatted(dim),
                        "scores = (self).score(torch.repeat(x, [%d, 1]), z, )".formatted(2 * dim + 1),
                        "byPoint = torch.reshape(scores, [%d, -1])".formatted(2 * dim + 1),
                        "middle = torch.unsqueeze(torch.select(byPoint, 0, 0), 1)",
                        "above = torch.t(torch.slice(byPoint, 0, 1, %d, 1))".formatted(dim + 1),
                        "below = torch.t(torch.slice(byPoint, 0, %d, %d, 1))".formatted(dim + 1, 2 * dim + 1),
                        "step = torch.mul(deviation, %s)".formatted(width),
                        "slope = torch.div(torch.sub(above, below), torch.mul(step, 2.))",
                        "rise = torch.sub(torch.add(above, below), torch.mul(middle, 2.))",
                        // Of a quadratic, E log p(x|z) is the value at the mean plus half the trace of curvature times
                        // variance.
                        "halves = torch.sum(torch.mul(rise, %s), [1])".formatted(0.5 / (width * width)),
                        "reconstruction = torch.add(torch.squeeze(middle, 1), halves)",
                        "spread = torch.sub(torch.add(torch.mul(mu, mu), torch.exp(logvar)), torch.add(logvar, 1.))",
                        "bound = torch.sub(reconstruction, torch.mul(torch.sum(spread, [1]), 0.5))",
                        "curvature = torch.div(rise, torch.mul(step, step))",
                        "precision = torch.clamp(torch.rsub(curvature, 1.), 1., None)"),
                "(bound, torch.sub(slope, mu), precision)",
                "Tuple[Tensor, Tensor, Tensor]");
    }

    /** The refined (mu, logvar) of images x (n, values). */
    private ScriptMethod refine() {
        List<String> lines = new ArrayList<>();
        lines.add("e = (self).estimate(x, mu0, logvar0, )");
        lines.add("mu = mu0");
        lines.add("logvar = logvar0");
        lines.add("bound, slope, precision, = e");
        lines.add("rate = torch.ones_like(torch.unsqueeze(bound, 1))");
        for (int step = 0; step < recipe.refinement().steps(); step++) {
            lines.addAll(List.of(
                    "longest = torch.mul(torch.exp(torch.mul(logvar, 0.5)), %s)".formatted(LONGEST),
                    "move = torch.minimum(torch.maximum(torch.div(slope, precision), torch.neg(longest)), longest)",
                    "change = torch.clamp(torch.neg(torch.add(torch.log(precision), logvar)), -%s, %s)"
                            .formatted(WIDEST, WIDEST),
                    "muNew = torch.add(mu, torch.mul(move, rate))",
                    "logvarNew = torch.add(logvar, torch.mul(change, rate))",
                    "eNew = (self).estimate(x, muNew, logvarNew, )",
                    "boundNew, slopeNew, precisionNew, = eNew",
                    "better = torch.gt(boundNew, bound)",
                    "kept = torch.unsqueeze(better, 1)",
                    "mu = torch.where(kept, muNew, mu)",
                    "logvar = torch.where(kept, logvarNew, logvar)",
                    "bound = torch.where(better, boundNew, bound)",
                    "slope = torch.where(kept, slopeNew, slope)",
                    "precision = torch.where(kept, precisionNew, precision)",
                    "rate = torch.where(kept, torch.clamp(torch.mul(rate, 2.), None, 1.), torch.mul(rate, %s))"
                            .formatted(SHORTER)));
        }
        return new ScriptMethod(
                "refine",
                List.of("x: Tensor", "mu0: Tensor", "logvar0: Tensor"),
                lines,
                "(mu, torch.add(logvar, %s))"
                        .formatted(2 * Math.log(recipe.refinement().widen())),
                PAIR);
    }

    /**
     * For images x (n, values) the code of the starts that gives the largest log p(x, z), where that is more than at mu;
     * y holds the decoded starts, (starts, values).
     */
    private ScriptMethod start() {
        List<String> lines = new ArrayList<>(pairwise());
        lines.add("joint = torch.sub(pairs, torch.mul(torch.sum(torch.mul(self.starts, self.starts), [1]), 0.5))");
        lines.add("best = torch.max(joint, 1)");
        lines.add("values, indices, = best");
        lines.add("own = torch.sub((self).score(x, mu, ), torch.mul(torch.sum(torch.mul(mu, mu), [1]), 0.5))");
        lines.add("better = torch.unsqueeze(torch.gt(values, own), 1)");
        lines.add("found = torch.index_select(self.starts, 0, indices)");
        return new ScriptMethod(
                "start",
                List.of("x: Tensor", "y: Tensor", "mu: Tensor", "logvar: Tensor"),
                lines,
                "(torch.where(better, found, mu), torch.where(better, torch.clamp(logvar, %s, None), logvar))"
                        .formatted(START_LOGVAR),
                PAIR);
    }

    /** Statements that set pairs (n, starts) = log p(x | start) as one matrix product, for logits y. */
    private List<String> pairwise() {
        if (recipe.likelihood().family() == ModelCard.Family.BERNOULLI) {
            return List.of("pairs = torch.sub(torch.matmul(x, torch.t(y)), torch.sum(torch.softplus(y), [1]))");
        }
        double constant = -values * (Math.log(sigma) + 0.5 * Math.log(2 * Math.PI));
        return List.of(
                recipe.output() == ModelCard.Output.MEAN ? "means = y" : "means = torch.sigmoid(y)",
                "squares = torch.add(torch.unsqueeze(torch.sum(torch.mul(x, x), [1]), 1), "
                        + "torch.sum(torch.mul(means, means), [1]))",
                "errors = torch.sub(squares, torch.mul(torch.matmul(x, torch.t(means)), 2.))",
                "pairs = torch.add(torch.mul(errors, %s), %s)".formatted(-0.5 / (sigma * sigma), constant));
    }

    /** Splits a batch, so that no more than {@link #ROWS} codes are decoded at once for it. */
    private ScriptMethod forward() {
        int images = Math.max(1, ROWS / (2 * recipe.latent() + 1));
        boolean starts = recipe.refinement().starts() > 0;
        List<String> lines = new ArrayList<>();
        if (starts) {
            lines.add("y = torch.flatten((self).decode(self.starts, ), 1, -1)");
        }
        lines.add("parts = torch.split(x, %d)".formatted(images));
        lines.add("means = annotate(List[Tensor], [])");
        lines.add("logvars = annotate(List[Tensor], [])");
        lines.add("for i in range(torch.len(parts)):");
        lines.add("  part = parts[i]");
        lines.add("  encoded = (self).encode(part, )");
        lines.add("  mu0, logvar0, = encoded");
        lines.add("  flat = torch.flatten(part, 1, -1)");
        if (starts) {
            lines.add("  started = (self).start(flat, y, mu0, logvar0, )");
            lines.add("  mu1, logvar1, = started");
        } else {
            lines.add("  mu1 = mu0");
            lines.add("  logvar1 = logvar0");
        }
        lines.add("  refined = (self).refine(flat, mu1, logvar1, )");
        lines.add("  mu, logvar, = refined");
        lines.add("  _0 = torch.append(means, mu)");
        lines.add("  _1 = torch.append(logvars, logvar)");
        return new ScriptMethod(
                "forward", List.of("x: Tensor"), lines, "(torch.cat(means, 0), torch.cat(logvars, 0))", PAIR);
    }
}
