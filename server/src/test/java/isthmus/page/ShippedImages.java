package isthmus.page;

import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** The images that a bundled model's atlas was made of, read from the files that come with Isthmus, without its readers. */
final class ShippedImages {
    private static final int GREY = 128; // behind what is transparent

    private final ModelCard card;
    private final Atlas atlas;
    private final byte[] values; // of the file, behind its header

    ShippedImages(String id) {
        Path models = BundledSite.ROOT.resolve("models");
        try {
            ModelFolder folder = ModelFolder.read(models.resolve(id));
            card = folder.card();
            atlas = AtlasFile.read(folder);
            Path data = models.resolve("data").resolve(card.atlas().data());
            try (DirectoryStream<Path> images = Files.newDirectoryStream(data, "*-images-*")) {
                values = values(images.iterator().next());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] values(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DataInputStream idx = new DataInputStream(new GZIPInputStream(in))) {
            int sizes = idx.readInt() & 0xFF;
            idx.readNBytes(Integer.BYTES * sizes);
            return idx.readAllBytes();
        }
    }

    Atlas atlas() {
        return atlas;
    }

    /** The image of a row of a grey model, (height, width), 0 to 255. */
    int[] grey(int row) {
        byte[] image = of(row);
        return IntStream.range(0, image.length).map(i -> image[i] & 0xFF).toArray();
    }

    /** The image of a row, (channels, height, width). */
    byte[] of(int row) {
        int area = card.input().height() * card.input().width();
        // Of dSprites the file has the atlas's rows alone.
        int place = card.atlas().data().equals("dsprites") ? row : atlas.index()[row];
        if (card.input().channels() == 1) {
            return Arrays.copyOfRange(values, place * area, (place + 1) * area);
        }
        byte[] image = new byte[3 * area];
        for (int i = 0; i < image.length; i++) {
            int pixel = 4 * (place * area + i % area);
            double share = (values[pixel + 3] & 0xFF) / 255.0;
            image[i] = (byte) Math.round(share * (values[pixel + i / area] & 0xFF) + (1 - share) * GREY);
        }
        return image;
    }
}
