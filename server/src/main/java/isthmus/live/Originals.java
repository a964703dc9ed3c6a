package isthmus.live;

import isthmus.Failure;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.model.ModelCard;
import java.util.Arrays;

/**
 * The images that an atlas was made of, where they are on this machine; a server downloads nothing. They are read once,
 * when somebody first asks for them. Any thread; reading takes a moment, so it is one of {@link WorkQueue}.
 */
final class Originals {
    private final ModelCard card;
    private final DataFolders places;
    private DataSet data; // guarded by this; null until it is read

    Originals(ModelCard card, DataFolders places) {
        this.card = card;
        this.places = places;
    }

    /**
     * Copies images out.
     *
     * @param index (count) places in the data set, as the atlas has them
     * @param to is filled with (count, channels, height, width) u1 from {@code at} on
     */
    void copy(int[] index, byte[] to, int at) {
        DataSet all = data();
        int size = all.shape().size();
        for (int i = 0; i < index.length; i++) {
            int row = Arrays.binarySearch(all.index(), index[i]);
            if (row < 0) {
                throw Failure.notFound(
                        card.atlas().data(),
                        "an image %d in the part %s"
                                .formatted(index[i], card.atlas().part()),
                        "none");
            }
            System.arraycopy(all.pixels(), row * size, to, at + i * size, size);
        }
    }

    /** Reads them where they are not read yet, or fails with a sentence that says how to get them. */
    synchronized DataSet data() {
        if (data == null) {
            DataSet read = DataSets.known(
                    card.atlas().data(), DataPart.named(card.atlas().part()), places);
            if (!read.shape().equals(card.input().shape())) {
                throw Failure.badInput(
                        read.name(),
                        "images of %s like the model's".formatted(card.input().shape()),
                        read.shape());
            }
            data = read;
        }
        return data;
    }
}
