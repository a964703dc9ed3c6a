package isthmus.train;

import java.util.ArrayList;
import java.util.List;

/**
 * How an objective draws from q(z|x) and scores what it drew, as statements of TorchScript: a family each. Of a batch and
 * some draws an image, rows come by the draw, and within it by the image; {@code noise} is standard normal, (rows, dim).
 * Immutable; any thread.
 */
sealed interface PosteriorTerms {
    String HALF_LOG_TWO_PI = String.valueOf(0.5 * Math.log(2 * Math.PI));

    /** The names of what the encoder gives, in its order. */
    List<String> outputs();

    /** Rows of each draw of an image. */
    default int strata() {
        return 1;
    }

    /** Statements that set z (rows, dim). */
    List<String> draw(int draws);

    /** Statements that set logq (rows) = log q(z|x) of what was drawn. */
    List<String> logDensity(int draws);

    /** Statements that set kl (batch) = KL(q(z|x) ‖ N(0, I)); empty where there is no closed form. */
    default List<String> klToStandard() {
        return List.of();
    }

    /** The mean (batch) over the draws of a value of each row. */
    default String mean(String value, int draws) {
        return "torch.mean(torch.reshape(%s, [%d, -1]), [0])".formatted(value, draws);
    }

    /** What draws have to be weighed by to join in the importance-weighted bound, (rows of an image, batch), in logs. */
    default String logWeights(String value, int draws) {
        return "torch.reshape(%s, [%d, -1])".formatted(value, draws);
    }

    /** log N(noise; 0, I) of each row. */
    private static String ofNoise() {
        return "torch.neg(torch.sum(torch.add(torch.mul(torch.mul(noise, noise), 0.5), %s), [1]))"
                .formatted(HALF_LOG_TWO_PI);
    }

    /** z = mu + sigma ε. */
    record Diagonal() implements PosteriorTerms {
        @Override
        public List<String> outputs() {
            return List.of("mu", "logvar");
        }

        @Override
        public List<String> draw(int draws) {
            return List.of(
                    "means = torch.repeat(mu, [%d, 1])".formatted(draws),
                    "logvars = torch.repeat(logvar, [%d, 1])".formatted(draws),
                    "z = torch.add(means, torch.mul(torch.exp(torch.mul(logvars, 0.5)), noise))");
        }

        @Override
        public List<String> logDensity(int draws) {
            return List.of("logq = torch.sub(%s, torch.mul(torch.sum(logvars, [1]), 0.5))".formatted(ofNoise()));
        }

        /** Statements that set logq as a function of mu and logvar at a z that is given. */
        List<String> logDensityAtGiven() {
            return List.of(
                    "error = torch.mul(torch.sub(z, means), torch.exp(torch.mul(logvars, -0.5)))",
                    "exponent = torch.mul(torch.add(torch.mul(error, error), logvars), 0.5)",
                    "logq = torch.neg(torch.sum(torch.add(exponent, %s), [1]))".formatted(HALF_LOG_TWO_PI));
        }

        @Override
        public List<String> klToStandard() {
            return List.of(
                    "spread = torch.sub(torch.add(torch.mul(mu, mu), torch.exp(logvar)), torch.add(logvar, 1.))",
                    "kl = torch.mul(torch.sum(spread, [1]), 0.5)");
        }
    }

    /** z = mu, and no price for saying it exactly. */
    record Point() implements PosteriorTerms {
        @Override
        public List<String> outputs() {
            return List.of("mu");
        }

        @Override
        public List<String> draw(int draws) {
            return List.of("z = torch.repeat(mu, [%d, 1])".formatted(draws));
        }

        @Override
        public List<String> logDensity(int draws) {
            throw new IllegalStateException("a point has no density");
        }

        @Override
        public List<String> klToStandard() {
            return List.of("kl = torch.mul(torch.sum(mu, [1]), 0.)");
        }
    }

    /** z = mu + L ε, where factor is L, (batch, dim, dim), triangular with a positive diagonal. */
    record Full(int dim) implements PosteriorTerms {
        @Override
        public List<String> outputs() {
            return List.of("mu", "factor");
        }

        @Override
        public List<String> draw(int draws) {
            return List.of(
                    "factors = torch.repeat(factor, [%d, 1, 1])".formatted(draws),
                    "offset = torch.squeeze(torch.bmm(factors, torch.unsqueeze(noise, 2)), 2)",
                    "z = torch.add(torch.repeat(mu, [%d, 1]), offset)".formatted(draws));
        }

        @Override
        public List<String> logDensity(int draws) {
            return List.of("logq = torch.sub(%s, torch.sum(torch.log(torch.diagonal(factors, 0, 1, 2)), [1]))"
                    .formatted(ofNoise()));
        }

        @Override
        public List<String> klToStandard() {
            return List.of(
                    "squares = torch.add(torch.sum(torch.mul(factor, factor), [1, 2]), torch.sum(torch.mul(mu, mu), [1]))",
                    "logdet = torch.sum(torch.log(torch.diagonal(factor, 0, 1, 2)), [1])",
                    "kl = torch.sub(torch.mul(torch.sub(squares, %d.), 0.5), logdet)".formatted(dim));
        }
    }

