package isthmus.image;

import isthmus.Failure;
import java.util.Arrays;
import java.util.List;

/** Lays many images out as one. Any thread. */
public final class Montage {
    private Montage() {}

    /**
     * A grid filled row by row from the top left.
     *
     * @param images of one shape
     * @param gap pixels between neighbours
     * @param grey 0 to 255, of the gaps and of places left over
     */
    public static Pixels of(List<Pixels> images, int columns, int gap, int grey) {
        if (images.isEmpty() || columns < 1 || gap < 0) {
            throw Failure.badInput(
                    "expected images, columns and a gap for a montage, found %d images, %d columns, gap %d"
                            .formatted(images.size(), columns, gap));
        }
        Shape cell = images.get(0).shape();
        int rows = (images.size() + columns - 1) / columns;
        var shape =
                new Shape(cell.channels(), rows * (cell.height() + gap) - gap, columns * (cell.width() + gap) - gap);
        byte[] values = new byte[shape.size()];
        Arrays.fill(values, (byte) grey);
        for (int i = 0; i < images.size(); i++) {
            Pixels image = images.get(i);
            if (!image.shape().equals(cell)) {
                throw Failure.badInput("expected images of %s in a montage, found %s".formatted(cell, image.shape()));
            }
            int top = i / columns * (cell.height() + gap);
            int left = i % columns * (cell.width() + gap);
            for (int c = 0; c < cell.channels(); c++) {
                for (int y = 0; y < cell.height(); y++) {
                    System.arraycopy(
                            image.values(),
                            (c * cell.height() + y) * cell.width(),
                            values,
                            (c * shape.height() + top + y) * shape.width() + left,
                            cell.width());
                }
            }
        }
        return new Pixels(shape, values);
    }
}
