package isthmus.data;

import isthmus.Failure;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A data set that is known by name. Immutable; any thread.
 *
 * @param name on the command line, and of its folder
 * @param licence under which its publisher gives it; null where none is stated, and so it does not come with Isthmus
 * @param mirrors addresses that hold the files, each ending in a slash, the first tried first; empty where the files
 *     are a selection that nobody publishes in this form
 * @param sources its image files in order
 * @param testSource files of the test part alone, where these are what comes with Isthmus; else null
 * @param labelNames the name of label i, empty where there are no labels
 * @param factorNames of the generating factors, empty where they are not known
 * @param alikeNeighbours whether images that follow one another are alike: frames of a film, or a picture's variants
 */
record KnownData(
        String name,
        String licence,
        List<URI> mirrors,
        List<Source> sources,
        Source testSource,
        List<String> labelNames,
        List<String> factorNames,
        boolean alikeNeighbours) {
    /** One file, as its publisher made it. */
    record DataFile(String name, long bytes, String sha256) {}

    /**
     * A file of images and the labels or factors of its rows.
     *
     * @param companion labels (rank 1), or class indices of generating factors of which the first is the label (rank
     *     2); null where there is neither
     * @param holds the part whose rows the files have
     * @param rows of all parts, as published
     */
    record Source(DataFile images, DataFile companion, SplitRule split, DataPart holds, int rows) {
        /** Files that hold all rows. */
        Source(DataFile images, DataFile companion, SplitRule split, int rows) {
            this(images, companion, split, DataPart.ALL, rows);
        }

        List<DataFile> files() {
            return Stream.of(images, companion).filter(Objects::nonNull).toList();
        }
    }

    static final List<KnownData> ALL = List.of(
            new KnownData(
                    "mnist",
                    "CC BY-SA 3.0",
                    List.of(
                            URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                            URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
                    List.of(
                            new Source(
                                    new DataFile(
                                            "train-images-idx3-ubyte.gz",
                                            9912422,
                                            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                                    new DataFile(
                                            "train-labels-idx1-ubyte.gz",
                                            28881,
                                            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                                    SplitRule.TRAIN_FILE,
                                    60000),
                            new Source(
                                    new DataFile(
                                            "t10k-images-idx3-ubyte.gz",
                                            1648877,
                                            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                                    new DataFile(
                                            "t10k-labels-idx1-ubyte.gz",
                                            4542,
                                            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
                                    SplitRule.TEST_FILE,
                                    10000)),
                    null,
                    List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                    List.of(),
                    false),
            new KnownData(
                    "fashion-mnist",
                    "MIT",
                    List.of(URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")),
                    List.of(
                            new Source(
                                    new DataFile(
                                            "train-images-idx3-ubyte.gz",
                                            26421880,
                                            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                                    new DataFile(
                                            "train-labels-idx1-ubyte.gz",
                                            29515,
                                            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                                    SplitRule.TRAIN_FILE,
                                    60000),
                            new Source(
                                    new DataFile(
                                            "t10k-images-idx3-ubyte.gz",
                                            4422102,
                                            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                                    new DataFile(
                                            "t10k-labels-idx1-ubyte.gz",
                                            5148,
                                            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
                                    SplitRule.TEST_FILE,
                                    10000)),
                    null,
                    List.of(
                            "T-shirt/top",
                            "Trouser",
                            "Pullover",
                            "Dress",
                            "Coat",
                            "Sandal",
                            "Shirt",
                            "Sneaker",
                            "Bag",
                            "Ankle boot"),
                    List.of(),
                    false),
            new KnownData(
                    "frey",
                    null,
                    List.of(),
                    List.of(new Source(
                            new DataFile(
                                    "frey-images-idx3-ubyte.gz",
                                    996699,
                                    "f70c92a8ab55f73548e4427c0723cf4627d83299bc6d39ed81256f9148f9a03c"),
                            null,
                            SplitRule.FREY_FRAMES,
                            1965)),
                    null,
                    List.of(),
                    List.of(),
                    true),
            new KnownData(
                    "dsprites",
                    "Apache-2.0",
                    List.of(),
                    List.of(new Source(
                            new DataFile(
                                    "dsprites46080-images-idx3-ubyte.gz",
                                    746039,
                                    "a1cf40d33c19e31a203ed21032314a712045b6c2d69a63468343e4aa62fd0ff0"),
                            new DataFile(
                                    "dsprites46080-factors-idx2-ubyte.gz",
                                    99490,
                                    "7c4eec2b7cb9880458e7b8f5650cc84afc2a74b2f2b41b5ee4278ee8d6547b17"),
                            SplitRule.DRAWN_TENTH,
                            46080)),
                    new Source(
                            new DataFile(
                                    "dsprites46080-test-images-idx3-ubyte.gz",
                                    97701,
                                    "7799cb59afc39a1531ca53edb332601321bc2b8e4b348cc662761819ecc7960f"),
                            new DataFile(
                                    "dsprites46080-test-factors-idx2-ubyte.gz",
                                    10381,
                                    "383412ecb0ab830073409bb2208d3851c0500788b5a4236dd8d8473ce0328492"),
                            SplitRule.DRAWN_TENTH,
                            DataPart.TEST,
                            46080),
                    List.of("square", "ellipse", "heart"),
                    List.of("shape", "size", "orientation", "x position", "y position"),
                    false),
            new KnownData(
                    "emoji",
                    "OFL 1.1",
                    List.of(),
                    List.of(new Source(
                            new DataFile(
                                    "emoji-images-idx4-ubyte.gz",
                                    5050073,
                                    "331a3f151af0fa4bca7f236b5822fb8142aeb2a9ab02c79549383b2bb8ca3447"),
                            null,
                            SplitRule.EMOJI_ROWS,
                            3573)),
                    null,
                    List.of(),
                    List.of(),
                    true));

    /** The sources that a part needs, and others that do in their place. */
    List<List<Source>> alternatives(DataPart part) {
        List<Source> whole = sources.stream()
                .filter(source -> source.split().hasRowsOf(part))
                .toList();
        return part == DataPart.TEST && testSource != null ? List.of(whole, List.of(testSource)) : List.of(whole);
    }

    /** All files that may hold something of it. */
    Stream<DataFile> files() {
        return Stream.concat(sources.stream(), Stream.ofNullable(testSource))
                .flatMap(source -> source.files().stream());
    }

    /** Images in all parts. */
    int rows() {
        return sources.stream().mapToInt(Source::rows).sum();
    }

    /** Whether a row of the part all is in the test part. */
    boolean isTestRow(int row) {
        int first = 0;
        for (Source source : sources) {
            if (row < first + source.rows()) {
                return source.split().isIn(DataPart.TEST, row - first);
            }
            first += source.rows();
        }
        return false;
    }

    static Optional<KnownData> named(String name) {
        return ALL.stream().filter(known -> known.name.equals(name)).findFirst();
    }

    /** The data set of this name, or a Failure that names those there are. */
    static KnownData required(String name) {
        return named(name)
                .orElseThrow(
                        () -> Failure.notFound(name, "one of the data sets " + String.join(", ", names()), "another"));
    }

    static List<String> names() {
        return ALL.stream().map(KnownData::name).toList();
    }
}
