package isthmus.page;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures of the page as small files: 256 colours, chosen by cutting the picture's own at their medians. */
final class IndexedPng {
    private static final int COLOURS = 256;
    private static final int BINS = 1 << 15; // five bits of each channel

    private IndexedPng() {}

    /** One of the parts that the picture's colours are cut into. */
    private record Box(List<Integer> bins, long weight) {
        /** The channel in which its colours differ most, as a shift; and by how much, in the lowest bits. */
        int widest() {
            int best = 0;
            for (int shift : new int[] {0, 5, 10}) {
                int of = shift;
                int low = bins.stream().mapToInt(bin -> bin >> of & 31).min().orElse(0);
                int high = bins.stream().mapToInt(bin -> bin >> of & 31).max().orElse(0);
                best = high - low > (best & 31) ? shift << 5 | high - low : best;
            }
            return best;
        }
    }

    static void write(BufferedImage image, Path file) throws IOException {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] rgb = image.getRGB(0, 0, width, height, null, 0, width);
        long[] count = new long[BINS];
        long[][] sums = new long[BINS][3];
        for (int colour : rgb) {
            int bin = bin(colour);
            count[bin]++;
            for (int c = 0; c < 3; c++) {
                sums[bin][c] += (colour >> (8 * (2 - c))) & 0xFF;
            }
        }
        List<Box> boxes = boxes(count);
        byte[][] palette = new byte[3][boxes.size()];
        int[] index = new int[BINS];
        for (int i = 0; i < boxes.size(); i++) {
            for (int bin : boxes.get(i).bins()) {
                index[bin] = i;
            }
            for (int c = 0; c < 3; c++) {
                int channel = c;
                long sum = boxes.get(i).bins().stream()
                        .mapToLong(bin -> sums[bin][channel])
                        .sum();
                palette[c][i] = (byte) Math.round((double) sum / boxes.get(i).weight());
            }
        }
        IndexColorModel colours = new IndexColorModel(8, boxes.size(), palette[0], palette[1], palette[2]);
        BufferedImage indexed = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours);
        for (int i = 0; i < rgb.length; i++) {
            indexed.getRaster().setSample(i % width, i / width, 0, index[bin(rgb[i])]);
        }
        write(indexed, Files.newOutputStream(file));
    }

    private static int bin(int rgb) {
        return ((rgb >> 19) & 31) << 10 | ((rgb >> 11) & 31) << 5 | ((rgb >> 3) & 31);
    }

    private static List<Box> boxes(long[] count) {
        List<Integer> all = new ArrayList<>();
        long weight = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (count[bin] > 0) {
                all.add(bin);
                weight += count[bin];
            }
        }
        List<Box> boxes = new ArrayList<>(List.of(new Box(all, weight)));
        while (boxes.size() < COLOURS) {
            int largest = -1;
            double most = 0;
            for (int i = 0; i < boxes.size(); i++) {
                int range = boxes.get(i).widest() & 31;
                double share =
                        range * Math.sqrt((double) boxes.get(i).weight()); // wide ones too, though few pixels have them
                if (share > most) {
                    most = share;
                    largest = i;
                }
            }
            if (largest < 0) {
                return boxes;
            }
            Box box = boxes.remove(largest);
            int shift = box.widest() >> 5;
            List<Integer> bins = new ArrayList<>(box.bins());
            bins.sort((a, b) -> Integer.compare(a >> shift & 31, b >> shift & 31));
            long half = 0;
            int cut = 0;
            while (cut < bins.size() - 1 && (cut == 0 || half + count[bins.get(cut)] <= box.weight() / 2)) {
                half += count[bins.get(cut++)];
            }
            boxes.add(new Box(bins.subList(0, cut), half));
            boxes.add(new Box(bins.subList(cut, bins.size()), box.weight() - half));
        }
        return boxes;
    }

    private static void write(BufferedImage image, OutputStream to) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (to;
                ImageOutputStream out = ImageIO.createImageOutputStream(to)) {
            ImageWriteParam thorough = writer.getDefaultWriteParam();
            thorough.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            thorough.setCompressionQuality(0);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), thorough);
        } finally {
            writer.dispose();
        }
    }
}
