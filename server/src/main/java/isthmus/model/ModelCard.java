package isthmus.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import isthmus.Failure;
import isthmus.image.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What {@code card.json} says of a model. See {@code models/README.md} for each field. Each part checks itself where it
 * is made, and a Failure names the field. Immutable; any thread.
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

    public static final String ENCODER = "encoder.pt";
    public static final String DECODER = "decoder.pt";
    public static final String ATLAS = "atlas.npz";

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ModelCard {
        require(id != null && isId(id), "id: expected 1 to 64 of a-z, 0-9 and -, not - first, found " + id);
        require(title != null && !title.isBlank(), "title: expected a name for people, found none");
        description = description == null ? "" : description;
        present("kind", kind);
        present("input", input);
        present("latent", latent);
        present("posterior", posterior);
        present("likelihood", likelihood);
        present("output", output);
        labels = labels == null ? List.of() : List.copyOf(labels);
        require(labels.size() <= 256, "labels: expected at most 256 names, found " + labels.size());
        files = checkedFiles(files, atlas);
        if (figures != null && !figures.klByDimension().isEmpty()) {
            require(
                    figures.klByDimension().size() == latent.dim(),
                    "figures.klByDimension: expected a value for each of %d latent dimensions, found %d"
                            .formatted(latent.dim(), figures.klByDimension().size()));
        }
    }

    /** Whether a model may bear this id, and a folder this name. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private static Map<String, String> checkedFiles(Map<String, String> files, Atlas atlas) {
        require(files != null, "files: expected the sha256 of each file by its name, found none");
        for (Map.Entry<String, String> file : files.entrySet()) {
            require(
                    FILE.matcher(file.getKey()).matches(),
                    "files: expected names of files in the model's own folder, found " + file.getKey());
            require(
                    file.getValue() != null && SHA256.matcher(file.getValue()).matches(),
                    "files: expected a sha256 in 64 lower-case hex digits for %s, found %s"
                            .formatted(file.getKey(), file.getValue()));
        }
        for (String needed : List.of(ENCODER, DECODER)) {
            require(files.containsKey(needed), "files: expected the sha256 of %s, found none".formatted(needed));
        }
        require(
                (atlas != null) == files.containsKey(ATLAS),
                "atlas: expected a description of it and its sha256 in files, or neither, found only one");
        return Collections.unmodifiableMap(new TreeMap<>(files));
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw Failure.badInput(sentence);
        }
    }

    private static void present(String field, Object value) {
        require(value != null, field + ": expected a value, found none");
    }

    /** The same card with another description of its atlas, and other hashes. */
    public ModelCard withAtlas(Atlas newAtlas, Map<String, String> newFiles) {
        return withAtlas(newAtlas, labels, newFiles);
    }

    /** The same card with another description of its atlas, what its labels are called, and other hashes. */
    public ModelCard withAtlas(Atlas newAtlas, List<String> newLabels, Map<String, String> newFiles) {
        return new ModelCard(
                id,
                title,
                description,
                kind,
                input,
                latent,
                posterior,
                likelihood,
                output,
                newLabels,
                newFiles,
                newAtlas,
                provenance,
                figures);
    }

    /** The same card with other figures. */
    public ModelCard withFigures(Figures newFigures) {
        return new ModelCard(
                id,
                title,
                description,
                kind,
                input,
                latent,
                posterior,
                likelihood,
                output,
                labels,
                files,
                atlas,
                provenance,
                newFigures);
    }

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
     *     inverted before it is encoded; false where a card does not say
     */
    public record Input(int channels, int height, int width, Boolean invert) {
        private static final int LONGEST = 1024;

        public Input {
            require(channels >= 1 && channels <= 4, "input.channels: expected 1 to 4 of them, found " + channels);
            require(
                    height >= 1 && height <= LONGEST,
                    "input.height: expected 1 to %d pixels, found %d".formatted(LONGEST, height));
            require(
                    width >= 1 && width <= LONGEST,
                    "input.width: expected 1 to %d pixels, found %d".formatted(LONGEST, width));
            invert = invert != null && invert;
        }

        public Shape shape() {
            return new Shape(channels, height, width);
        }
    }

    public record Latent(int dim) {
        private static final int MOST = 4096;

        public Latent {
            require(dim >= 1 && dim <= MOST, "latent.dim: expected 1 to %d, found %d".formatted(MOST, dim));
        }
    }

    /**
     * @param sigma standard deviation of a pixel, in units of the [0,1] scale; Gaussian only, otherwise null
     * @param binarised whether a Bernoulli model was trained on 0/1 draws, and is evaluated on them, rather than on
     *     grey levels
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Likelihood(Family family, Double sigma, Boolean binarised) {
        public Likelihood {
            present("likelihood.family", family);
            boolean gaussian = family == Family.GAUSSIAN;
            require(
                    !gaussian || (sigma != null && sigma > 0 && Double.isFinite(sigma)),
                    "likelihood.sigma: expected a positive standard deviation for a gaussian, found " + sigma);
            require(
                    gaussian || sigma == null,
                    "likelihood.sigma: expected none for a bernoulli likelihood, found " + sigma);
            require(
                    !gaussian || binarised == null || !binarised,
                    "likelihood.binarised: expected it with a bernoulli likelihood alone, found it with a gaussian");
        }

        /** Whether the images that are scored are draws of 0 or 1. */
        public boolean onDraws() {
            return binarised != null && binarised;
        }
    }

    /**
     * @param data a known data set's name, or a folder's
     * @param part train, test or all
     */
    public record Atlas(String data, String part, int count) {
        public Atlas {
            present("atlas.data", data);
            present("atlas.part", part);
            require(count >= 0, "atlas.count: expected a number of rows, found " + count);
        }
    }

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
     * @param draws posterior draws an image; 0 for a point posterior, which is scored at its point
     * @param elbo lower bound on log p(x): reconstruction minus kl; null for a point posterior, which has no bound
     * @param elboError null where there is no bound or but one image
     * @param reconstruction E_q log p(x|z), by {@code draws} posterior draws an image
     * @param kl KL(q(z|x) ‖ p(z)), in closed form; null for a point posterior
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
            Double elbo,
            Double elboError,
            double reconstruction,
            Double kl,
            Double logLikelihood,
            Double logLikelihoodError,
            Integer importanceSamples,
            Integer importanceImages,
            List<Double> klByDimension,
            int activeUnits,
            double activeThreshold,
            Map<String, Double> extra) {
        public Figures {
            present("figures.data", data);
            present("figures.part", part);
            klByDimension = klByDimension == null ? List.of() : List.copyOf(klByDimension);
            extra = extra == null ? null : Collections.unmodifiableMap(new TreeMap<>(extra));
            DoubleStream all = Stream.of(elbo, elboError, kl, logLikelihood, logLikelihoodError)
                    .filter(Objects::nonNull)
                    .mapToDouble(Double::doubleValue);
            all = DoubleStream.concat(all, DoubleStream.of(reconstruction, activeThreshold));
            all = DoubleStream.concat(all, klByDimension.stream().mapToDouble(Double::doubleValue));
            require(all.allMatch(Double::isFinite), "figures: expected finite numbers, found others");
        }
    }
}
