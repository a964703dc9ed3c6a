package isthmus.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.data.OwnData;
import isthmus.data.OwnImages;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The images that an atlas was made of, where they are on this machine; a server downloads nothing. A known data set is
 * read once, when somebody first asks for it; of a person's own pictures those that are asked for are read. Any thread;
 * reading takes a moment, so it is one of {@link WorkQueue}.
 */
final class Originals {
    private static final int KEPT_BYTES = 32 << 20; // of a person's own pictures at the model's input

    private final ModelFolder folder;
    private final Atlas atlas;
    private final DataFolders places;
    private final Cache<Integer, byte[]> kept = Caffeine.newBuilder()
            .maximumWeight(KEPT_BYTES)
            .weigher((Integer index, byte[] image) -> image.length)
            .executor(Runnable::run)
            .build();
    private DataSet data; // guarded by this; null until it is read
    private OwnImages own; // guarded by this; null where the images are not a person's own

    /** @param atlas null where the model has none */
    Originals(ModelFolder folder, Atlas atlas, DataFolders places) {
        this.folder = folder;
        this.atlas = atlas;
        this.places = places;
    }

    private ModelCard card() {
        return folder.card();
    }

    /**
     * Copies images out.
     *
     * @param index (count) places in the data set, as the atlas has them
     * @param to is filled with (count, channels, height, width) u1 from {@code at} on
     */
    void copy(int[] index, byte[] to, int at) {
        OwnImages found = own();
        int size = card().input().shape().size();
        if (found != null) {
            found.check();
            IntStream.range(0, index.length).parallel().forEach(i -> {
                byte[] image = kept.get(index[i], found::image);
                System.arraycopy(image, 0, to, at + i * size, size);
            });
            return;
        }
        DataSet all = data();
        for (int i = 0; i < index.length; i++) {
            int row = Arrays.binarySearch(all.index(), index[i]);
            if (row < 0) {
                throw Failure.notFound(
                        card().atlas().data(),
                        "an image %d in the part %s"
                                .formatted(index[i], card().atlas().part()),
                        "none");
            }
            System.arraycopy(all.pixels(), row * size, to, at + i * size, size);
        }
    }

    /** Fails with a sentence that says how to get them where they are not here. */
    void check() {
        OwnImages found = own();
        if (found == null) {
            data();
        } else {
            found.check();
        }
    }

    /** Looked at each time, for whoever encodes the same pictures elsewhere writes the place alone anew. */
    private synchronized OwnImages own() {
        OwnData from = atlas == null
                ? null
                : OwnData.read(folder.path(), card().files().get(ModelCard.ATLAS));
        if (from == null) {
            own = null;
        } else if (own == null || !own.from().equals(from)) {
            Map<Integer, String> files = new HashMap<>();
            for (int row = 0; row < atlas.files().size(); row++) {
                files.put(atlas.index()[row], atlas.files().get(row));
            }
            own = new OwnImages(
                    from,
                    card().atlas().data(),
                    DataPart.named(card().atlas().part()),
                    card().input().shape(),
                    card().input().invert(),
                    files);
            kept.invalidateAll();
        }
        return own;
    }

    /** Reads a known data set where it is not read yet. */
    private synchronized DataSet data() {
        if (data == null) {
            DataSet read = DataSets.known(
                    card().atlas().data(), DataPart.named(card().atlas().part()), places);
            if (!read.shape().equals(card().input().shape())) {
                throw Failure.badInput(
                        read.name(),
                        "images of %s like the model's".formatted(card().input().shape()),
                        read.shape());
            }
            data = read;
        }
        return data;
    }
}