    /**
     * z = mu + sigma e, where e is ε after steps that each move one half of it as the other half says: with u =
     * tanh(W a + c), b becomes b · exp(R u) + T u. A row of couplings (batch, steps, numbers) has W (units, half), c
     * (units), T and R (half, units).
     */
    record Flow(int dim, int steps, int units) implements PosteriorTerms {
        @Override
        public List<String> outputs() {
            return List.of("mu", "logvar", "couplings");
        }

        @Override
        public List<String> draw(int draws) {
            int half = dim / 2;
            int inner = units * half;
            List<String> lines = new ArrayList<>();
            lines.add("coupling = torch.repeat(couplings, [%d, 1, 1])".formatted(draws));
            lines.add("logvars = torch.repeat(logvar, [%d, 1])".formatted(draws));
            lines.add("stretch = torch.mul(torch.sum(logvars, [1]), 0.5)"); // log |dz/dε|
            lines.add("a = torch.slice(noise, 1, 0, %d, 1)".formatted(half));
            lines.add("b = torch.slice(noise, 1, %d, %d, 1)".formatted(half, dim));
            for (int step = 0; step < steps; step++) {
                lines.add("numbers = torch.select(coupling, 1, %d)".formatted(step));
                lines.add("W = " + matrix(0, units, half));
                lines.add("c = torch.slice(numbers, 1, %d, %d, 1)".formatted(inner, inner + units));
                lines.add("T = " + matrix(inner + units, half, units));
                lines.add("R = " + matrix(2 * inner + units, half, units));
                lines.add("u = torch.unsqueeze(torch.tanh(torch.add(%s, c)), 2)"
                        .formatted(product("W", "torch.unsqueeze(a, 2)")));
                lines.add("rise = " + product("R", "u"));
                lines.add("moved = torch.add(torch.mul(b, torch.exp(rise)), %s)".formatted(product("T", "u")));
                lines.add("stretch = torch.add(stretch, torch.sum(rise, [1]))");
                lines.add("b = a"); // the halves take turns
                lines.add("a = moved");
            }
            lines.add("e = torch.cat(%s, 1)".formatted(steps % 2 == 0 ? "[a, b]" : "[b, a]"));
            lines.add("means = torch.repeat(mu, [%d, 1])".formatted(draws));
            lines.add("z = torch.add(means, torch.mul(torch.exp(torch.mul(logvars, 0.5)), e))");
            return lines;
        }

        private static String matrix(int from, int rows, int columns) {
            return "torch.reshape(torch.slice(numbers, 1, %d, %d, 1), [-1, %d, %d])"
                    .formatted(from, from + rows * columns, rows, columns);
        }

        private static String product(String matrices, String vectors) {
            return "torch.squeeze(torch.bmm(%s, %s), 2)".formatted(matrices, vectors);
        }

        @Override
        public List<String> logDensity(int draws) {
            return List.of("logq = torch.sub(%s, stretch)".formatted(ofNoise()));
        }
    }

    /**
     * A mixture with logits (batch, components), centres and widths (log variances; both batch, components, dim). Each draw
     * takes a row of every component, and weighs it by the component's share: no choice is drawn, so that gradients of the
     * shares are those of the bound.
     */
    record Mixture(int dim, int components) implements PosteriorTerms {
        @Override
        public List<String> outputs() {
            return List.of("logits", "centres", "widths");
        }

        @Override
        public int strata() {
            return components;
        }

        @Override
        public List<String> draw(int draws) {
            return List.of(
                    "means = " + byRow("centres", draws),
                    "logvars = " + byRow("widths", draws),
                    "z = torch.add(means, torch.mul(torch.exp(torch.mul(logvars, 0.5)), noise))",
                    "logshares = torch.log_softmax(logits, 1)",
                    "shares = torch.repeat(torch.t(torch.exp(logshares)), [%d, 1])".formatted(draws));
        }

        /** (batch, components, dim) as rows: by the draw, then the component, then the image. */
        private String byRow(String parameters, int draws) {
            return "torch.repeat(torch.reshape(torch.permute(%s, [1, 0, 2]), [-1, %d]), [%d, 1])"
                    .formatted(parameters, dim, draws);
        }

        @Override
        public List<String> logDensity(int draws) {
            return List.of(
                    "apart = torch.sub(torch.unsqueeze(torch.reshape(z, [%d, -1, %d]), 2), centres)"
                            .formatted(draws * components, dim), // (rows of an image, batch, components, dim)
                    "error = torch.mul(apart, torch.exp(torch.mul(widths, -0.5)))",
                    "exponent = torch.mul(torch.add(torch.mul(error, error), widths), 0.5)",
                    "densities = torch.neg(torch.sum(torch.add(exponent, %s), [3]))".formatted(HALF_LOG_TWO_PI),
                    "logq = torch.reshape(torch.logsumexp(torch.add(densities, logshares), [2]), [-1])");
        }

        @Override
        public String mean(String value, int draws) {
            return "torch.div(torch.sum(torch.mul(torch.reshape(%s, [%d, -1]), shares), [0]), %d.)"
                    .formatted(value, draws * components, draws);
        }

        @Override
        public String logWeights(String value, int draws) {
            return "torch.add(torch.reshape(%s, [%d, -1]), torch.log(shares))".formatted(value, draws * components);
        }
    }
}
