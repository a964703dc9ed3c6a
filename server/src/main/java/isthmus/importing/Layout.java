package isthmus.importing;

import isthmus.Failure;
import isthmus.image.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** In which order a network has the values of images. */
public enum Layout {
    CHANNELS_FIRST("(batch, channels, height, width)"),
    CHANNELS_LAST("(batch, height, width, channels)"),
    NO_CHANNELS("(batch, height, width)"),
    FLAT("(batch, channels · height · width)"),
    FLAT_CHANNELS_LAST("(batch, height · width · channels)");

    private final String words;

    Layout(String words) {
        this.words = words;
    }

    /** As an option says it. */
    public static Layout named(String text) {
        for (Layout layout : values()) {
            if (layout.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
                return layout;
            }
        }
        throw Failure.badInput(
                "--layout", "channels-first, channels-last, no-channels, flat or flat-channels-last", text);
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

    /** Those that are not the same as a plainer one for such images. */
    static List<Layout> candidates(Shape shape) {
        return shape.channels() == 1
                ? List.of(CHANNELS_FIRST, FLAT, NO_CHANNELS, CHANNELS_LAST)
                : List.of(CHANNELS_FIRST, FLAT, CHANNELS_LAST, FLAT_CHANNELS_LAST);
    }

    long[] sizes(int count, Shape shape) {
        return switch (this) {
            case CHANNELS_FIRST -> new long[] {count, shape.channels(), shape.height(), shape.width()};
            case CHANNELS_LAST -> new long[] {count, shape.height(), shape.width(), shape.channels()};
            case NO_CHANNELS -> new long[] {count, shape.height(), shape.width()};
            case FLAT, FLAT_CHANNELS_LAST -> new long[] {count, shape.size()};
        };
    }

    private boolean channelsLast() {
        return this == CHANNELS_LAST || this == FLAT_CHANNELS_LAST;
    }

    /** Images (count, channels, height, width) in this order. */
    float[] apply(float[] images, Shape shape) {
        return channelsLast() ? swapped(images, shape.channels(), shape.height() * shape.width()) : images;
    }

    /** The other way. */
    float[] undo(float[] values, Shape shape) {
        return channelsLast() ? swapped(values, shape.height() * shape.width(), shape.channels()) : values;
    }

    /** Each block of (rows, columns) as (columns, rows). */
    private static float[] swapped(float[] from, int rows, int columns) {
        float[] to = new float[from.length];
        for (int block = 0; block < from.length; block += rows * columns) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    to[block + c * rows + r] = from[block + r * columns + c];
                }
            }
        }
        return to;
    }

    /** TorchScript's source for images {@code x} of (batch, channels, height, width) in this order. */
    String applied(String x) {
        return switch (this) {
            case CHANNELS_FIRST -> x;
            case CHANNELS_LAST -> "torch.contiguous(torch.permute(" + x + ", [0, 2, 3, 1]))";
            case NO_CHANNELS -> "torch.squeeze(" + x + ", 1)";
            case FLAT -> "torch.flatten(" + x + ", 1)";
            case FLAT_CHANNELS_LAST -> "torch.flatten(torch.permute(" + x + ", [0, 2, 3, 1]), 1)";
        };
    }

    /** The other way. */
    String undone(String y, Shape shape) {
        String first =
                "torch.reshape(%s, [-1, %d, %d, %d])".formatted(y, shape.channels(), shape.height(), shape.width());
        return switch (this) {
            case CHANNELS_FIRST -> y;
            case NO_CHANNELS, FLAT -> first;
            case CHANNELS_LAST, FLAT_CHANNELS_LAST ->
                "torch.contiguous(torch.permute(torch.reshape(%s, [-1, %d, %d, %d]), [0, 3, 1, 2]))"
                        .formatted(y, shape.height(), shape.width(), shape.channels());
        };
    }

    @Override
    public String toString() {
        return words;
    }
}
