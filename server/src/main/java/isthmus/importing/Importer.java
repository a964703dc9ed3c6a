package isthmus.importing;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.importing.Structure.Code;
import isthmus.inference.torch.RawNetwork.Output;
import isthmus.inference.torch.RawNetwork.Precision;
import isthmus.latent.Noise;
import isthmus.model.ImportRecord.Decision;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Likelihood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds out what two networks of somebody else take and give, and writes the two files of a model that take and give what
 * models here do. Nothing is guessed in silence: what images do not decide, and nobody stated, is a Failure that asks. One
 * thread.
 */
public final class Importer implements AutoCloseable {
    private static final int CURVED = 64; // images at which log p(x|z) is probed
    private static final int DRAWS = 4; // an image, for the residuals
    public static final int FEWEST = 8; // images that prove anything

    private final ImportSource source;
    private final Stated stated;
    private final Path encoderFile;
    private final Path decoderFile;
    private final BatchedNetwork encoder;
    private final BatchedNetwork decoder;
    private ImportStep step = ImportStep.SIZES;

    /** @param folder for copies that are only needed meanwhile */
    public Importer(ImportSource source, Stated stated, Path folder) {
        this(source, stated, folder, step -> {});
    }

    /** @param progress told before each run of a network; may throw a CancellationException, which ends the work */
    public Importer(ImportSource source, Stated stated, Path folder, Consumer<ImportStep> progress) {
        this.source = source;
        this.stated =
                source.pixels().isPresent() ? stated.withPixels(source.pixels().get()) : stated;
        encoderFile = source.encoder().runnable(folder);
        decoderFile = source.decoder().runnable(folder);
        encoder = new BatchedNetwork(source.encoderName(), encoderFile, source.batch(), () -> progress.accept(step));
        try {
            decoder =
                    new BatchedNetwork(source.decoderName(), decoderFile, source.batch(), () -> progress.accept(step));
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    /**
     * What was found out.
     *
     * @param spread part of the encoder's answer beside the mean; null where it gives none
     * @param meaning of that part
     * @param likelihood as the card has it
     * @param images on which it was measured; 0 where it was read off the files alone
     */
    public record Found(
            Reading reading,
            CodePart spread,
            Spread meaning,
            Likelihood likelihood,
            int images,
            List<Decision> decisions) {
        public Shape shape() {
            return reading.shape();
        }

        public int dim() {
            return reading.dim();
        }

        /** Of a code as the networks have it; null where it is flat. */
        public List<Integer> codeShape() {
            long[] code = reading.code();
            return code.length == 1
                    ? null
                    : Arrays.stream(code).mapToObj(Math::toIntExact).toList();
        }

        public boolean logits() {
            return reading.logits();
        }

        public boolean hasVariances() {
            return spread != null;
        }
    }

    /** The shape of the images that the networks take; tries what their files say first, and then {@code likely} ones. */
    public Shape shape(List<Shape> likely) {
        List<Shape> all = new ArrayList<>(likely);
        source.shape().ifPresent(said -> all.add(0, said));
        return new StructureSearch(encoder, decoder, stated)
                .find(all, true)
                .get(0)
                .shape();
    }

    /** @param images (count, channels, height, width) in [0, 1], of the shape that the networks take */
    public Found prove(Shape shape, float[] images) {
        Comparison comparison = compare(shape, images);
        ReadingSearch.requireClear(comparison.choice());
        return found(comparison, comparison.best());
    }

    /** Compares the readings by images, without asking that one of them is clearly the best. */
    public Comparison compare(Shape shape, float[] images) {
        int count = images.length / shape.size();
        if (count < FEWEST) {
            throw Failure.badInput("--data", "at least %d images".formatted(FEWEST), count);
        }
        step = ImportStep.SIZES;
        var search = new StructureSearch(encoder, decoder, stated);
        List<Structure> structures = search.find(List.of(shape), false);
        step = ImportStep.READINGS;
        var readings = new ReadingSearch(encoder, decoder, stated);
        return new Comparison(structures, readings, readings.compare(structures, images), images);
    }

    /** The first images under one of the readings compared: the decoder's answers to their mean codes, in [0, 1]. */
    public float[] reconstructions(Comparison comparison, Reading reading, int count) {
        float[] some =
                Arrays.copyOf(comparison.images(), count * reading.shape().size());
        ReadingSearch readings = comparison.readings();
        return readings.reconstruct(reading, reading.mean().values(readings.encode(reading, some)), count);
    }

    /** Everything about one of the readings compared; what can be measured no further is a Failure that asks. */
    public Found found(Comparison comparison, Reading reading) {
        ReadingSearch readings = comparison.readings();
        List<Structure> structures = comparison.structures();
        float[] images = comparison.images();
        Shape shape = reading.shape();
        List<Decision> decisions = new ArrayList<>(comparison.decisions(reading));
        fit(reading);
        new NetworkChecks(encoder, decoder, readings).check(reading, images);
        mustGiveOneImage(structures, decoder);
        int count = comparison.choice().images();
        float[] used = Arrays.copyOf(images, count * shape.size());
        List<Output> outputs = readings.encode(reading, used);
        float[] means = reading.mean().values(outputs);
        float[] reconstructed = readings.reconstruct(reading, means, count);
        double variance = Residuals.variance(used, reconstructed);
        Family known = stated.family() != null ? stated.family() : LikelihoodChoice.known(reading, used, reconstructed);
        List<CodePart> parts = spreads(structures, reading);
        if (parts.isEmpty()) {
            mustBeAutoencoder(stated, encoder);
            Family family = known == null ? Family.GAUSSIAN : known;
            Likelihood likelihood = LikelihoodChoice.of(family, stated, variance);
            String words = LikelihoodChoice.words(likelihood) + "; an autoencoder has none of its own";
            decisions.add(decision("likelihood", words, null, null));
            return new Found(reading, null, null, likelihood, count, decisions);
        }
        step = ImportStep.SPREAD;
        int curved = Math.min(count, CURVED);
        float[] some = Arrays.copyOf(means, curved * reading.dim());
        var curvature =
                Curvature.at(some, curved, reading.dim(), (codes, rows) -> readings.reconstruct(reading, codes, rows));
        var spreads = new SpreadSearch(
                curved,
                reading.dim(),
                curvature,
                known,
                variance,
                reading.logits() ? 1 : reading.imageScale().deviation().get(0));
        SpreadSearch.Choice spread = spreads.choose(parts, outputs, stated.spread());
        decisions.add(decision("spread", spread.words(), spread.second(), spread.margin()));
        LikelihoodChoice.Choice measured = known != null
                ? new LikelihoodChoice.Choice(known, null)
                : LikelihoodChoice.measured(spreads, spread.best());
        Family family = measured.family();
        double drawn = variance;
        if (family == Family.GAUSSIAN && stated.sigma() == null) {
            float[] z = Residuals.draws(
                    means, spread.best().part().values(outputs), spread.best().spread(), DRAWS, new Noise(0, 2));
            drawn = Residuals.variance(used, readings.reconstruct(reading, z, count * DRAWS), DRAWS);
        }
        Likelihood likelihood = LikelihoodChoice.of(family, stated, drawn);
        String other = family == Family.BERNOULLI ? "a gaussian" : "a bernoulli";
        decisions.add(decision(
                "likelihood",
                LikelihoodChoice.words(likelihood),
                measured.margin() == null ? null : other,
                measured.margin()));
        return new Found(reading, spread.best().part(), spread.best().spread(), likelihood, count, decisions);
    }

    /** What can be told without images; what can not, and is not stated, is a Failure that asks. */
    public Found unproven() {
        List<Structure> structures = new StructureSearch(encoder, decoder, stated)
                .find(source.shape().map(List::of).orElse(List.of()), true);
        return new UnprovenReading(encoder, decoder, stated).read(structures, new ArrayList<>());
    }

    /** Settles both networks on the rows of one reading. */
    private void fit(Reading reading) {
        encoder.fit(Arrays.stream(reading.layout().sizes(1, reading.shape()))
                .skip(1)
                .toArray());
        decoder.fit(reading.code());
    }

    /** A second output of an image's shape is most likely a variance of each pixel, which no card can hold. */
    static void mustGiveOneImage(List<Structure> structures, BatchedNetwork decoder) {
        List<String> paths = structures.get(0).images().stream()
                .map(Structure.Image::path)
                .distinct()
                .toList();
        if (paths.size() > 1) {
            throw decoder.failed(
                            "one output of an image's shape",
                            "%d (%s), such as a mean and a variance of each pixel"
                                    .formatted(paths.size(), String.join(", ", paths)))
                    .hint(
                            "export decode(z) so that it gives the mean alone; a gaussian's sigma is measured or stated with --sigma");
        }
    }

    static void mustBeAutoencoder(Stated stated, BatchedNetwork encoder) {
        if (!stated.autoencoder()) {
            throw encoder.failed(
                            "the mean of q(z|x) and its variance in some form", "one output that the decoder takes")
                    .hint("export encode(x) so that it gives (mu, logvar), or say --kind ae if it is an autoencoder");
        }
    }

    /** Outputs that may be the spread beside the mean: those of the mean's size that are the same from run to run. */
    private static List<CodePart> spreads(List<Structure> structures, Reading reading) {
        Structure structure = structures.stream()
                .filter(one -> one.layout() == reading.layout())
                .findFirst()
                .orElseThrow();
        return structure.codes().stream()
                .filter(code -> Arrays.equals(code.row(), reading.code()))
                .map(Code::part)
                .filter(part -> !part.equals(reading.mean())
                        && (part.half() != 0) == (reading.mean().half() != 0)
                        && !structure.random().contains(part.path()))
                .toList();
    }

    static Decision decision(String what, Object chosen, Object second, Margin margin) {
        return new Decision(
                what,
                String.valueOf(chosen),
                second == null ? null : String.valueOf(second),
                margin == null ? null : margin.nats(),
                margin == null ? null : margin.error());
    }

    /** Writes {@code encoder.pt} and {@code decoder.pt}, which take and give what models here do. */
    public void write(Found found, Path encoderTo, Path decoderTo) throws IOException {
        Reading reading = found.reading();
        boolean plainCode = reading.mean().half() == 0
                && reading.code().length == 1
                && (found.spread() == null
                        ? reading.mean().path().isEmpty()
                        : reading.mean().path().equals("[0]")
                                && found.spread().path().equals("[1]")
                                && found.meaning() == Spread.LOG_VARIANCE);
        boolean plainEncoder = plainCode
                && reading.scale().isUnit()
                && reading.layout() == Layout.CHANNELS_FIRST
                && isPlain(encoder, source.encoder());
        boolean plainDecoder = reading.code().length == 1
                && reading.image().isEmpty()
                && (reading.imageLayout() == Layout.CHANNELS_FIRST || reading.imageLayout() == Layout.FLAT)
                && (reading.logits() || reading.imageScale().isUnit())
                && isPlain(decoder, source.decoder());
        if (plainEncoder) {
            Files.copy(encoderFile, encoderTo);
        } else {
            var script = new AdapterScript(source.encoder().method(), encoder);
            source.encoder().archive().wrap(encoderTo, script.encoder(reading, found.spread(), found.meaning()));
        }
        if (plainDecoder) {
            Files.copy(decoderFile, decoderTo);
        } else {
            var script = new AdapterScript(source.decoder().method(), decoder);
            source.decoder().archive().wrap(decoderTo, script.decoder(reading));
        }
    }

    private static boolean isPlain(BatchedNetwork network, NetworkFile file) {
        return network.batch() == 0
                && network.precision() == Precision.FLOAT32
                && file.method().equals(NetworkFile.FORWARD)
                && file.archive().devices().isEmpty();
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}
