package isthmus.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import isthmus.image.Shape;
import java.util.List;
import java.util.Map;

/**
 * What {@code card.json} says of a model. See {@code models/README.md} for each field. Immutable; any thread.
 *
 * @param files sha256 in lower-case hex by file name
 * @param atlas where the encoded samples come from; null where the folder has no atlas
 * @param figures what {@code evaluate --write} measured; null until then
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCard(
        String id,
        String title,
        String description,
        Kind kind,
        Input input,
        Latent latent,
        Posterior posterior,
        Likelihood likelihood,
        Output output,
        List<String> labels,
        Map<String, String> files,
        Atlas atlas,
        Provenance provenance,
        Figures figures) {

    public enum Kind {
        @JsonProperty("vae")
        VAE,
        @JsonProperty("beta-vae")
        BETA_VAE,
        @JsonProperty("ae")
        AE,
        @JsonProperty("ppca")
        PPCA
    }

    /** The family of q(z|x). */
    public enum Posterior {
        @JsonProperty("diagonal")
        DIAGONAL,
        @JsonProperty("point")
        POINT
    }

    /** What the decoder's numbers are: the mean of p(x|z), or logits whose sigmoid is the mean. */
    public enum Output {
        @JsonProperty("mean")
        MEAN,
        @JsonProperty("logits")
        LOGITS
    }

    public enum Family {
        @JsonProperty("bernoulli")
        BERNOULLI,
        @JsonProperty("gaussian")
        GAUSSIAN
    }

    /**
     * @param invert whether bright pixels are the figure (as in MNIST), so that a dark-on-light picture of a user is
     *     inverted before it is encoded
     */
    public record Input(int channels, int height, int width, boolean invert) {
        public Shape shape() {
            return new Shape(channels, height, width);
        }
    }

    public record Latent(int dim) {}

    /**
     * @param sigma standard deviation of a pixel, in units of the [0,1] scale; Gaussian only, otherwise null
     * @param binarised whether a Bernoulli model was trained on 0/1 draws, and is evaluated on them, rather than on
     *     grey levels
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Likelihood(Family family, Double sigma, Boolean binarised) {}

    /**
     * @param data a known data set's name, or a folder's
     * @param part train, test or all
     */
    public record Atlas(String data, String part, int count) {}

    /**
     * @param recipe file in the model's folder, or null for a model that was imported
     * @param libraries version by library name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Provenance(String data, String recipe, Long seed, Integer epochs, Map<String, String> libraries) {}

    /**
     * Everything in nats an image, averaged over {@code images} images of {@code part}; errors are standard errors of
     * those averages.
     *
     * @param elbo lower bound on log p(x): reconstruction minus kl
     * @param reconstruction E_q log p(x|z), by {@code draws} posterior draws an image
     * @param kl KL(q(z|x) ‖ p(z)), in closed form
     * @param logLikelihood importance-weighted bound with {@code importanceSamples} draws, null where not measured
     * @param klByDimension (dim), in the order of the latent axes
     * @param activeUnits dimensions whose mean varies over images by more than {@code activeThreshold}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Figures(
            String data,
            String part,
            int images,
            long seed,
            int draws,
            double elbo,
            double elboError,
            double reconstruction,
            double kl,
            Double logLikelihood,
            Double logLikelihoodError,
            Integer importanceSamples,
            Integer importanceImages,
            List<Double> klByDimension,
            int activeUnits,
            double activeThreshold,
            Map<String, Double> extra) {}
}
