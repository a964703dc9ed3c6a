package isthmus.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.max;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.cli.EncodeCommand;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Noise;
import isthmus.model.ModelFolder;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code isthmus encode … --spark} over 2 GiB of images, in a heap of 512 MiB. */
class LargerThanHeapIT {
    private static final Shape SHAPE = new Shape(3, 64, 64);
    private static final long BYTES = 2L << 30;
    private static final int COUNT = (int) (BYTES / SHAPE.size()) + 1;
    private static final int DIM = 2;

    @TempDir
    Path folder;

    /** An image that nobody has to keep. */
    private static byte[] image(int row) {
        Noise noise = new Noise(9, row);
        ByteBuffer pixels = ByteBuffer.allocate(SHAPE.size());
        while (pixels.hasRemaining()) {
            pixels.putLong(noise.nextLong());
        }
        return pixels.array();
    }

    private Path images() throws IOException {
        Path images = folder.resolve("large.idx");
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(images), 1 << 20))) {
            for (int head : new int[] {0x0804, COUNT, SHAPE.channels(), SHAPE.height(), SHAPE.width()}) {
                out.writeInt(head);
            }
            for (int row = 0; row < COUNT; row++) {
                out.write(image(row));
            }
        }
        assertTrue(Files.size(images) > BYTES);
        return images;
    }

    @Test
    void aCorpusFourTimesTheHeapIsEncodedWithinOneProcess() throws IOException {
        assertTrue(Runtime.getRuntime().maxMemory() <= 512 << 20, "the process that encodes gets as much");
        Path model = LinearModel.write(folder.resolve("models/linear"), SHAPE, DIM);
        Path out = folder.resolve("codes.parquet");
        int code = new CommandLine(new EncodeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(
                        "linear",
                        images().toString(),
                        "--models",
                        folder.resolve("models").toString(),
                        "--spark",
                        "local[*]",
                        "--out",
                        out.toString(),
                        "--draws",
                        "1");
        assertEquals(0, code);
        int[] some = {0, 1, 12_345, 100_001, COUNT - 1};
        try (SparkSession spark = Codes.local();
                TorchModel network = new TorchModel(ModelFolder.read(model))) {
            Dataset<Row> codes = spark.read().parquet(out.toString());
            Row counts = codes.where(col("error").isNull())
                    .agg(countDistinct("row"), max("row"))
                    .first();
            assertEquals(COUNT, codes.count());
            assertEquals(COUNT, counts.getLong(0));
            assertEquals(COUNT - 1, counts.getLong(1));
            for (int row : some) {
                Row found = codes.where(col("row").equalTo(row)).first();
                float[] mu = network.encode(image(row), 0, 1, SHAPE.size()).means();
                for (int d = 0; d < DIM; d++) {
                    assertEquals(mu[d], (Float) found.getList(3).get(d), 1e-5);
                }
            }
        }
    }
}
