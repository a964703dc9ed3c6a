package isthmus.cli;

import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.data.ImageFolder;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;

/**
 * The images of a data set, an idx file or a folder, pictures of which are fitted to a model's input. Any thread.
 *
 * @param fitting how pictures were fitted; null for other images
 * @param skipped pictures that could not be read
 * @param line that reports them
 */
record ReadImages(DataSet set, Fitting fitting, List<ImageFolder.Skipped> skipped, String line) {
    /** @param limit of pictures of a folder */
    static ReadImages of(String name, DataPart part, int limit, FitTarget target, DataFolders folders) {
        long start = System.nanoTime();
        var pictures = DataSets.folder(name);
        if (pictures.isEmpty()) {
            DataSet set = DataSets.load(name, part, folders);
            return new ReadImages(set, null, List.of(), text("Read %,d images in %.2f s", set.count(), since(start)));
        }
        ImageFolder read;
        try (ProgressBar bar = new ProgressBar("reading", -1)) {
            read = ImageFolder.read(pictures.get(), part, limit, target, (done, all) -> {
                bar.maxHint(all);
                bar.step();
            });
        }
        Fitting fitting = read.fitting();
        return new ReadImages(
                read.data(),
                fitting,
                read.skipped(),
                text(
                        "Read %,d pictures in %.2f s, %,d corrupt; frame %s, background %s, invert %s%s",
                        read.data().count(),
                        since(start),
                        read.skipped().size(),
                        word(fitting.frame()),
                        word(fitting.background()),
                        word(fitting.invert()),
                        read.grounds().isEmpty() ? "" : transparent(read, target)));
    }

    /** Over what ground pictures with transparency were put. */
    private static String transparent(ImageFolder read, FitTarget target) {
        int count = read.grounds().values().stream().mapToInt(Integer::intValue).sum();
        String grounds = read.grounds().keySet().stream()
                .sorted()
                .map(ground -> ground == Fitting.Background.BORDER ? "the colour of the border" : word(ground))
                .collect(Collectors.joining(" or "));
        return text(
                "; %,d with transparent parts, %s",
                count, target.shape().hasAlpha() ? "which are the last channel" : "put over " + grounds);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
