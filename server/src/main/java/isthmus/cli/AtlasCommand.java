package isthmus.cli;

import isthmus.columns.ColumnAtlas;
import isthmus.columns.ColumnImages;
import isthmus.columns.ColumnImport;
import isthmus.data.ImageSource;
import isthmus.latent.Plane;
import isthmus.model.Catalogue;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an atlas of columns, of any number of rows, from Parquet. One thread, which has others work. */
@Command(
        name = "atlas",
        description =
                "Takes codes from Parquet into the model's atlas of columns, after those that it has, and makes an"
                        + " index of neighbours.")
public final class AtlasCommand extends ModelsCommand {
    private static final int STEPS = 1000; // of a bar

    @Parameters(index = "0", paramLabel = "MODEL", description = "Id of the model.")
    private String model;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PARQUET",
            description =
                    "Files, or folders of them, as 'encode --spark' writes them; without any, only what is missing of the"
                            + " index is made, and noted where images lie.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--images",
            paramLabel = "PLACE",
            split = ",",
            description =
                    "The folder of pictures, or the idx files, that the rows were encoded from, to show them: where Parquet"
                            + " does not say it, or they lie elsewhere now.")
    private List<String> images = List.of();

    @Option(
            names = "--plane",
            paramLabel = "I,J",
            split = ",",
            description =
                    "Puts the points of the plane of two axes in order too, which is done when it is first looked at"
                            + " otherwise.")
    private List<Integer> plane = List.of();

    @Option(names = "--no-neighbours", description = "Makes no index: neighbours are found by looking at each row.")
    private boolean withoutNeighbours;

    @Override
    public Integer call() throws IOException {
        ModelFolder folder = Catalogue.read(models).model(model);
        ModelCard card = folder.card();
        String encoder = card.files().get(ModelCard.ENCODER);
        int dim = card.latent().dim();
        Path atlas = folder.path().resolve(ColumnAtlas.FOLDER);
        ImageSource source = RowImagePlace.of(images, inputs, card);
        if (inputs.isEmpty() && source != null) {
            ColumnImages.write(atlas, dim, encoder, source);
        }
        if (!inputs.isEmpty()) {
            ColumnImport reading = new ColumnImport(atlas, dim, encoder, inputs, source);
            ColumnImport.Written written;
            try (ProgressBar bar = new ProgressBar("reading", reading.rows())) {
                written = reading.write(bar::stepTo);
            }
            print(
                    "%s: %,d rows, %,d of them new, %,d left out for want of a code; columns %s.",
                    atlas, written.count(), written.added(), written.left(), String.join(", ", written.columns()));
        }
        if (source != null) {
            print(
                    source.absent() == null
                            ? "Rows are shown by their images in %s."
                            : "Rows are shown decoded, not by %s: %s.",
                    String.join(", ", source.places()),
                    source.absent());
        }
        if (!withoutNeighbours) {
            withBar("neighbours", progress -> ColumnAtlas.index(atlas, dim, encoder, progress, () -> true));
        }
        if (!plane.isEmpty()) {
            ColumnAtlas opened = ColumnAtlas.open(atlas, dim, encoder);
            withBar(
                    "plane",
                    progress -> opened.points(
                            Plane.axes(new double[dim], plane.get(0), plane.get(plane.size() - 1)), progress));
        }
        return 0;
    }

    private interface Work {
        void run(DoubleConsumer progress) throws IOException;
    }

    private static void withBar(String name, Work work) throws IOException {
        try (ProgressBar bar = new ProgressBar(name, STEPS)) {
            work.run(share -> bar.stepTo((long) (share * STEPS)));
        }
    }
}
