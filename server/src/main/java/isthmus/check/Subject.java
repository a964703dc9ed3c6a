package isthmus.check;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.inference.Model;
import isthmus.latent.Prior;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.report.ChunkedModel;
import java.util.function.Function;

/**
 * A model that is checked, and what its claims are held against, each opened or read when a claim first asks for it. One
 * thread, that of the model.
 */
public final class Subject implements AutoCloseable {
    private static final int MODE_SAMPLES = 1000; // codes of images among which modes of a posterior are looked for

    private final ModelFolder folder;
    private final Function<ModelFolder, Model> opener;
    private final CheckOptions options;
    private Model model;
    private Atlas atlas;
    private DataSet data;
    private String dataName;
    private CheckedImages images;

    public Subject(ModelFolder folder, Function<ModelFolder, Model> opener, CheckOptions options) {
        this.folder = folder;
        this.opener = opener;
        this.options = options;
    }

    ModelFolder folder() {
        return folder;
    }

    ModelCard card() {
        return folder.card();
    }

    CheckOptions options() {
        return options;
    }

    Prior prior() {
        return folder.prior();
    }

    Model model() {
        if (model == null) {
            model = opener.apply(folder);
        }
        return model;
    }

    ChunkedModel chunked() {
        return ChunkedModel.whole(model());
    }

    /** Null where the card names none. */
    Atlas atlas() {
        if (atlas == null) {
            atlas = AtlasFile.read(folder);
        }
        return atlas;
    }

    /** Codes of images, among which modes of a posterior are looked for, (count, dim); none without an atlas. */
    float[] samples() {
        if (atlas() == null) {
            return new float[0];
        }
        int dim = atlas.dim();
        int count = Math.min(MODE_SAMPLES, atlas.count());
        float[] codes = new float[count * dim];
        for (int i = 0; i < count; i++) {
            System.arraycopy(atlas.mu(), spaced(i, count, atlas.count()) * dim, codes, i * dim, dim);
        }
        return codes;
    }

    /** The i-th of so many places at equal distances. */
    static int spaced(int i, int of, int all) {
        return (int) ((long) i * all / of);
    }

    /** A part of a data set that is on this machine, or a Failure of the kind NOT_FOUND. */
    DataSet data(String name, String part) {
        if (!(name + " " + part).equals(dataName)) {
            if (part.equals("validation")) {
                throw Failure.notFound(name, "the part train, test or all", part);
            }
            DataSet read = DataSets.known(name, DataPart.named(part), options.data());
            if (!read.shape().equals(card().input().shape())) {
                throw Failure.badInput(
                        name,
                        "images of %s like the model's".formatted(card().input().shape()),
                        read.shape());
            }
            data = read;
            dataName = name + " " + part;
        }
        return data;
    }

    /** Why something was not found, and what helps. */
    static String missing(Failure e) {
        return "%s: expected %s, found %s; --data DIR says where data sets are"
                .formatted(e.where(), e.expected(), e.found());
    }

    /** The images of claims about single images: originals of the atlas, or draws of the model. */
    CheckedImages images() {
        if (images == null) {
            images = CheckedImages.of(this);
        }
        return images;
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}
