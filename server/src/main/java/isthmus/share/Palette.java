package isthmus.share;

import isthmus.image.Shape;
import isthmus.model.ModelCard;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The page's light colours, out of its {@code web/css/tokens.css}. Any thread. */
final class Palette {
    private static final Map<String, Color> TOKENS = tokens();

    static final Color PAPER = token("paper");
    static final Color INK = token("ink");
    static final Color LINE = token("line");
    static final Color PIN = token("pin");

    private static final Color[] CLASSES =
            IntStream.rangeClosed(1, 10).mapToObj(i -> token("class-" + i)).toArray(Color[]::new);
    private static final Color UNCLASSED = token("unclassed"); // for no classes, and those beyond the first
    private static final int[] INK_GREYS = greys(PAPER, INK);
    private static final int[] GREYS = greys(Color.BLACK, Color.WHITE);

    private Palette() {}

    /** Of each name the colour by light, which the theme's first rule says first. */
    private static Map<String, Color> tokens() {
        try (InputStream css = Palette.class.getResourceAsStream("tokens.css")) {
            String rules = new String(css.readAllBytes(), StandardCharsets.UTF_8);
            return Pattern.compile("--([\\w-]+): light-dark\\((#\\w{6}),")
                    .matcher(rules)
                    .results()
                    .collect(Collectors.toMap(found -> found.group(1), found -> Color.decode(found.group(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Color token(String name) {
        return Objects.requireNonNull(TOKENS.get(name), name);
    }

    /**
     * @param count number of classes
     */
    static Color ofClass(int label, int count) {
        int own = count <= CLASSES.length ? count : CLASSES.length - 1; // the others share one
        return label < own ? CLASSES[label] : UNCLASSED;
    }

    static Color faded(Color colour, float opacity) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), Math.round(255 * opacity));
    }

    /** Whether a model's images are recoloured as ink on paper. */
    static boolean isInk(ModelCard.Input input) {
        return input.invert() && input.channels() == 1;
    }

    /**
     * One image of a batch.
     *
     * @param values (images, channels, height, width), unsigned bytes
     */
    static BufferedImage image(byte[] values, int index, ModelCard.Input input) {
        BufferedImage image = new BufferedImage(input.width(), input.height(), BufferedImage.TYPE_INT_RGB);
        paint(values, index, input, image, 0, 0);
        return image;
    }

    /** Paints one image of a batch with its top left corner at the given pixel. */
    static void paint(byte[] values, int index, ModelCard.Input input, BufferedImage to, int left, int top) {
        int[] colours = ((DataBufferInt) to.getRaster().getDataBuffer()).getData();
        int[] greys = isInk(input) ? INK_GREYS : GREYS;
        int size = input.width() * input.height();
        int i = index * size * input.channels();
        for (int y = 0; y < input.height(); y++) {
            int at = (top + y) * to.getWidth() + left;
            for (int end = at + input.width(); at < end; at++, i++) {
                colours[at] = input.shape().hasAlpha()
                        ? onPaper(values, i, size, input.shape())
                        : input.channels() == 1 ? greys[values[i] & 0xff] : colour(values, i, size);
            }
        }
    }

    private static int colour(byte[] values, int at, int size) {
        return (values[at] & 0xff) << 16 | (values[at + size] & 0xff) << 8 | (values[at + 2 * size] & 0xff);
    }

    /** Of an image with alpha, as it looks on the page. */
    private static int onPaper(byte[] values, int at, int size, Shape shape) {
        int alpha = values[at + (shape.channels() - 1) * size] & 0xff;
        int next = shape.isColour() ? size : 0;
        return between(PAPER.getRed(), values[at] & 0xff, alpha) << 16
                | between(PAPER.getGreen(), values[at + next] & 0xff, alpha) << 8
                | between(PAPER.getBlue(), values[at + 2 * next] & 0xff, alpha);
    }

    /** The colour of each grey level, from one colour to another. */
    private static int[] greys(Color zero, Color one) {
        int[] greys = new int[256];
        for (int value = 0; value < greys.length; value++) {
            greys[value] = between(zero.getRed(), one.getRed(), value) << 16
                    | between(zero.getGreen(), one.getGreen(), value) << 8
                    | between(zero.getBlue(), one.getBlue(), value);
        }
        return greys;
    }

    private static int between(int zero, int one, int value) {
        return Math.round(zero + value / 255f * (one - zero));
    }
}
