package isthmus.data;

import isthmus.Failure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads a part of some idx files into one data set, without holding the other rows. Any thread. */
final class IdxImages {
    /**
     * A file of images and the labels (rank 1) or factors (rank 2) of its rows.
     *
     * @param companion null for neither
     * @param holds the part whose rows the file has
     */
    record Files(Path images, Path companion, SplitRule split, DataPart holds) {}

    private IdxImages() {}

    /**
     * @param labelNames name of label i; empty for labels named by number
     */
    static DataSet read(String name, DataPart part, List<Files> files, List<String> labelNames) {
        Rows rows = null;
        // Headers first, so that arrays are allocated once at their final size.
        int count = 0;
        for (Files file : files) {
            try (IdxReader images = IdxReader.open(file.images)) {
                count += (int) IntStream.of(file.split.rows(file.holds, images.rows()))
                        .filter(row -> file.split.isIn(part, row))
                        .count();
                PixelOrder order = PixelOrder.of(file.images, images.sizes());
                if (rows != null && !rows.order.equals(order)) {
                    throw Failure.badInput(
                            file.images.toString(),
                            "images of %s as in the file before".formatted(rows.order.shape()),
                            order.shape());
                }
                rows = rows == null ? new Rows(part, order) : rows;
            }
        }
        if (count == 0) {
            throw Failure.badInput(name, "images in the part " + part, "none");
        }
        rows.allocate(name, count, files.get(0).companion);
        for (Files file : files) {
            rows.add(file);
        }
        return rows.toDataSet(name, labelNames);
    }

    /** The rows read so far. */
    private static final class Rows {
        private final DataPart part;
        private final PixelOrder order;
        private byte[] pixels; // (count, channels, height, width)
        private int[] index; // (count)
        private byte[] labels; // (count), null where there are none
        private byte[][] factors; // (count, k), null where there are none
        private int width; // values a row of the companions
        private int at; // rows read
        private int base; // rows of previous files

        Rows(DataPart part, PixelOrder order) {
            this.part = part;
            this.order = order;
        }

        void allocate(String name, int count, Path companion) {
            long bytes = (long) count * order.shape().size();
            if (bytes > Integer.MAX_VALUE - 8) {
                throw Failure.tooLarge(
                        name, "at most 2 GiB of pixels", "%d images of %s".formatted(count, order.shape()));
            }
            pixels = new byte[(int) bytes];
            index = new int[count];
            if (companion != null) {
                labels = new byte[count];
                try (IdxReader reader = IdxReader.open(companion)) {
                    width = reader.rowSize();
                    factors = reader.sizes().length > 1 ? new byte[count][] : null;
                }
            }
        }

        void add(Files file) {
            try (IdxReader images = IdxReader.open(file.images)) {
                int start = at;
                int[] rows = file.split.rows(file.holds, images.rows());
                for (int r : rows) {
                    byte[] row = images.next();
                    if (file.split.isIn(part, r)) {
                        order.convert(row, pixels, at * order.shape().size());
                        index[at++] = base + r;
                    }
                }
                images.end();
                if (labels != null) {
                    addCompanion(file, rows, start);
                }
                base += images.rows();
            }
        }

        private void addCompanion(Files file, int[] rows, int start) {
            try (IdxReader companion = IdxReader.open(file.companion)) {
                if (companion.rows() != rows.length || companion.rowSize() != width) {
                    throw Failure.badInput(
                            file.companion.toString(),
                            "%d rows of %d as %s has".formatted(rows.length, width, file.images.getFileName()),
                            Arrays.toString(companion.sizes()));
                }
                int to = start;
                for (int r : rows) {
                    byte[] row = companion.next();
                    if (file.split.isIn(part, r)) {
                        labels[to] = row[0];
                        if (factors != null) {
                            factors[to] = row;
                        }
                        to++;
                    }
                }
                companion.end();
            }
        }

        DataSet toDataSet(String name, List<String> labelNames) {
            int greatest = -1;
            for (int i = 0; labels != null && i < labels.length; i++) {
                greatest = Math.max(greatest, labels[i] & 0xFF);
            }
            List<String> names = labelNames.isEmpty()
                    ? IntStream.rangeClosed(0, greatest)
                            .mapToObj(Integer::toString)
                            .toList()
                    : labelNames;
            if (greatest >= names.size()) {
                throw Failure.badInput(name, "labels 0 to %d".formatted(names.size() - 1), greatest);
            }
            return new DataSet(name, order.shape(), pixels, labels, names, factors, index, List.of());
        }
    }
}
