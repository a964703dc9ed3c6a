package isthmus.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import isthmus.Failure;
import isthmus.columns.ColumnAtlas;
import isthmus.columns.ColumnImages;
import isthmus.data.RowImages;
import isthmus.model.ModelCard;
import java.util.stream.IntStream;

/**
 * The images that rows of an atlas of columns were encoded from, those asked for last in memory. Any thread; reading takes a
 * moment, so it is a job of {@link WorkQueue}.
 */
final class ColumnOriginals {
    private static final int KEPT_BYTES = 32 << 20;

    private final long count;
    private final ColumnImages images;
    private final Cache<Long, byte[]> kept = Caffeine.newBuilder()
            .maximumWeight(KEPT_BYTES)
            .weigher((Long row, byte[] image) -> image.length)
            .executor(Runnable::run)
            .build();

    ColumnOriginals(ColumnAtlas atlas, ModelCard card) {
        count = atlas.count();
        images = new ColumnImages(atlas, card.input().shape(), card.input().invert());
    }

    /** At the model's input. */
    RowImages.Read read(long... rows) {
        for (long row : rows) {
            if (row < 0 || row >= count) {
                throw Failure.badInput("rows", "0 to " + (count - 1), row);
            }
        }
        byte[][] all = new byte[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            all[i] = kept.getIfPresent(rows[i]);
        }
        int[] missing =
                IntStream.range(0, rows.length).filter(i -> all[i] == null).toArray();
        if (missing.length == 0) {
            return new RowImages.Read(all, null);
        }
        RowImages.Read read =
                images.read(IntStream.of(missing).mapToLong(i -> rows[i]).toArray());
        for (int i = 0; i < missing.length; i++) {
            byte[] image = read.images()[i];
            all[missing[i]] = image;
            if (image != null) {
                kept.put(rows[missing[i]], image);
            }
        }
        return new RowImages.Read(all, read.absent());
    }
}
