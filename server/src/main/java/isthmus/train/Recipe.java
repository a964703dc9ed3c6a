package isthmus.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.Failure;
import isthmus.model.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Everything that decides what a training gives, read from a JSON file that stays in the model's folder. Validated
 * whole when it is made; immutable; any thread. {@code models/README.md} describes each field.
 *
 * @param data a known data set's name, or a path
 * @param validation how many images of the training part are held out for choices
 * @param latent dimensions of the code
 * @param beta weight of the KL term, reached after {@code warmup} epochs from {@code startBeta}; see {@link Schedule}
 * @param average decay of the running average of the weights that is kept in place of the last ones; 0 for none
 */
public record Recipe(
        String id,
        String title,
        String description,
        String data,
        Validation validation,
        boolean invert,
        Architecture encoder,
        Architecture decoder,
        int latent,
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
        long seed,
        Script.Precision precision) {

    /**
     * @param sigma standard deviation of a pixel in [0,1]; where it is learned, its initial value
     * @param learned whether sigma is trained with the weights
     * @param binarised whether images are drawn anew as 0 or 1 each epoch
     */
    public record Likelihood(ModelCard.Family family, double sigma, boolean learned, boolean binarised) {
        public Likelihood {
            require(family != null, "likelihood.family is bernoulli or gaussian, found none");
            boolean gaussian = family == ModelCard.Family.GAUSSIAN;
            require(!gaussian || (sigma > 0 && sigma <= 1), "a gaussian likelihood.sigma is in (0, 1], found " + sigma);
            require(gaussian || (sigma == 0 && !learned), "a bernoulli likelihood has no sigma, found " + sigma);
            require(!gaussian || !binarised, "a gaussian likelihood has no binarised images");
        }
    }

    /** @param random whether the images are chosen by the seed, or are the last ones of the training part */
    public record Validation(int count, boolean random) {
        public Validation {
            require(count >= 1, "validation.count is at least 1, found " + count);
        }
    }

    /**
     * @param count posterior draws an image in each step
     * @param importance whether they are joined in the importance-weighted bound rather than averaged
     */
    public record Draws(int count, boolean importance) {
        public Draws {
            require(count >= 1 && count <= 1000, "draws.count is from 1 to 1000, found " + count);
        }
    }

    /**
     * AdamW under a cosine.
     *
     * @param rate the highest learning rate, reached after {@code rise} steps, from which a cosine falls to 0
     * @param encoderDecay weight decay of the encoder, a step, as a multiple of the rate
     * @param decoderDecay the same of the decoder
     * @param clip longest gradient, over all weights; 0 for no bound
     */
    public record Optimiser(
            double rate, int rise, double beta1, double beta2, double encoderDecay, double decoderDecay, double clip) {
        public Optimiser {
            require(rate > 0 && rate < 1, "optimiser.rate is in (0, 1), found " + rate);
            require(beta1 >= 0 && beta1 < 1 && beta2 > 0 && beta2 < 1, "optimiser.beta1 and beta2 are in [0, 1)");
            require(
                    rise >= 0 && encoderDecay >= 0 && decoderDecay >= 0 && clip >= 0,
                    "optimiser.rise, decays and clip are not negative");
        }
    }

    /**
     * What is done to an image anew each time it is seen.
     *
     * @param shift farthest it moves, in pixels, in both directions
     * @param zoom farthest it is scaled, up or down, as a logarithm
     * @param probability that it moves, and that it is scaled
     * @param flip whether it is mirrored left to right half of the time
     * @param recolour probability that its channels change places
     * @param inputOnly whether the encoder alone sees the change, and the image as it was is what it must give back
     */
    public record Augmentation(
            int shift, double zoom, double probability, boolean flip, double recolour, boolean inputOnly) {
        public Augmentation {
            require(zoom >= 0 && zoom <= 1, "augmentation.zoom is in [0, 1], found " + zoom);
            require(recolour >= 0 && recolour <= 1, "augmentation.recolour is in [0, 1], found " + recolour);
            require(shift >= 0 && shift <= 16, "augmentation.shift is from 0 to 16 pixels, found " + shift);
            require(
                    probability >= 0 && probability <= 1,
                    "augmentation.probability is in [0, 1], found " + probability);
        }

        boolean changesNothing() {
            return shift == 0 && zoom == 0 && !flip && recolour == 0;
        }
    }

    public Recipe {
        require(id != null && id.matches("[a-z0-9][a-z0-9-]{0,63}"), "id is of a-z, 0-9 and -, found " + id);
        require(title != null && !title.isBlank(), "title is missing");
        require(description != null && !description.isBlank(), "description is missing");
        require(data != null && !data.isBlank(), "data is missing: a known data set's name or a path");
        require(encoder != null, "encoder is missing");
        require(decoder != null, "decoder is missing");
        require(encoder.places().isEmpty(), "places are a decoder's, found an encoder with " + encoder.places());
        require(likelihood != null, "likelihood is missing");
        require(validation != null, "validation is missing");
        require(optimiser != null, "optimiser is missing");
        draws = draws == null ? new Draws(1, false) : draws;
        augmentation = augmentation == null ? new Augmentation(0, 0, 0, false, 0, false) : augmentation;
        precision = precision == null ? Script.Precision.FLOAT32 : precision;
        require(latent >= 1 && latent <= 1024, "latent is from 1 to 1024, found " + latent);
        require(beta > 0, "beta is positive, found " + beta);
        require(
                !draws.importance() || (beta == 1 && warmup == 0),
                "the importance-weighted bound goes with beta 1 and no warmup");
        require(average >= 0 && average < 1, "average is in [0, 1), found " + average);
        require(batch >= 1 && batch <= 65536, "batch is from 1 to 65536, found " + batch);
        require(epochs >= 1, "epochs is at least 1, found " + epochs);
        require(warmup >= 0, "warmup is not negative, found " + warmup);
        require(startBeta >= 0, "startBeta is not negative, found " + startBeta);
        require(startBeta == 0 || warmup > 0, "startBeta goes with warmup epochs, found none");
    }

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** Reads a recipe, or says which field is not as expected. */
    public static Recipe read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), Recipe.class);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof Failure failure) {
                throw Failure.badInput("%s: %s".formatted(file, failure.getMessage()));
            }
            String where = e.getPathReference()
                    .replaceAll("[\\w.$]+\\[\"", "[\"")
                    .replace("[\"", "")
                    .replace("\"]", "");
            throw Failure.badInput("%s: field %s: %s".formatted(file, where, e.getOriginalMessage()));
        } catch (JsonProcessingException e) {
            throw Failure.badInput("%s is not JSON: %s".formatted(file, e.getOriginalMessage()));
        } catch (IOException e) {
            throw Failure.notFound("cannot read the recipe %s: expected a JSON file there".formatted(file));
        }
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw Failure.badInput("recipe: " + sentence);
        }
    }
}
