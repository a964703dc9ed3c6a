package isthmus.data;

import isthmus.Failure;
import isthmus.image.Shape;
import java.io.InputStream;
import java.nio.file.Path;

/** Images, or the labels of images, one after another out of an idx file that lies anywhere. One thread at a time. */
public final class IdxRows implements AutoCloseable {
    private final IdxReader reader;
    private final PixelOrder order; // null for labels

    private IdxRows(IdxReader reader, PixelOrder order) {
        this.reader = reader;
        this.order = order;
    }

    /**
     * @param name in messages
     * @param in of the file, gzip or not; closed with this, or where the file is refused
     * @param length bytes of the file
     */
    public static IdxRows images(String name, InputStream in, long length) {
        IdxReader reader = IdxReader.open(Path.of(name), in, length);
        try {
            return new IdxRows(reader, PixelOrder.of(Path.of(name), reader.sizes()));
        } catch (Failure e) {
            reader.close();
            throw e;
        }
    }

    /** Of the labels of as many images; the first factor, where they have several. */
    public static IdxRows labels(String name, InputStream in, long length) {
        return new IdxRows(IdxReader.open(Path.of(name), in, length), null);
    }

    public int count() {
        return reader.rows();
    }

    public Shape shape() {
        return order.shape();
    }

    public void skip(long rows) {
        reader.skip(rows);
    }

    /** The next image, (channels, height, width). */
    public byte[] image() {
        byte[] pixels = new byte[order.shape().size()];
        order.convert(reader.next(), pixels, 0);
        return pixels;
    }

    /** The next label. */
    public int label() {
        return reader.next()[0] & 0xFF;
    }

    @Override
    public void close() {
        reader.close();
    }
}
