package isthmus.cli;

import isthmus.image.PictureFiles;
import isthmus.torchscript.Tensor;
import isthmus.train.SmallModels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Pictures of rectangles of five widths, and an autoencoder that gives each back exactly: two pixels tell which of the
 * first four widths one has, and the decoder puts that rectangle in place of the widest.
 */
final class Rectangles {
    private Rectangles() {}

    static void write(Path pictures, Path encoder, Path decoder) throws IOException {
        float[][] rectangle = new float[5][28 * 28];
        for (int width = 0; width < 5; width++) {
            for (int i = 0; i < 28 * 28; i++) {
                boolean inside = Math.abs(i % 28 - 13.5) < 3 + width && i / 28 >= 4 && i / 28 < 24;
                rectangle[width][i] = inside ? 1 : 0;
            }
        }
        for (int i = 0; i < 30; i++) {
            var image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
            for (int p = 0; p < 28 * 28; p++) {
                image.getRaster().setSample(p % 28, p / 28, 0, Math.round(255 * rectangle[i % 5][p]));
            }
            Files.write(pictures.resolve(i + ".png"), PictureFiles.file(image, "png"));
        }
        float[] mean = new float[4 * 28 * 28];
        float[] out = new float[28 * 28 * 4];
        for (int width = 0; width < 4; width++) {
            int edge = 14 * 28 + 13 + 3 + width; // the last pixel of this width, and the next one's
            mean[width * 28 * 28 + edge] = 1;
            mean[width * 28 * 28 + edge + 1] = -1;
            for (int i = 0; i < 28 * 28; i++) {
                out[i * 4 + width] = rectangle[width][i] - rectangle[4][i];
            }
        }
        SmallModels.module(
                encoder,
                List.of(new Tensor("w", new int[] {4, 28 * 28}, mean)),
                List.of(),
                "torch.linear(torch.flatten(x, 1), self.w)",
                SmallModels.ONE);
        SmallModels.module(
                decoder,
                List.of(
                        new Tensor("w", new int[] {28 * 28, 4}, out),
                        new Tensor("b", new int[] {28 * 28}, rectangle[4])),
                List.of(),
                "torch.linear(x, self.w, self.b)",
                SmallModels.ONE);
    }
}
