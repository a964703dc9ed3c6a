package isthmus.importing;

import isthmus.Failure;
import isthmus.importing.Structure.Code;
import isthmus.importing.Structure.Image;
import isthmus.inference.torch.RawNetwork.Output;
import isthmus.latent.Noise;
import isthmus.model.ImportRecord.Decision;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Likelihood;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What two networks say of themselves where there are no images: by what the decoder gives, and the encoder of that. One thread. */
final class UnprovenReading {
    private static final int DRAWS = 64; // codes of the prior
    private static final double SMALL_LOGITS = 2; // below which values may be means of a linear decoder too

    private final BatchedNetwork encoder;
    private final BatchedNetwork decoder;
    private final Stated stated;

    UnprovenReading(BatchedNetwork encoder, BatchedNetwork decoder, Stated stated) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.stated = stated;
    }

    /** @param decisions receives what was decided */
    Importer.Found read(List<Structure> structures, List<Decision> decisions) {
        Structure structure = structures.stream()
                .filter(one -> stated.allows(one.layout()))
                .findFirst()
                .orElseThrow(() -> Failure.badInput("--layout", "one in which the encoder runs", stated.layout()));
        List<Code> codes = structure.codes().stream()
                .filter(code -> !structure.random().contains(code.part().path()))
                .toList();
        if (codes.isEmpty() || !codes.get(0).equals(structure.codes().get(0))) {
            throw encoder.failed("a mean first, which is the same from run to run", "a first output that differs")
                    .hint(
                            "export encode(x) so that it gives (mu, logvar), after vae.eval(); or bring images with --data");
        }
        Importer.mustGiveOneImage(structures, decoder);
        Code code = codes.get(0);
        Image image = structure.images().get(0);
        int dim = (int) Arrays.stream(code.row()).reduce(1, Math::multiplyExact);
        encoder.fit(Arrays.stream(structure.layout().sizes(1, structure.shape()))
                .skip(1)
                .toArray());
        decoder.fit(code.row());
        float[] prior = new Noise(0, 1).normals(DRAWS * dim);
        List<Output> decoded = decoder.run(prior, code.row(), DRAWS);
        var unknown = new Reading(
                structure.shape(),
                stated.scale() == null ? Scale.UNIT : stated.scale(),
                structure.layout(),
                code.part(),
                code.row(),
                image.path(),
                image.layout(),
                false,
                Scale.UNIT);
        Reading reading = output(unknown, ReadingSearch.image(unknown, decoded));
        decisions.add(new Decision("reading", reading.toString(), null, null, null));
        var readings = new ReadingSearch(encoder, decoder, stated);
        float[] images = readings.reconstruct(reading, prior, DRAWS);
        new NetworkChecks(encoder, decoder, readings).check(reading, images);
        List<CodePart> parts = codes.stream()
                .skip(1)
                .filter(one -> Arrays.equals(one.row(), code.row())
                        && (one.part().half() != 0) == (code.part().half() != 0))
                .map(Code::part)
                .toList();
        Family family = stated.family() != null
                ? stated.family()
                : reading.logits() || reading.imageScale().isUnit() ? Family.BERNOULLI : Family.GAUSSIAN;
        if (family == Family.GAUSSIAN && stated.sigma() == null) {
            throw Failure.badInput("", "the standard deviation of a pixel with a gaussian likelihood", "none")
                    .hint("state it with --sigma, or bring images with --data");
        }
        Likelihood likelihood = LikelihoodChoice.of(family, stated, 1);
        decisions.add(new Decision("likelihood", LikelihoodChoice.words(likelihood), null, null, null));
        if (parts.isEmpty()) {
            Importer.mustBeAutoencoder(stated, encoder);
            return new Importer.Found(reading, null, null, likelihood, 0, decisions);
        }
        Spread spread = spread(parts.get(0), readings.encode(reading, images), dim);
        decisions.add(new Decision("spread", "%s is the %s".formatted(parts.get(0), spread), null, null, null));
        return new Importer.Found(reading, parts.get(0), spread, likelihood, 0, new ArrayList<>(decisions));
    }

    /** The same reading with what the decoder's numbers are, by their range on codes of the prior. */
    private Reading output(Reading reading, float[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (stated.output() != null) {
            Scale known = stated.outputScale()
                    .orElse(
                            stated.output().equals("signed")
                                    ? Scale.SIGNED
                                    : stated.output().equals("normalised") ? reading.scale() : Scale.UNIT);
            return with(reading, stated.output().equals("logits"), known);
        }
        if (low >= 0 && high <= 1) {
            return with(reading, false, Scale.UNIT);
        }
        boolean tanh = low >= -1 && low < -0.9 && high <= 1 && high > 0.9;
        if (tanh || Math.max(-low, high) < SMALL_LOGITS) {
            throw decoder.failed(
                            "a mean in [0, 1] or logits",
                            "values from %.3f to %.3f, which may be %s"
                                    .formatted(low, high, tanh ? "those of a tanh" : "means that no sigmoid made"))
                    .hint("bring images with --data, or state --output logits, mean, signed or normalised");
        }
        return with(reading, true, Scale.UNIT);
    }

    private static Reading with(Reading reading, boolean logits, Scale imageScale) {
        return new Reading(
                reading.shape(),
                reading.scale(),
                reading.layout(),
                reading.mean(),
                reading.code(),
                reading.image(),
                reading.imageLayout(),
                logits,
                imageScale);
    }

    /** Of images that the decoder made: a log variance is below 0 somewhere, and a deviation nowhere. */
    private Spread spread(CodePart part, List<Output> outputs, int dim) {
        if (stated.spread() != null) {
            return stated.spread();
        }
        float[] values = part.values(outputs);
        for (float value : values) {
            if (value < 0) {
                return Spread.LOG_VARIANCE;
            }
        }
        throw encoder.failed(
                        "a log variance beside the mean, which is below 0 for some image and dimension",
                        "%,d numbers of %d dimensions that are not, such as deviations or variances"
                                .formatted(values.length, dim))
                .hint("bring images with --data, or state --spread");
    }
}
