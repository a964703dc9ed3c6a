// Long because every part of a card is described and checked beside the others.
package isthmus.model;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import isthmus.Failure;
import isthmus.image.DataFit;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.image.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What {@code card.json} says of a model. See {@code models/README.md} for each field. Each part checks itself where it
 * is made, and a Failure names the field. Long because it is all of one file's form. Immutable; any thread.
 *
 * @param likelihood p(x|z); null for a model that has none
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
        PosteriorFamily posterior,
        PriorCard prior,
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
    public static final String PRIOR = "prior.npz";
    public static final String HISTORY = "history.npz";

    /** What an id is, as it follows "expected". */
    public static final String ID_RULE = "1 to 64 of a-z, 0-9 and -, not - first, and not " + Catalogue.DATA;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ModelCard {
        require(id != null && isId(id), "id", ID_RULE, id);
        require(title != null && !title.isBlank(), "title", "a name for people", "none");
        description = description == null ? "" : description;
        present("kind", kind);
        present("input", input);
        present("latent", latent);
        present("posterior", posterior);
        prior = prior == null ? PriorCard.STANDARD : prior;
        prior.checkDim(latent.dim());
        require(
                likelihood != null || !posterior.hasDensity(),
                "likelihood",
                "one, as posteriors have a density, for which there is a bound",
                "none");
        present("output", output);
        if (likelihood != null) {
            likelihood.checkSize(input.shape().size());
        }
        labels = labels == null ? List.of() : List.copyOf(labels);
        require(labels.size() <= 256, "labels", "at most 256 names", labels.size());
        files = checkedFiles(files, atlas, prior);
        if (figures != null && !figures.klByDimension().isEmpty()) {
            require(
                    figures.klByDimension().size() == latent.dim(),
                    "figures.klByDimension",
                    "a value for each of " + latent.dim() + " latent dimensions",
                    figures.klByDimension().size());
        }
    }

    /** Whether there is a p(x|z), without which images have no score. */
    public boolean hasLikelihood() {
        return likelihood != null;
    }

    /** Whether the images that are scored are draws of 0 or 1. */
    public boolean scoresDraws() {
        return likelihood != null && likelihood.onDraws();
    }

    /** Whether grey levels are scored as if each were a probability of 1, so that they have a cost of their own. */
    public boolean scoresGreys() {
        return likelihood != null && likelihood.onGreys();
    }

    /** Whether a model may bear this id, and a folder this name. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches() && !text.equals(Catalogue.DATA);
    }

    private static Map<String, String> checkedFiles(Map<String, String> files, Atlas atlas, PriorCard prior) {
        require(files != null, "files", "the sha256 of each file by its name", "none");
        for (Map.Entry<String, String> file : files.entrySet()) {
            require(
                    FILE.matcher(file.getKey()).matches(),
                    "files",
                    "names of files in the model's own folder",
                    file.getKey());
            require(
                    file.getValue() != null && SHA256.matcher(file.getValue()).matches(),
                    "files",
                    "a sha256 in 64 lower-case hex digits for " + file.getKey(),
                    file.getValue());
        }
        for (String needed : List.of(ENCODER, DECODER)) {
            require(files.containsKey(needed), "files", "the sha256 of " + needed, "none");
        }
        require(
                (atlas != null) == files.containsKey(ATLAS),
                "atlas",
                "a description of it and its sha256 in files, or neither",
                "only one");
        require(
                prior.hasFile() == files.containsKey(PRIOR),
                "prior",
                "a family whose numbers are in %s and its sha256 in files, or neither".formatted(PRIOR),
                "only one");
        return Collections.unmodifiableMap(new TreeMap<>(files));
    }

    private static void require(boolean holds, String where, String expected, Object found) {
        if (!holds) {
            throw Failure.badInput(where, expected, found);
        }
    }

    private static void present(String field, Object value) {
        require(value != null, field, "a value", "none");
    }

    /** The last part of what may be a path: cards are sent to clients, who are not told where files lie. */
    static String withoutFolders(String data) {
        String[] parts = data.split("[/\\\\]");
        return parts.length == 0 ? "" : parts[parts.length - 1];
    }

    /** The same card with another description of its atlas, what its labels are called, and other hashes. */
    public ModelCard withAtlas(Atlas newAtlas, List<String> newLabels, Map<String, String> newFiles) {
        return with(input, newLabels, newFiles, newAtlas, figures);
    }

    /** The same card with other knowledge of how the data were prepared. */
    public ModelCard withFit(DataFit fit) {
        Input known = new Input(input.channels, input.height, input.width, input.invert, fit);
        return with(known, labels, files, atlas, figures);
    }

    /** The same card with other figures. */
    public ModelCard withFigures(Figures newFigures) {
        return with(input, labels, files, atlas, newFigures);
    }

    private ModelCard with(
            Input itsInput, List<String> itsLabels, Map<String, String> itsFiles, Atlas itsAtlas, Figures itsFigures) {
        return new ModelCard(
                id,
                title,
                description,
                kind,
                itsInput,
                latent,
                posterior,
                prior,
                likelihood,
                output,
                itsLabels,
                itsFiles,
                itsAtlas,
                provenance,
                itsFigures);
    }

    public enum Kind {
        @JsonProperty("vae")
        VAE,
        @JsonProperty("beta-vae")
        BETA_VAE,
        @JsonProperty("ae")
        AE,
        @JsonProperty("pca")
        PCA,
        @JsonProperty("ppca")
        PPCA,
        @JsonProperty("factor-analysis")
        FACTOR_ANALYSIS,
        @JsonProperty("svi")
        SVI,
        @JsonProperty("wake-sleep")
        WAKE_SLEEP,
        @JsonProperty("mcem")
        MCEM,
        @JsonProperty("vq-vae")
        VQ_VAE,
        @JsonProperty("gan")
        GAN,
        @JsonProperty("latent-diffusion")
        LATENT_DIFFUSION
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
     * @param fit how the data were prepared; unknown where a card does not say
     */
    public record Input(int channels, int height, int width, Boolean invert, DataFit fit) {
        private static final int LONGEST = 1024;

        public Input {
            require(channels >= 1 && channels <= 4, "input.channels", "1 to 4 of them", channels);
            require(height >= 1 && height <= LONGEST, "input.height", "1 to " + LONGEST + " pixels", height);
            require(width >= 1 && width <= LONGEST, "input.width", "1 to " + LONGEST + " pixels", width);
            invert = invert != null && invert;
            fit = fit == null ? DataFit.UNKNOWN : fit;
            require(
                    fit.box() == null || fit.box() <= Math.max(height, width),
                    "input.fit.box",
                    "at most the longer side of %d×%d pixels".formatted(height, width),
                    fit.box());
        }

        /** Of data whose preparation is not known. */
        public Input(int channels, int height, int width, Boolean invert) {
            this(channels, height, width, invert, null);
        }

        public Shape shape() {
            return new Shape(channels, height, width);
        }

        /** What pictures are fitted to, with these wishes. */
        public FitTarget target(Fitting requested) {
            return new FitTarget(shape(), invert, fit, requested);
        }
    }

    /**
     * @param shape of a code as the networks have it, such as channels, height and width; null where it is flat, as codes are
     *     everywhere else
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Latent(int dim, List<Integer> shape) {
        private static final int MOST = 4096;

        public Latent {
            require(dim >= 1 && dim <= MOST, "latent.dim", "1 to " + MOST, dim);
            shape = shape == null ? null : List.copyOf(shape);
            require(
                    shape == null || shape.stream().reduce(1, (a, b) -> a * b) == dim,
                    "latent.shape",
                    "sides whose product is the %d dimensions".formatted(dim),
                    shape);
        }
    }

    /**
     * p(x|z).
     *
     * @param sigma standard deviation in units of the [0,1] scale, gaussian only: one number for all values of an image, or
     *     one for each, (channels, height, width); otherwise null
     * @param binarised whether a Bernoulli model was trained on 0/1 draws, and is evaluated on them, rather than on
     *     grey levels
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Likelihood(
            Family family,

            @JsonFormat(
                    with = {
                        JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                        JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
                    })
            List<Double> sigma,

            Boolean binarised) {
        public Likelihood {
            present("likelihood.family", family);
            boolean gaussian = family == Family.GAUSSIAN;
            require(
                    gaussian == (sigma != null && !sigma.isEmpty()),
                    "likelihood.sigma",
                    gaussian ? "a positive standard deviation for a gaussian" : "none for a bernoulli likelihood",
                    sigma != null && sigma.size() == 1 ? sigma.get(0) : sigma);
            sigma = sigma == null ? null : List.copyOf(sigma);
            require(
                    sigma == null || sigma.stream().allMatch(one -> one > 0 && Double.isFinite(one)),
                    "likelihood.sigma",
                    "a positive standard deviation for a gaussian",
                    sigma != null && sigma.size() == 1 ? sigma.get(0) : sigma);
            require(
                    !gaussian || binarised == null || !binarised,
                    "likelihood.binarised",
                    "it with a bernoulli likelihood alone",
                    "it with a gaussian");
        }

        private void checkSize(int size) {
            require(
                    sigma == null || sigma.size() == 1 || sigma.size() == size,
                    "likelihood.sigma",
                    "one standard deviation, or one for each of an image's %d values".formatted(size),
                    sigma == null ? 0 : sigma.size());
        }

        private boolean onDraws() {
            return binarised != null && binarised;
        }

        private boolean onGreys() {
            return family == Family.BERNOULLI && !onDraws();
        }
    }

    /**
     * @param data a known data set's name, or a folder's
     * @param part train, test or all
     * @param factors names of the generating factors whose values the atlas holds; empty where it holds none
     */
    public record Atlas(
            String data,
            String part,
            int count,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> factors) {
        private static final Pattern FACTOR = Pattern.compile("[^\\p{Cc}]{1,64}");
        private static final List<String> COLUMNS = List.of("class", "kl", "elbo", "reconstruction", "index", "file");

        public Atlas {
            present("atlas.data", data);
            data = withoutFolders(data);
            present("atlas.part", part);
            require(count >= 0, "atlas.count", "a number of rows", count);
            factors = factors == null ? List.of() : List.copyOf(factors);
            require(
                    Set.copyOf(factors).size() == factors.size()
                            && factors.stream()
                                    .allMatch(name -> FACTOR.matcher(name).matches())
                            && Collections.disjoint(factors, COLUMNS),
                    "atlas.factors",
                    "names of 1 to 64 characters, each once, and none of " + String.join(", ", COLUMNS),
                    factors);
        }

        /** Of images whose generating factors are not known. */
        public Atlas(String data, String part, int count) {
            this(data, part, count, List.of());
        }
    }

    /**
     * Everything in nats an image, averaged over {@code images} images of {@code part}; errors are standard errors of
     * those averages, by blocks of neighbouring images where neighbours in the data set are alike.
     *
     * @param draws posterior draws an image; 0 for a point posterior, which is scored at its point
     * @param elbo lower bound on log p(x): reconstruction minus kl; null for a point posterior, which has no bound
     * @param elboError null where there is no bound or but one image
     * @param reconstruction E_q log p(x|z), by {@code draws} posterior draws an image; null without a likelihood
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
            Double reconstruction,
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
            data = withoutFolders(data);
            present("figures.part", part);
            klByDimension = klByDimension == null ? List.of() : List.copyOf(klByDimension);
            extra = extra == null ? null : Collections.unmodifiableMap(new TreeMap<>(extra));
            DoubleStream all = Stream.of(elbo, elboError, reconstruction, kl, logLikelihood, logLikelihoodError)
                    .filter(Objects::nonNull)
                    .mapToDouble(Double::doubleValue);
            all = DoubleStream.concat(all, DoubleStream.of(activeThreshold));
            all = DoubleStream.concat(all, klByDimension.stream().mapToDouble(Double::doubleValue));
            require(all.allMatch(Double::isFinite), "figures", "finite numbers", "others");
        }
    }
}
