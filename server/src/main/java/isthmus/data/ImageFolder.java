package isthmus.data;

import isthmus.Failure;
import isthmus.image.DataFit;
import isthmus.image.Fit;
import isthmus.image.FitTarget;
import isthmus.image.FittedImage;
import isthmus.image.Fitting;
import isthmus.image.Fitting.Invert;
import isthmus.image.Picture;
import isthmus.image.PictureLimits;
import isthmus.image.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The pictures of a folder as a data set. Pictures are decoded on all cores, and only the few that are being worked on
 * are ever held at their full size. Immutable; any thread.
 *
 * @param data the fitted pictures; {@link DataSet#index} is the position of the file among all picture files of the folder
 *     in the order of their paths, from 0, unreadable ones included
 * @param fitting as requested, with the choice of whether to invert made
 * @param skipped the files that could not be read, in the same order
 * @param grounds over which of them how many pictures were put that have transparent parts
 */
public record ImageFolder(
        DataSet data, Fitting fitting, List<Skipped> skipped, Map<Fitting.Background, Integer> grounds) {
    /** Pictures that decide by majority whether all of a folder are inverted. */
    private static final int INVERT_SAMPLE = 101;

    private static final int LARGEST = Integer.MAX_VALUE - 8;

    /** A file that is not a readable picture, and why; the sentence names the file. */
    public record Skipped(Path file, String sentence) {}

    /** Receives progress, on any thread. */
    @FunctionalInterface
    public interface Progress {
        void done(int files, int all);
    }

    public ImageFolder {
        skipped = List.copyOf(skipped);
        grounds = Map.copyOf(grounds);
    }

    /**
     * Reads the folder, of whose files every tenth is the test part.
     *
     * @param limit maximum number of files of the part
     * @param target input to fit pictures to; null for the shape of the first
     */
    public static ImageFolder read(Path folder, DataPart part, int limit, FitTarget target, Progress progress) {
        FolderFiles all = FolderFiles.of(folder);
        int[] rows = IntStream.range(0, all.files().size())
                .filter(row -> SplitRule.EVERY_TENTH.isIn(part, row))
                .limit(limit)
                .toArray();
        return read(folder, part, all, rows, target, progress);
    }

    /** Reads some pictures at equal distances, so that each of a folder's subfolders has its share. */
    public static ImageFolder sample(Path folder, int count, FitTarget target) {
        FolderFiles all = FolderFiles.of(folder);
        int files = all.files().size();
        int some = Math.min(count, files);
        int[] rows = IntStream.range(0, some)
                .map(i -> (int) ((long) i * files / some))
                .toArray();
        return read(folder, DataPart.ALL, all, rows, target, (done, of) -> {});
    }

    private static ImageFolder read(
            Path folder, DataPart part, FolderFiles all, int[] rows, FitTarget target, Progress progress) {
        String own = FolderFiles.name(folder);
        String name = KnownData.named(own).isEmpty() ? own : own + " pictures"; // which are not the known data set
        if (rows.length == 0) {
            throw Failure.badInput(folder.toString(), "pictures in the part " + part, "none");
        }
        FitTarget chosen = target == null
                ? new FitTarget(firstShape(folder, all.files()), false, DataFit.UNKNOWN, Fitting.AUTO)
                : withVote(all.files(), rows, target);
        return new Reading(folder, all, rows, chosen, progress).read(name);
    }

    /** The shape of a folder's first readable picture. */
    public static Shape firstShape(Path folder) {
        return firstShape(folder, FolderFiles.of(folder).files());
    }

    /** Of the first readable picture; unreadable ones are reported when all are read. */
    private static Shape firstShape(Path folder, List<Path> files) {
        Failure last = null;
        for (Path file : files) {
            try {
                return Picture.read(file, PictureLimits.DEFAULT).shape();
            } catch (Failure e) {
                last = e;
            }
        }
        throw noneReadable(folder, files.size(), last);
    }

    private static Failure noneReadable(Path folder, int files, Failure cause) {
        return Failure.badInput(folder.toString(), "pictures", "none that can be read among %d files".formatted(files))
                .causedBy(cause);
    }

    /**
     * Chooses whether to invert for all pictures together, by a majority vote of a sample: pictures of one folder are alike,
     * and a figure that fills its frame would decide wrongly by itself.
     */
    private static FitTarget withVote(List<Path> files, int[] rows, FitTarget target) {
        return withVote(rows.length, i -> Picture.read(files.get(rows[i]), PictureLimits.DEFAULT), target);
    }

    /**
     * As above, of pictures that lie anywhere.
     *
     * @param pictures reads one of so many, or throws a Failure; on any thread
     */
    public static FitTarget withVote(int count, IntFunction<Picture> pictures, FitTarget target) {
        if (target.requested().invert() != Invert.AUTO) {
            return target;
        }
        int step = voteStep(count);
        int votes = target.brightFigure()
                ? IntStream.iterate(0, i -> i < count, i -> i + step)
                        .parallel()
                        .map(i -> vote(i, pictures, target))
                        .sum()
                : 0;
        Fitting requested = target.requested();
        return new FitTarget(
                target.shape(),
                target.brightFigure(),
                target.data(),
                new Fitting(
                        requested.frame(),
                        requested.centre(),
                        requested.background(),
                        votes > 0 ? Invert.YES : Invert.NO));
    }

    /** Every how many of so many pictures one has a vote. */
    public static int voteStep(int count) {
        return Math.max(1, count / INVERT_SAMPLE);
    }

    private static int vote(int i, IntFunction<Picture> pictures, FitTarget target) {
        try {
            Fitting chosen = Fit.fit(pictures.apply(i), target).fitting();
            return chosen.invert() == Invert.YES ? 1 : -1;
        } catch (Failure e) {
            return 0;
        }
    }

    /** One reading in progress; each file writes only to its own rows. */
    private static final class Reading {
        private final Path folder;
        private final FolderFiles all;
        private final int[] rows; // files of the part, as indices among all
        private final FitTarget target;
        private final Progress progress;
        private final int size; // values of one image
        private final byte[] pixels; // (rows, channels, height, width)
        private final Skipped[] failed; // (rows) null where the file could be read
        private final AtomicInteger done = new AtomicInteger();
        private final Map<Fitting.Background, Integer> grounds = new ConcurrentHashMap<>();

        Reading(Path folder, FolderFiles all, int[] rows, FitTarget target, Progress progress) {
            this.folder = folder;
            this.all = all;
            this.rows = rows;
            this.target = target;
            this.progress = progress;
            this.size = target.shape().size();
            if ((long) rows.length * size > LARGEST) {
                throw Failure.tooLarge(
                        folder.toString(),
                        "at most 2 GiB of pixels",
                        "%d pictures of %s".formatted(rows.length, target.shape()));
            }
            this.pixels = new byte[rows.length * size];
            this.failed = new Skipped[rows.length];
        }

        ImageFolder read(String name) {
            IntStream.range(0, rows.length).parallel().forEach(this::read);
            List<Skipped> skipped = new ArrayList<>();
            int kept = 0;
            int[] readable = new int[rows.length]; // rows whose file could be read
            int[] index = new int[rows.length];
            List<String> names = new ArrayList<>();
            byte[] labels = all.labels().isEmpty() ? null : new byte[rows.length];
            for (int i = 0; i < rows.length; i++) {
                index[i] = rows[i];
                names.add(all.within(rows[i]));
                if (labels != null) {
                    labels[i] = (byte) all.labelNames().indexOf(all.labels().get(rows[i]));
                }
                if (failed[i] == null) {
                    readable[kept++] = i;
                } else {
                    skipped.add(failed[i]);
                }
            }
            if (kept == 0) {
                throw noneReadable(folder, rows.length, null);
            }
            DataSet data = new DataSet(name, target.shape(), pixels, labels, all.labelNames(), null, index, names);
            return new ImageFolder(
                    kept == rows.length ? data : data.rows(readable, 0, kept),
                    target.requested(),
                    skipped,
                    Map.copyOf(grounds));
        }

        private void read(int i) {
            Path file = all.files().get(rows[i]);
            try {
                Picture picture = Picture.read(file, PictureLimits.DEFAULT);
                FittedImage fitted = Fit.fit(picture, target);
                System.arraycopy(fitted.pixels().values(), 0, pixels, i * size, size);
                if (picture.isTransparent()) {
                    grounds.merge(fitted.fitting().background(), 1, Integer::sum);
                }
            } catch (Failure e) {
                failed[i] = new Skipped(file, e.getMessage());
            }
            progress.done(done.incrementAndGet(), rows.length);
        }
    }
}
