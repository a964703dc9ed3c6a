package isthmus.data;

import isthmus.Failure;
import isthmus.image.Fit;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.image.Fitting.Invert;
import isthmus.image.Picture;
import isthmus.image.PictureLimits;
import isthmus.image.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The pictures of a folder as a data set. Pictures are decoded on all cores, and only the few that are being worked on
 * are ever held at their full size. Immutable; any thread.
 *
 * @param data the fitted pictures; {@link DataSet#index} is the place of the file among all picture files of the folder
 *     in the order of their paths, counted from 0, those that could not be read included
 * @param fitting as it was wished for, with the choice made of whether to invert
 * @param skipped the files that could not be read, in the same order
 */
public record ImageFolder(DataSet data, Fitting fitting, List<Skipped> skipped) {
    /** How many pictures decide whether all of a folder are inverted. */
    private static final int VOTERS = 101;

    private static final int LARGEST = Integer.MAX_VALUE - 8;

    /** A file that is no sound picture, and why; the sentence names the file. */
    public record Skipped(Path file, String sentence) {}

    /** Told how far the reading is, from any thread. */
    @FunctionalInterface
    public interface Progress {
        void done(int files, int all);
    }

    public ImageFolder {
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads the folder, of whose files every tenth is the test part.
     *
     * @param limit the first so many files of the part alone
     * @param target what to fit the pictures to; null to fit them to the shape of the first, otherwise unchanged
     */
    public static ImageFolder read(Path folder, DataPart part, int limit, FitTarget target, Progress progress) {
        FolderFiles all = FolderFiles.of(folder);
        int[] rows = IntStream.range(0, all.files().size())
                .filter(row -> SplitRule.EVERY_TENTH.isIn(part, row))
                .limit(limit)
                .toArray();
        String name = FolderFiles.name(folder);
        if (rows.length == 0) {
            throw Failure.badInput(folder.toString(), "pictures in the part " + part, "none");
        }
        FitTarget agreed = target == null
                ? new FitTarget(firstShape(folder, all.files()), false, Fitting.AUTO)
                : withVote(all.files(), rows, target);
        return new Reading(folder, all, rows, agreed, progress).read(name);
    }

    /** Of the first picture that can be read; the reading itself comes to the others again, and tells of them. */
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
     * Settles whether to invert for all pictures together, by what most of a sample of them would choose: those of one
     * folder were made in one way, and a figure that fills its frame would choose wrongly for itself.
     */
    private static FitTarget withVote(List<Path> files, int[] rows, FitTarget target) {
        if (target.wish().invert() != Invert.AUTO) {
            return target;
        }
        int step = Math.max(1, rows.length / VOTERS);
        int votes = target.brightFigure()
                ? IntStream.iterate(0, i -> i < rows.length, i -> i + step)
                        .parallel()
                        .map(i -> vote(files.get(rows[i]), target))
                        .sum()
                : 0;
        Fitting wish = target.wish();
        return new FitTarget(
                target.shape(),
                target.brightFigure(),
                new Fitting(wish.frame(), wish.background(), votes > 0 ? Invert.YES : Invert.NO));
    }

    private static int vote(Path file, FitTarget target) {
        try {
            Fitting chosen =
                    Fit.fit(Picture.read(file, PictureLimits.DEFAULT), target).fitting();
            return chosen.invert() == Invert.YES ? 1 : -1;
        } catch (Failure e) {
            return 0;
        }
    }

    /** One reading in progress; each file writes to places of its own. */
    private static final class Reading {
        private final Path folder;
        private final FolderFiles all;
        private final int[] rows; // the files of the part, as places among all
        private final FitTarget target;
        private final Progress progress;
        private final int size; // values of one image
        private final byte[] pixels; // (rows, channels, height, width)
        private final Skipped[] failed; // (rows) null where all went well
        private final AtomicInteger done = new AtomicInteger();

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
            int[] sound = new int[rows.length]; // the rows that went well
            int[] index = new int[rows.length];
            byte[] labels = all.labels().isEmpty() ? null : new byte[rows.length];
            for (int i = 0; i < rows.length; i++) {
                index[i] = rows[i];
                if (labels != null) {
                    labels[i] = (byte) all.labelNames().indexOf(all.labels().get(rows[i]));
                }
                if (failed[i] == null) {
                    sound[kept++] = i;
                } else {
                    skipped.add(failed[i]);
                }
            }
            if (kept == 0) {
                throw noneReadable(folder, rows.length, null);
            }
            DataSet data = new DataSet(name, target.shape(), pixels, labels, all.labelNames(), null, index);
            return new ImageFolder(kept == rows.length ? data : data.rows(sound, 0, kept), target.wish(), skipped);
        }

        private void read(int i) {
            Path file = all.files().get(rows[i]);
            try {
                byte[] image = Fit.fit(Picture.read(file, PictureLimits.DEFAULT), target)
                        .pixels()
                        .values();
                System.arraycopy(image, 0, pixels, i * size, size);
            } catch (Failure e) {
                failed[i] = new Skipped(file, e.getMessage());
            }
            progress.done(done.incrementAndGet(), rows.length);
        }
    }
}
