// Long because it states everything that decides what a training gives.
package isthmus.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.Failure;
import isthmus.image.DataFit;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.image.Shape;
import isthmus.model.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Everything that determines the result of a training, read from a JSON file that stays in the model's folder. Validated
 * when it is made; immutable; any thread. {@code models/README.md} describes each field. Long because what a recipe says is
 * checked where it is said.
 *
 * @param from the id of a model beside this one's folder whose weights the training begins with; null for none
 * @param freeze the network that stays as it is in the epochs before the continuation; null for neither
 * @param method how the networks are trained; aevb where it is left out
 * @param data a known data set's name, or a path
 * @param pictures what those of a folder are fitted to; null for the shape of the first, and for other data
 * @param classes by number those whose images are taken; null for all
 * @param validation how many images of the training part are held out for choices
 * @param latent dimensions of the code
 * @param beta weight of the KL term, reached after {@code warmup} epochs from {@code startBeta}; see {@link Schedule}
 * @param average decay of the running average of the weights that is kept in place of the last ones; 0 for none
 * @param posterior q(z|x); a diagonal Gaussian where it is left out
 * @param prior p(z); N(0, I) where it is left out
 * @param gradient reparameterised where it is left out
 * @param storage of the weights in the networks' files
 * @param epochs of the training, before its continuation
 * @param continuation how the training goes on after these epochs; null where it ends
 * @param local how svi fits q(z|x) of each image; null for other methods
 * @param chains how mcem draws codes; null for other methods
 * @param refinement how the encoder improves on its networks' answer; null where it gives that
 * @param codebook of the method vq, null for others
 * @param adversary of the method gan, null for others
 * @param velocity of the method flow-matching, null for others
 */
