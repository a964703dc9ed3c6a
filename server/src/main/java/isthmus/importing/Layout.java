package isthmus.importing;

import isthmus.Failure;
import isthmus.image.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** In which order a network has the values of images. */
public enum Layout {
    CHANNELS_FIRST("CHW", false, false, "(batch, channels, height, width)"),
    FLAT("CHW", true, false, "(batch, channels · height · width)"),
    NO_CHANNELS("HW", false, false, "(batch, height, width)"),
    CHANNELS_LAST("HWC", false, false, "(batch, height, width, channels)"),
    FLAT_CHANNELS_LAST("HWC", true, false, "(batch, height · width · channels)"),
    BLUE_FIRST("CHW", false, true, "(batch, channels from blue to red, height, width)"),
    BLUE_FIRST_CHANNELS_LAST("HWC", false, true, "(batch, height, width, channels from blue to red)"),
    WIDTH_FIRST("CWH", false, false, "(batch, channels, width, height)"),
    FLAT_WIDTH_FIRST("CWH", true, false, "(batch, channels · width · height)");

    private static final String SIDES = "CHW";
    private static final int RED_TO_BLUE = 3; // channels

    private final String order;
    private final boolean flat;
    private final boolean blueFirst;
    private final String words;

    Layout(String order, boolean flat, boolean blueFirst, String words) {
        this.order = order;
        this.flat = flat;
        this.blueFirst = blueFirst;
        this.words = words;
    }

    /** As an option says it. */
    public static Layout named(String text) {
        for (Layout layout : values()) {
            if (layout.option().equals(text)) {
                return layout;
            }
        }
        throw Failure.badInput(
                "--layout",
                "one of " + Arrays.stream(values()).map(Layout::option).collect(Collectors.joining(", ")),
                text);
    }

    private String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Those in which an array of this shape may hold images; the plainest first. */
    static List<Layout> of(long[] found, Shape shape) {
        List<Layout> all = new ArrayList<>();
        for (Layout layout : candidates(shape)) {
            if (Arrays.equals(layout.sizes((int) found[0], shape), found)) {
                all.add(layout);
            }
        }
        return all;
    }

    /** Those that such images may have. */
    static List<Layout> candidates(Shape shape) {
        return Arrays.stream(values())
                .filter(layout -> layout == NO_CHANNELS ? shape.channels() == 1 : true)
                .filter(layout -> !layout.blueFirst || shape.channels() == RED_TO_BLUE)
                .toList();
    }

    /** Whether the same images are the same numbers in both. */
    boolean isSameOrder(Layout other, Shape shape) {
        return blueFirst == other.blueFirst && sides(shape).equals(other.sides(shape));
    }

    private String sides(Shape shape) {
        return shape.channels() == 1 ? order.replace("C", "") : order;
    }

    /** Whether one who has images in one has them in the other too: the same colour first, and the same side. */
    boolean fits(Layout other) {
        return blueFirst == other.blueFirst && isWidthFirst() == other.isWidthFirst();
    }

    private boolean isWidthFirst() {
        return order.indexOf('W') < order.indexOf('H');
    }

    long[] sizes(int count, Shape shape) {
        if (flat) {
            return new long[] {count, shape.size()};
        }
        long[] sizes = new long[order.length() + 1];
        sizes[0] = count;
        for (int i = 0; i < order.length(); i++) {
            sizes[i + 1] = side(order.charAt(i), shape);
        }
        return sizes;
    }

    private static int side(char name, Shape shape) {
        return switch (name) {
            case 'C' -> shape.channels();
            case 'H' -> shape.height();
            default -> shape.width();
        };
    }

    /** Images (count, channels, height, width) in this order. */
    float[] apply(float[] images, Shape shape) {
        return moved(images, shape, true);
    }

    /** The other way. */
    float[] undo(float[] values, Shape shape) {
        return moved(values, shape, false);
    }

    private float[] moved(float[] from, Shape shape, boolean there) {
        if (isSameOrder(CHANNELS_FIRST, shape)) {
            return from;
        }
        int[] places = places(shape);
        float[] to = new float[from.length];
        for (int image = 0; image < from.length; image += places.length) {
            for (int i = 0; i < places.length; i++) {
                if (there) {
                    to[image + places[i]] = from[image + i];
                } else {
                    to[image + i] = from[image + places[i]];
                }
            }
        }
        return to;
    }

    /** Where each value of (channels, height, width) lies in this order. */
    private int[] places(Shape shape) {
        int[] places = new int[shape.size()];
        for (int c = 0, i = 0; c < shape.channels(); c++) {
            for (int y = 0; y < shape.height(); y++) {
                for (int x = 0; x < shape.width(); x++, i++) {
                    int channel = blueFirst ? shape.channels() - 1 - c : c;
                    for (int s = 0; s < order.length(); s++) {
                        char side = order.charAt(s);
                        int at = side == 'C' ? channel : side == 'H' ? y : x;
                        places[i] = places[i] * side(side, shape) + at;
                    }
                }
            }
        }
        return places;
    }

    /** TorchScript's source for images {@code x} of (batch, channels, height, width) in this order. */
    String applied(String x) {
        String colours = blueFirst ? "torch.flip(" + x + ", [1])" : x;
        if (this == NO_CHANNELS) {
            return "torch.squeeze(" + colours + ", 1)";
        }
        String moved = order.equals(SIDES) ? colours : permuted(colours, SIDES, order);
        return flat ? "torch.flatten(" + moved + ", 1)" : moved;
    }

    /** The other way. */
    String undone(String y, Shape shape) {
        if (this == CHANNELS_FIRST) {
            return y;
        }
        String sides = order.chars()
                .mapToObj(side -> String.valueOf(side((char) side, shape)))
                .collect(Collectors.joining(", "));
        if (this == NO_CHANNELS) {
            return "torch.reshape(%s, [-1, 1, %s])".formatted(y, sides);
        }
        String whole = "torch.reshape(%s, [-1, %s])".formatted(y, sides);
        String moved = order.equals(SIDES) ? whole : permuted(whole, order, SIDES);
        return blueFirst ? "torch.flip(" + moved + ", [1])" : moved;
    }

    private static String permuted(String x, String from, String to) {
        String axes = to.chars()
                .mapToObj(side -> String.valueOf(from.indexOf(side) + 1))
                .collect(Collectors.joining(", "));
        return "torch.contiguous(torch.permute(%s, [0, %s]))".formatted(x, axes);
    }

    @Override
    public String toString() {
        return words;
    }
}
