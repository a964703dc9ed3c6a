package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.cli.AtlasCommand;
import isthmus.columns.SmallParquet;
import isthmus.data.IdxFiles;
import isthmus.data.ImageSource;
import isthmus.http.SmallServer;
import isthmus.image.DataFit;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.live.LiveClient.Message;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.train.SmallModels.Linear;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Rows of an atlas of columns are shown by their images from where these lie, and by nothing else that lies there. */
class ColumnOriginalsTest {
    private static final Shape SHAPE = new Shape(1, 96, 70); // larger than a cell of a tile, so that it is halved there
    private static final int COUNT = 20;

    @TempDir
    Path folder;

    private final byte[][] images = new byte[COUNT][SHAPE.size()];

    private void write() {
        try {
            Path model = Files.createDirectories(folder.resolve("models/own"));
            Linear networks = Linear.drawn(SHAPE, 2, 6);
            networks.writeEncoder(model.resolve(ModelCard.ENCODER));
            networks.writeDecoder(model.resolve(ModelCard.DECODER));
            Cards.write(model, Cards.card("own", SHAPE, 2));
            for (int i = 0; i < COUNT; i++) {
                Noise noise = new Noise(4, i);
                for (int v = 0; v < SHAPE.size(); v++) {
                    images[i][v] = (byte) noise.nextInt(256);
                }
                Path file = folder.resolve("secret/cats/" + name(i));
                Files.createDirectories(file.getParent());
                Files.write(file, Png.of(new Pixels(SHAPE, images[i]), 1));
            }
            Files.copy(folder.resolve("secret/cats/" + name(0)), folder.resolve("secret/outside.png"));
            Files.createSymbolicLink(folder.resolve("secret/cats/link.png"), folder.resolve("secret/outside.png"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(int i) {
        return "%s/%02d.png".formatted(i % 2 == 0 ? "black" : "white", i);
    }

    private static SmallParquet.Encoded row(long row, String name) {
        return new SmallParquet.Encoded(row, name, "a", new float[] {row, -row}, 1f, 1.0);
    }

    private Path parquet(String file, IntStream places) throws IOException {
        return SmallParquet.write(
                folder.resolve(file),
                places.mapToObj(i -> row(i, i < COUNT ? name(i) : "gone-" + i)).toList());
    }

    private String atlas(SmallServer site, Object... arguments) {
        StringWriter text = new StringWriter();
        String[] all = IntStream.range(0, arguments.length + 4)
                .mapToObj(i -> i == 0
                        ? "own"
                        : i <= arguments.length
                                ? arguments[i - 1].toString()
                                : new String[] {
                                            "--no-neighbours",
                                            "--models",
                                            folder.resolve("models").toString()
                                        }
                                        [i - arguments.length - 1])
                .toArray(String[]::new);
        PrintWriter out = new PrintWriter(text);
        int code = new CommandLine(new AtlasCommand()).setOut(out).setErr(out).execute(all);
        site.models.scan();
        return code + " " + text;
    }

    private static Message originals(LiveClient client, String rows, boolean small) {
        return client.ask(
                "{'id': 5, 'op': 'originals', 'model': 'own', 'small': %s, 'rows': %s}".formatted(small, rows));
    }

    private void assertShows(Message shown, int... places) {
        double[] expected = Arrays.stream(places)
                .boxed()
                .flatMapToInt(i -> IntStream.range(0, SHAPE.size()).map(v -> images[i][v] & 0xFF))
                .asDoubleStream()
                .toArray();
        assertArrayEquals(expected, shown.numbers("pixels"));
        assertTrue(Arrays.stream(shown.numbers("there")).allMatch(there -> there == 1));
    }

    @Test
    void picturesOfTheFolderAreShownAndNothingOutsideIt() throws Exception {
        try (SmallServer site = new SmallServer(folder.resolve("models"), settings -> write());
                LiveClient client = new LiveClient(site.address())) {
            Path rows = SmallParquet.write(
                    folder.resolve("rows.parquet"),
                    List.of(
                            row(0, name(0)),
                            row(1, name(1)),
                            row(2, "../outside.png"),
                            row(3, "link.png"),
                            row(4, folder.resolve("secret/outside.png").toString()),
                            row(5, ""),
                            row(6, "black"),
                            row(7, name(7))));
            String written = atlas(site, rows, "--images", folder.resolve("secret/cats"));
            assertTrue(written.contains("Rows are shown by their images in"), written);
            assertTrue(site.get("/api/models/own").body().contains("\"images\":true"));
            assertShows(originals(client, "[7, 0, 1]", false), 7, 0, 1);
            Message mixed = originals(client, "[2, 3, 4, 5, 6, 1]", false);
            assertArrayEquals(new double[] {0, 0, 0, 0, 0, 1}, mixed.numbers("there"));
            assertEquals(
                    "../outside.png: expected a picture in the folder that was encoded, found none",
                    mixed.head().get("absent").textValue());
            assertTrue(Arrays.stream(mixed.numbers("pixels"))
                    .limit(5L * SHAPE.size())
                    .allMatch(v -> v == 0));

            double[] small = originals(client, "[1]", true).numbers("pixels");
            assertEquals(48 * 35, small.length);
            int mean = IntStream.of(0, 1, 70, 71).map(v -> images[1][v] & 0xFF).sum();
            assertEquals((double) Math.round(mean / 4.0), small[0]);

            assertEquals(
                    "BAD_INPUT",
                    originals(client, "[8]", true).error().get("code").asText());
            String many = IntStream.range(0, 300).mapToObj(i -> "0").toList().toString();
            assertEquals(
                    "TOO_LARGE",
                    originals(client, many, true).error().get("code").asText());
            for (String path : new String[] {"", "/atlas/atlas.json", "/../own/atlas/atlas.json"}) {
                assertFalse(site.get("/api/models/own" + path).body().contains("secret"), path);
            }
            Files.delete(folder.resolve("secret/cats/" + name(7)));
            assertShows(originals(client, "[7]", false), 7); // it was read before
        }
    }

    @Test
    void rowsOfFilesAreFoundByTheirPlacesAndAddedOnesInTheirOwn() throws Exception {
        try (SmallServer site = new SmallServer(folder.resolve("models"), settings -> write());
                LiveClient client = new LiveClient(site.address())) {
            byte[] all = new byte[COUNT * SHAPE.size()];
            for (int i = 0; i < COUNT; i++) {
                System.arraycopy(images[i], 0, all, i * SHAPE.size(), SHAPE.size());
            }
            int cut = 12 * SHAPE.size();
            Path first = IdxFiles.write(folder.resolve("idx/a.gz"), new int[] {12, 96, 70}, Arrays.copyOf(all, cut));
            Path second = IdxFiles.write(
                    folder.resolve("idx/b"), new int[] {8, 96, 70}, Arrays.copyOfRange(all, cut, all.length));
            // Without saying where, which is said later.
            String silent = atlas(site, parquet("one.parquet", IntStream.of(3, 19, 12, 25)));
            assertFalse(silent.contains("shown"), silent);
            assertTrue(originals(client, "[0]", false)
                    .head()
                    .get("absent")
                    .textValue()
                    .contains("--images"));
            String said = atlas(site, "--images", first + "," + second);
            assertTrue(said.startsWith("0 Rows are shown by their images in"), said);
            assertShows(originals(client, "[1, 2, 0, 1]", false), 19, 12, 3, 19);
            assertEquals(
                    "there is no image at this place",
                    originals(client, "[3]", false).head().get("absent").textValue());

            atlas(site, parquet("two.parquet", IntStream.of(4, 5)), "--images", folder.resolve("secret/cats"));
            assertShows(originals(client, "[5, 0, 4]", false), 5, 3, 4);
            Files.move(folder.resolve("idx"), folder.resolve("elsewhere"));
            atlas(site, parquet("three.parquet", IntStream.of(6)));
            Message after = originals(client, "[0, 4, 6]", false);
            assertArrayEquals(new double[] {0, 1, 0}, after.numbers("there"));
        }
    }

    /** Writes images as Parquet in small groups and pages, numbered from the last to the first where they are numbered. */
    private void images(Path file, String type, boolean numbered, int from, int to) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m { %s %s }".formatted(numbered ? "required int64 row;" : "", type));
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withPageRowCountLimit(2)
                .withRowGroupSize(5L * SHAPE.size())
                .withMinRowCountForPageSizeCheck(1)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .build()) {
            for (int at = from; at < to; at++) {
                int i = numbered ? to - 1 - (at - from) : at;
                Group group = new SimpleGroupFactory(schema).newGroup();
                if (numbered) {
                    group.append("row", (long) i);
                }
                if (i == 9) {
                    writer.write(group); // one that is missing
                    continue;
                }
                if (type.contains("LIST")) {
                    Group list = group.addGroup("pixels");
                    for (byte pixel : images[i]) {
                        list.addGroup("list").append("element", (pixel & 0xFF) / 255f);
                    }
                } else {
                    byte[] bytes = i % 2 == 0 ? images[i] : Png.of(new Pixels(SHAPE, images[i]), 1);
                    (type.contains("bytes") ? group.addGroup("pixels") : group)
                            .append(type.contains("bytes") ? "bytes" : "pixels", Binary.fromConstantByteArray(bytes));
                }
                writer.write(group);
            }
        }
    }

    @Test
    void imagesInParquetAreReadByTheirRows() throws Exception {
        try (SmallServer site = new SmallServer(folder.resolve("models"), settings -> write());
                LiveClient client = new LiveClient(site.address())) {
            Path place = Files.createDirectories(folder.resolve("images"));
            Path codes = Files.createDirectories(folder.resolve("codes"));
            FitTarget target = new FitTarget(
                    SHAPE,
                    true,
                    DataFit.UNKNOWN,
                    new Fitting(
                            Fitting.Framing.CROP, Fitting.Centre.NONE, Fitting.Background.BORDER, Fitting.Invert.NO));
            Files.write(
                    codes.resolve(ImageSource.FILE),
                    ImageSource.parquet(List.of(place.toUri().toString()), "pixels", target)
                            .text());
            SmallParquet.write(
                    codes.resolve("a.parquet"),
                    IntStream.of(3, 19, 9, 12, 4, 25)
                            .mapToObj(i -> row(i, null))
                            .toList());
            boolean numbered = true;
            for (String type : List.of(
                    "optional binary pixels;",
                    "optional group pixels { optional binary bytes; optional binary path (STRING); }",
                    "optional group pixels (LIST) { repeated group list { required float element; } }")) {
                images(place.resolve("part-0.parquet"), type, numbered, 0, 13);
                images(place.resolve("part-1.parquet"), type, numbered, 13, COUNT);
                String said = atlas(site, codes);
                assertTrue(said.contains("Rows are shown by their images in"), said);
                assertShows(originals(client, "[1, 3, 0, 1, 4]", false), 19, 12, 3, 19, 4);
                Message missing = originals(client, "[2, 5, 0]", false);
                assertArrayEquals(new double[] {0, 0, 1}, missing.numbers("there"));
                assertEquals(
                        "there is no image at this place",
                        missing.head().get("absent").textValue());
                numbered = false;
                for (Path one : List.of(place.resolve("part-0.parquet"), place.resolve("part-1.parquet"))) {
                    Files.delete(one);
                }
                Files.move(
                        folder.resolve("models/own/atlas"),
                        Files.createTempDirectory(folder, "gone").resolve("atlas"));
            }
        }
    }
}
