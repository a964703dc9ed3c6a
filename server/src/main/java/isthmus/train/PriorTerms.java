package isthmus.train;

import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.torchscript.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How an objective scores codes under p(z), as statements of TorchScript: a family each. Immutable; any thread. */
sealed interface PriorTerms {
    /** Of every parameter's name. */
    String PREFIX = "prior_";

    String LOGITS = PREFIX + "logits";
    String MEANS = PREFIX + "means";
    String LOGVARS = PREFIX + "logvars";
    String INPUTS = PREFIX + "inputs";

    /** What is trained of it. */
    List<Tensor> parameters(Noise noise);

    /** Statements that set logp (rows) = log p(z), for z (rows, dim). */
    List<String> logDensity();

    /** N(0, I). */
    record Standard() implements PriorTerms {
        @Override
        public List<Tensor> parameters(Noise noise) {
            return List.of();
        }

        @Override
        public List<String> logDensity() {
            return List.of("logp = torch.neg(torch.sum(torch.add(torch.mul(torch.mul(z, z), 0.5), %s), [1]))"
                    .formatted(PosteriorTerms.HALF_LOG_TWO_PI));
        }
    }

    /** Independent Laplace variables of mean 0 and variance 1. */
    record Laplace(int dim) implements PriorTerms {
        @Override
        public List<Tensor> parameters(Noise noise) {
            return List.of();
        }

        @Override
        public List<String> logDensity() {
            return List.of("logp = torch.sub(torch.mul(torch.sum(torch.abs(z), [1]), %s), %s)"
                    .formatted(-1 / isthmus.latent.Laplace.SCALE, dim * Math.log(2 * isthmus.latent.Laplace.SCALE)));
        }
    }

    /** Statements that set logp for parts with logweights (parts), centre and width (parts, dim). */
    private static List<String> ofMixture() {
        return List.of(
                "away = torch.mul(torch.sub(torch.unsqueeze(z, 1), centre), torch.exp(torch.mul(width, -0.5)))",
                "energy = torch.mul(torch.add(torch.mul(away, away), width), 0.5)", // (rows, parts, dim)
                "parts = torch.neg(torch.sum(torch.add(energy, %s), [2]))".formatted(PosteriorTerms.HALF_LOG_TWO_PI),
                "logp = torch.logsumexp(torch.add(parts, logweights), [1])");
    }

    /** A mixture whose weights, means and log variances are trained. */
    record Mixture(int dim, int components) implements PriorTerms {
        private static final float WIDTH = -1; // initial log variance

        @Override
        public List<Tensor> parameters(Noise noise) {
            float[] logvars = new float[components * dim];
            Arrays.fill(logvars, WIDTH);
            int[] shape = {components, dim};
            return List.of(
                    new Tensor(LOGITS, new int[] {components}, new float[components]),
                    new Tensor(MEANS, shape, noise.normals(components * dim)),
                    new Tensor(LOGVARS, shape, logvars));
        }

        @Override
        public List<String> logDensity() {
            List<String> lines = new ArrayList<>(List.of(
                    "logweights = torch.log_softmax(self.%s, 0)".formatted(LOGITS),
                    "centre = self." + MEANS,
                    "width = self." + LOGVARS));
            lines.addAll(ofMixture());
            return lines;
        }
    }

    /**
     * The mixture, in equal parts, of q(z|u) of pseudo-inputs u, which are trained (Tomczak and Welling 2018).
     *
     * @param images where the pseudo-inputs begin, (components, values) in [0,1]
     */
    record Vamp(Shape shape, int components, float[] images) implements PriorTerms {
        @Override
        public List<Tensor> parameters(Noise noise) {
            return List.of(new Tensor(INPUTS, new int[] {components, shape.size()}, images));
        }

        @Override
        public List<String> logDensity() {
            List<String> lines = new ArrayList<>(List.of(
                    "inputs = torch.reshape(torch.clamp(self.%s, 0., 1.), [%d, %d, %d, %d])"
                            .formatted(INPUTS, components, shape.channels(), shape.height(), shape.width()),
                    "_1 = (self).encode(inputs, )",
                    "centre, width, = _1",
                    "logweights = torch.full([%d], %s)".formatted(components, -Math.log(components))));
            lines.addAll(ofMixture());
            return lines;
        }
    }
}
