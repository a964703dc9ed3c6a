package isthmus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.cli.EncodeCommand;
import isthmus.columns.ColumnAtlas;
import isthmus.columns.ColumnImages;
import isthmus.columns.ColumnImport;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.data.ImageSource;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Codes by Spark beside those of the command that encodes on one machine. */
class EncodeTest {
    private static final Path MODELS =
            Path.of(System.getProperty("isthmus.root", "../..")).resolve("models");
    private static final String MODEL = "vae-fixed-2"; // whose encoder is quick
    private static final Path IMAGES = MODELS.resolve("data/mnist/t10k-images-idx3-ubyte.gz");

    @TempDir
    Path folder;

    private static int spark(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--master", "local[2]"));
        all.addAll(List.of(arguments));
        return Encode.run(new Encode(), all.toArray(String[]::new));
    }

    private Codes encoded(Path images, Path model, String... more) throws IOException {
        Path out = folder.resolve("out-" + System.nanoTime());
        List<String> all = new ArrayList<>(
                List.of("--model", model.toString(), "--images", images.toString(), "--out", out.toString()));
        all.addAll(List.of(more));
        assertEquals(0, spark(all.toArray(String[]::new)));
        return Codes.read(out);
    }

    /** What {@code encode} makes of the same, in a copy of the model. */
    private Atlas plain(String data, DataPart part, int draws) throws IOException {
        Path models = folder.resolve("models");
        Path copy = Files.createDirectories(models.resolve(MODEL));
        try (Stream<Path> files = Files.list(MODELS.resolve(MODEL)).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        int code = new CommandLine(new EncodeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(
                        MODEL,
                        data,
                        "--part",
                        part.toString(),
                        "--models",
                        models.toString(),
                        "--data",
                        MODELS.resolve("data").toString(),
                        "--draws",
                        Integer.toString(draws));
        assertEquals(0, code);
        return AtlasFile.read(ModelFolder.read(copy));
    }

    private static DataSet mnist() {
        return DataSets.load("mnist", DataPart.TEST, DataFolders.of(null, MODELS));
    }

    @Test
    void tenThousandCodesAreThoseOfOneMachineToTheLastBitForAnyPartitions() throws IOException {
        Atlas plain = plain("mnist", DataPart.TEST, 2);
        for (String partitions : List.of("1", "2", "7")) {
            Codes codes = encoded(IMAGES, MODELS.resolve(MODEL), "--partitions", partitions, "--draws", "2");
            assertEquals(10_000, codes.rows().size());
            for (int row = 0; row < 10_000; row++) {
                assertEquals(row, codes.rows().get(row).<Long>getAs("row"));
                assertEquals(plain.label()[row], codes.rows().get(row).<Integer>getAs("label"));
            }
            assertArrayEquals(plain.mu(), codes.floats("mu"), partitions + " partitions");
            assertArrayEquals(plain.posteriors().logvar(), codes.floats("logvar"));
            assertArrayEquals(plain.kl(), codes.floats("kl"));
            assertArrayEquals(plain.reconstruction(), codes.floats("reconstruction"));
        }
    }

    /** Some digits as PNG in subfolders, one of them broken. */
    private Path pictures(DataSet set, int count, int broken) throws IOException {
        Path pictures = folder.resolve("pictures");
        for (int i = 0; i < count; i++) {
            Path label = Files.createDirectories(pictures.resolve(Integer.toString(i % 3)));
            byte[] png = png(set, i);
            Files.write(label.resolve("%03d x.png".formatted(i)), i == broken ? Arrays.copyOf(png, 60) : png);
        }
        Files.writeString(pictures.resolve("notes.txt"), "no picture");
        return pictures;
    }

    private static byte[] png(DataSet set, int row) {
        int size = set.shape().size();
        return Png.of(new Pixels(set.shape(), Arrays.copyOfRange(set.pixels(), row * size, (row + 1) * size)), 1);
    }

    @Test
    void aFolderOfPicturesIsEncodedAsByOneMachineAndACorruptOneIsARowThatSaysWhy() throws IOException {
        Path pictures = pictures(mnist(), 40, 22);
        Codes codes = encoded(pictures, MODELS.resolve(MODEL), "--partitions", "3");
        Atlas plain = plain(pictures.toString(), DataPart.ALL, 8);
        assertEquals(40, codes.rows().size());
        assertEquals(39, plain.count());
        List<Row> whole =
                codes.rows().stream().filter(row -> row.getAs("error") == null).toList();
        assertEquals(39, whole.size());
        for (int i = 0; i < 39; i++) {
            assertEquals(plain.index()[i], whole.get(i).<Long>getAs("row"));
            assertEquals(plain.files().get(i), whole.get(i).<String>getAs("name"));
            assertEquals(
                    whole.get(i).<String>getAs("name").substring(0, 1),
                    whole.get(i).<String>getAs("label"));
        }
        assertArrayEquals(
                plain.mu(), codes.floats("mu"), 1e-6f); // not its batches: here the broken one has a place too
        Row broken = codes.rows().stream()
                .filter(row -> row.getAs("error") != null)
                .findFirst()
                .orElseThrow();
        assertEquals("1/022 x.png", broken.getAs("name"));
        assertTrue(broken.<String>getAs("error").contains("022 x.png"), broken.<String>getAs("error"));
        assertNull(broken.getAs("mu"));
        assertNull(broken.getAs("bound"));
    }

    @Test
    void whatIsWrittenBecomesAnAtlasOfColumns() throws IOException {
        Path out = folder.resolve("codes.parquet");
        Path model = MODELS.resolve(MODEL);
        assertEquals(
                0,
                spark(
                        "--model",
                        model.toString(),
                        "--images",
                        pictures(mnist(), 40, 22).toString(),
                        "--out",
                        out.toString(),
                        "--partitions",
                        "3"));
        String encoder = ModelFolder.read(model).card().files().get(ModelCard.ENCODER);
        Path atlas = folder.resolve("atlas");
        ColumnImport.Written written = new ColumnImport(
                        atlas,
                        2,
                        encoder,
                        List.of(out),
                        ImageSource.read(Files.readAllBytes(out.resolve(ImageSource.FILE))))
                .write(done -> {});
        assertEquals(39, written.count());
        assertEquals(1, written.left());
        ColumnAtlas columns = ColumnAtlas.open(atlas, 2, encoder);
        Codes codes = Codes.read(out);
        int at = 0;
        for (Row row : codes.rows()) {
            if (row.getAs("error") == null) {
                assertEquals(row.<Long>getAs("row"), columns.column("row").longAt(at));
                assertEquals(row.<Float>getAs("bound"), columns.column("bound").floatAt(at));
                assertEquals(row.<String>getAs("name"), columns.text("name").get(at));
                assertEquals(List.of(row.<String>getAs("label")), columns.labelsOf(at));
                assertEquals(row.getList(3), List.of(columns.code(at)[0], columns.code(at)[1]));
                at++;
            }
        }
        // And its rows are shown by the pictures that they were.
        DataSet set = mnist();
        int size = set.shape().size();
        byte[][] shown =
                new ColumnImages(columns, set.shape(), true).read(0, 20, 38).images();
        for (int i = 0; i < 3; i++) {
            String name = columns.text("name").get(new int[] {0, 20, 38}[i]);
            int digit = Integer.parseInt(name.substring(2, 5));
            assertArrayEquals(Arrays.copyOfRange(set.pixels(), digit * size, (digit + 1) * size), shown[i], name);
        }
    }

    /** Parquet of 300 digits in several files. */
    private Path parquet(DataSet set, String kind) throws IOException {
        Path out = folder.resolve(kind + ".parquet");
        List<Row> rows = new ArrayList<>();
        int size = set.shape().size();
        for (int i = 0; i < 300; i++) {
            byte[] pixels = Arrays.copyOfRange(set.pixels(), i * size, (i + 1) * size);
            Object image = switch (kind) {
                case "raw" -> i == 7 ? new byte[3] : pixels;
                case "picture" -> RowFactory.create((Object) (i == 7 ? new byte[] {1, 2, 3} : png(set, i)));
                default -> {
                    List<Float> greys = new ArrayList<>();
                    for (byte pixel : pixels) {
                        greys.add((pixel & 0xFF) / 255f);
                    }
                    if (i == 7) {
                        greys.set(0, 255f);
                    }
                    yield scala.jdk.javaapi.CollectionConverters.asScala(greys).toSeq();
                }
            };
            rows.add(RowFactory.create(image, "n" + i, (long) (set.labels()[i] & 0xFF), i / 2.0));
        }
        var image = switch (kind) {
            case "raw" -> DataTypes.BinaryType;
            case "picture" ->
                DataTypes.createStructType(List.of(DataTypes.createStructField("bytes", DataTypes.BinaryType, true)));
            default -> DataTypes.createArrayType(DataTypes.FloatType);
        };
        try (SparkSession spark = Codes.local()) {
            spark.createDataFrame(
                            rows,
                            DataTypes.createStructType(List.of(
                                    DataTypes.createStructField("image", image, true),
                                    DataTypes.createStructField("name", DataTypes.StringType, true),
                                    DataTypes.createStructField("label", DataTypes.LongType, true),
                                    DataTypes.createStructField("weight", DataTypes.DoubleType, true))))
                    .coalesce(2)
                    .write()
                    .parquet(out.toString());
        }
        return out;
    }

    @Test
    void parquetOfPixelsPicturesAndArraysGivesTheSameCodesAndKeepsItsColumns() throws IOException {
        DataSet set = mnist();
        Codes idx = encoded(IMAGES, MODELS.resolve(MODEL), "--draws", "1");
        float[] first = Arrays.copyOf(idx.floats("mu"), 2 * 300);
        for (String kind : List.of("raw", "picture", "array")) {
            Codes codes = encoded(parquet(set, kind), MODELS.resolve(MODEL), "--draws", "1");
            assertEquals(300, codes.rows().size());
            float[] mu = codes.floats("mu");
            for (int row = 0, at = 0; row < 300; row++) {
                Row one = codes.rows().get(row);
                assertEquals("n" + row, one.getAs("name"));
                assertEquals(set.labels()[row], one.<Long>getAs("label"));
                assertEquals(row / 2.0, one.<Double>getAs("weight"));
                if (row == 7) {
                    assertTrue(one.getAs("error") != null && one.getAs("mu") == null, kind);
                } else {
                    assertNull(one.getAs("error"));
                    assertEquals(first[2 * row], mu[at], kind + " row " + row); // to the last bit
                    assertEquals(first[2 * row + 1], mu[at + 1]);
                    at += 2;
                }
            }
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedBySentence() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        String model = MODELS.resolve(MODEL).toString();
        assertEquals(1, spark("--model", model, "--images", IMAGES.toString(), "--out", there.toString()));
        assertEquals(1, spark("--model", model, "--images", folder + "/no", "--out", folder + "/out"));
        assertEquals(1, spark("--model", model, "--images", there.toString(), "--out", folder + "/out"));
        String sprites = MODELS.resolve("sprites").toString(); // takes 64 by 64
        assertEquals(1, spark("--model", sprites, "--images", IMAGES.toString(), "--out", folder + "/out"));
        assertFalse(Files.exists(folder.resolve("out")));
    }
}