public record Recipe(
        String id,
        String title,
        String description,
        TrainingMethod.Name method,
        String from,
        Frozen freeze,
        String data,
        Pictures pictures,
        List<Integer> classes,
        Validation validation,
        boolean invert,
        Architecture encoder,
        Architecture decoder,
        int latent,
        PosteriorRecipe posterior,
        PriorRecipe prior,
        Objective.Gradient gradient,
        Likelihood likelihood,
        double beta,
        double startBeta,
        int warmup,
        Draws draws,
        Optimiser optimiser,
        double average,
        Augmentation augmentation,
        int batch,
        int epochs,
        Continuation continuation,
        Svi.Local local,
        Mcem.Chains chains,
        Refinement refinement,
        long seed,
        MethodWriter.Precision precision,
        Network.Storage storage,
        CodebookRecipe codebook,
        AdversaryRecipe adversary,
        VelocityRecipe velocity) {

    /** A network whose weights stay as they are. */
    enum Frozen {
        ENCODER,
        DECODER;

        boolean has(String parameter) {
            return parameter.startsWith(name().toLowerCase(Locale.ROOT) + "_");
        }
    }

    /**
     * @param sigma standard deviation of a pixel in [0,1]; where it is learned, its initial value
     * @param learned whether sigma is trained with the weights
     * @param binarised whether images are drawn as 0 or 1, anew each epoch
     */
    public record Likelihood(ModelCard.Family family, double sigma, boolean learned, boolean binarised) {
        public Likelihood {
            require(family != null, "family", "bernoulli or gaussian", "none");
            boolean gaussian = family == ModelCard.Family.GAUSSIAN;
            require(!gaussian || (sigma > 0 && sigma <= 1), "sigma", "a number in (0, 1]", sigma);
            require(gaussian || (sigma == 0 && !learned), "sigma", "none with family bernoulli", sigma);
            require(!gaussian || !binarised, "binarised", "false with family gaussian", true);
        }
    }

    /** The shape that pictures of a folder are fitted to. */
    public record Pictures(int channels, int height, int width) {
        public Pictures {
            require(channels >= 1 && channels <= 4, "channels", "1 to 4", channels);
            require(height >= 1 && height <= 1024, "height", "1 to 1024 pixels", height);
            require(width >= 1 && width <= 1024, "width", "1 to 1024 pixels", width);
        }
    }

    /** @param random whether the images are chosen by the seed, or are the last ones of the training part */
    public record Validation(int count, boolean random) {
        public Validation {
            require(count >= 1, "count", "1 or more", count);
        }
    }

    /**
     * @param count posterior draws an image in each step
     * @param importance whether the loss is the importance-weighted bound rather than the ELBO
     */
    public record Draws(int count, boolean importance) {
        public Draws {
            require(count >= 1 && count <= 1000, "count", "1 to 1000", count);
        }
    }

    /**
     * AdamW with linear warm-up and cosine decay.
     *
     * @param rate the highest learning rate, reached after {@code rise} steps, from which a cosine falls to 0
     * @param encoderDecay weight decay of the encoder, a step, as a multiple of the rate
     * @param decoderDecay the same of the decoder
     * @param clip largest norm of the gradient over all weights; 0 for none
     */
    public record Optimiser(
            double rate, int rise, double beta1, double beta2, double encoderDecay, double decoderDecay, double clip) {
        public Optimiser {
            require(rate > 0 && rate < 1, "rate", "a number in (0, 1)", rate);
            require(beta1 >= 0 && beta1 < 1, "beta1", "a number in [0, 1)", beta1);
            require(beta2 > 0 && beta2 < 1, "beta2", "a number in (0, 1)", beta2);
            require(rise >= 0, "rise", "0 or more", rise);
            require(encoderDecay >= 0, "encoderDecay", "0 or more", encoderDecay);
            require(decoderDecay >= 0, "decoderDecay", "0 or more", decoderDecay);
            require(clip >= 0, "clip", "0 or more", clip);
        }

        /** Without decay of a network that stays as it is. */
        Optimiser without(Frozen frozen) {
            return new Optimiser(
                    rate,
                    rise,
                    beta1,
                    beta2,
                    frozen == Frozen.ENCODER ? 0 : encoderDecay,
                    frozen == Frozen.DECODER ? 0 : decoderDecay,
                    clip);
        }

        Optimiser withRate(double other) {
            return new Optimiser(other, rise, beta1, beta2, encoderDecay, decoderDecay, clip);
        }
    }

    /**
     * Further epochs from the weights that were reached, with the optimiser's moments at zero again.
     *
     * @param rate the highest learning rate of these epochs
     * @param draws as of the recipe, where left out
     * @param precision as of the recipe, where left out
     * @param freeze the network that stays as it is in these epochs; null for neither
     */
    public record Continuation(int epochs, double rate, Draws draws, MethodWriter.Precision precision, Frozen freeze) {
        public Continuation {
            require(epochs >= 1, "epochs", "1 or more", epochs);
            require(rate > 0 && rate < 1, "rate", "a number in (0, 1)", rate);
        }
    }

    /**
     * Steps by which an encoder raises the bound of each image, from where its network says; see {@link RefinedEncoder}.
     *
     * @param width distance of the points at which a step asks the decoder, in standard deviations of the posterior
     * @param starts codes drawn from the prior of which the likeliest is started from where it beats the network's mean
     * @param widen factor of the deviations at the end; 1 where it is left out
     */
    public record Refinement(int steps, double width, int starts, Double widen) {
        public Refinement {
            widen = widen == null ? 1.0 : widen;
            require(widen >= 1 && widen <= 2, "widen", "a number from 1 to 2", widen);
            require(steps >= 1 && steps <= 100, "steps", "1 to 100", steps);
            require(width > 0 && width <= 10, "width", "a number in (0, 10]", width);
            require(starts >= 0 && starts <= 4096, "starts", "0 to 4096", starts);
        }
    }

    /**
     * Random changes of an image, drawn each time it is used.
     *
     * @param shift at most, in pixels along each axis
     * @param zoom largest |log| of the scale
     * @param probability of a shift, and of a zoom
     * @param flip whether it is mirrored left to right half of the time
     * @param recolour probability that its channels are permuted
     * @param inputOnly whether the encoder alone sees the change, and the unchanged image is the target
     */
    public record Augmentation(
            int shift, double zoom, double probability, boolean flip, double recolour, boolean inputOnly) {
        public Augmentation {
            require(zoom >= 0 && zoom <= 1, "zoom", "a number in [0, 1]", zoom);
            require(recolour >= 0 && recolour <= 1, "recolour", "a number in [0, 1]", recolour);
            require(shift >= 0 && shift <= 16, "shift", "0 to 16 pixels", shift);
            require(probability >= 0 && probability <= 1, "probability", "a number in [0, 1]", probability);
        }

        boolean isIdentity() {
            return shift == 0 && zoom == 0 && !flip && recolour == 0;
        }
    }

    public Recipe {
        require(id != null && ModelCard.isId(id), "id", ModelCard.ID_RULE, id);
        require(title != null && !title.isBlank(), "title", "text", title);
        require(description != null && !description.isBlank(), "description", "text", description);
        require(data != null && !data.isBlank(), "data", "the name of a known data set or a path", data);
        require(validation != null, "validation", "a number of held-out images", "none");
        classes = classes == null ? null : List.copyOf(classes);
        require(
                classes == null || classes.stream().allMatch(label -> label >= 0 && label <= 255),
                "classes",
                "numbers from 0 to 255",
                classes);
        method = method == null ? TrainingMethod.Name.AEVB : method;
        boolean encoding = method.networks() == TrainingMethod.Networks.BOTH;
        require(
                (encoder != null) == encoding,
                "encoder",
                encoding ? "an architecture" : "none with this method",
                encoding ? "none" : "one");
        if (method.networks().any()) {
            require(decoder != null, "decoder", "an architecture", "none");
            require(
                    encoder == null || encoder.places().isEmpty(),
                    "encoder: places",
                    "none, only a decoder has them",
                    "some");
            require(likelihood != null, "likelihood", "a likelihood", "none");
            require(optimiser != null, "optimiser", "its settings", "none");
            require(beta > 0, "beta", "a positive number", beta);
            require(batch >= 1 && batch <= 65536, "batch", "1 to 65536 images", batch);
            require(epochs >= 1, "epochs", "1 or more", epochs);
        } else {
            require(decoder == null, "decoder", "none with this method", "one");
            require(optimiser == null, "optimiser", "none with this method", "one");
            epochs = Math.max(1, epochs);
        }
        require(
                (local != null) == (method == TrainingMethod.Name.SVI),
                "local",
                "settings with svi, and with no other method",
                local);
        require(
                (chains != null) == (method == TrainingMethod.Name.MCEM),
                "chains",
                "settings with mcem, and with no other method",
                chains);
        draws = draws == null ? new Draws(1, false) : draws;
        augmentation = augmentation == null ? new Augmentation(0, 0, 0, false, 0, false) : augmentation;
        precision = precision == null ? MethodWriter.Precision.FLOAT32 : precision;
        require(latent >= 1 && latent <= 1024, "latent", "1 to 1024 dimensions", latent);
        require(
                !draws.importance() || (beta == 1 && warmup == 0),
                "draws: importance",
                "false unless beta is 1 and warmup 0",
                true);
        posterior = posterior == null ? PosteriorRecipe.DIAGONAL : posterior;
        prior = prior == null ? PriorRecipe.STANDARD : prior;
        gradient = gradient == null ? Objective.Gradient.REPARAMETERISED : gradient;
        storage = storage == null ? Network.Storage.FLOAT32 : storage;
        require(
                method == TrainingMethod.Name.AEVB
                        || (posterior.equals(PosteriorRecipe.DIAGONAL)
                                && prior.equals(PriorRecipe.STANDARD)
                                && gradient == Objective.Gradient.REPARAMETERISED
                                && ((freeze == null && (continuation == null || continuation.freeze() == null))
                                        || method == TrainingMethod.Name.FLOW_MATCHING)),
                "method",
                "aevb where a recipe states posterior, prior or gradient, and that or flow-matching where it states freeze",
                method);
        FamilyRules.check(posterior, prior, gradient, latent, draws, refinement);
        require(from == null || ModelCard.isId(from), "from", "a model's id", from);
        require(average >= 0 && average < 1, "average", "a number in [0, 1)", average);
        require(warmup >= 0, "warmup", "0 or more epochs", warmup);
        require(startBeta >= 0, "startBeta", "0 or more", startBeta);
        require(startBeta == 0 || warmup > 0, "startBeta", "0 without warmup epochs", startBeta);
    }

    /** Rows of noise that a step takes for each image. */
    int noiseRows() {
        return draws.count() * posterior.terms(latent).strata();
    }

    /** What the decoder gives: a linear one under a Gaussian likelihood the mean itself. */
    ModelCard.Output output() {
        boolean linear = decoder.family() == Architecture.Family.LINEAR;
        return linear && likelihood.family() == ModelCard.Family.GAUSSIAN
                ? ModelCard.Output.MEAN
                : ModelCard.Output.LOGITS;
    }

    /** What pictures of a folder are fitted to, as {@code encode} fits them; null for the shape of the first. */
    public FitTarget target() {
        return pictures == null
                ? null
                : new FitTarget(
                        new Shape(pictures.channels, pictures.height, pictures.width),
                        invert,
                        DataFit.UNKNOWN,
                        Fitting.AUTO);
    }

    /** The sides of a code, numbers × height × width, of images of this shape; null where it is flat. */
    List<Integer> latentShape(Shape image) {
        if (codebook == null) {
            return null;
        }
        Shape grid = encoder.grid(image);
        int places = grid.height() * grid.width();
        require(latent % places == 0, "latent", "a multiple of %d places".formatted(places), latent);
        return List.of(latent / places, grid.height(), grid.width());
    }

    /** Epochs of the whole training. */
    public int allEpochs() {
        return epochs + (continuation == null ? 0 : continuation.epochs());
    }

    /** The recipe as it holds in its continuation. */
    Recipe continued() {
        return new Recipe(
                id,
                title,
                description,
                method,
                from,
                continuation.freeze(),
                data,
                pictures,
                classes,
                validation,
                invert,
                encoder,
                decoder,
                latent,
                posterior,
                prior,
                gradient,
                likelihood,
                beta,
                0,
                0,
                continuation.draws() == null ? draws : continuation.draws(),
                optimiser.withRate(continuation.rate()),
                average,
                augmentation,
                batch,
                continuation.epochs(),
                null,
                local,
                chains,
                refinement,
                seed,
                continuation.precision() == null ? precision : continuation.precision(),
                storage,
                codebook,
                adversary,
                velocity);
    }

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** Reads a recipe, or says which field is not as expected. */
    public static Recipe read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (Failure e) {
            throw e.at(file.toString());
        } catch (IOException e) {
            throw Failure.notFound(file.toString(), "a recipe in JSON", e.getMessage());
        }
    }

    /** The same of its text. */
    public static Recipe parse(String text) {
        try {
            return JSON.readValue(text, Recipe.class);
        } catch (JsonMappingException e) {
            String field = e.getPathReference()
                    .replaceAll("[\\w.$]+\\[\"", "[\"")
                    .replace("[\"", "")
                    .replace("\"]", "");
            Failure failure = e.getCause() instanceof Failure cause
                    ? cause
                    : Failure.badInput("", "a field of a recipe", e.getOriginalMessage());
            throw field.isEmpty() ? failure : failure.at(field);
        } catch (JsonProcessingException e) {
            throw Failure.badInput("", "JSON", e.getOriginalMessage());
        }
    }

    static void require(boolean holds, String field, String expected, Object found) {
        if (!holds) {
            throw Failure.badInput(field, expected, found);
        }
    }
}
