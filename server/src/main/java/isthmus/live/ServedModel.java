package isthmus.live;

import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasRanking;
import isthmus.atlas.Density;
import isthmus.atlas.DimensionHealth;
import isthmus.atlas.DimensionStats;
import isthmus.atlas.ImageSupport;
import isthmus.atlas.PlaneMixture;
import isthmus.columns.ColumnAtlas;
import isthmus.data.DataSets;
import isthmus.estimate.BernoulliFloor;
import isthmus.image.Fit;
import isthmus.image.FittedImage;
import isthmus.image.Fitting;
import isthmus.image.Picture;
import isthmus.image.Shape;
import isthmus.inference.Observation;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import isthmus.latent.Posterior;
import isthmus.latent.PrincipalComponents;
import isthmus.latent.Prior;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.report.ChunkedModel;
import isthmus.report.DimensionEffects;
import isthmus.report.TruePosterior;
import isthmus.wire.PlaneChoice;
import isthmus.wire.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is known of one version of a model: its card, its atlas, and what follows from them, each computed once and only
 * when it is wanted. Any thread; what is computed is computed on work threads.
 */
final class ServedModel {
    private static final double SHARE = 0.005; // of the encoded means that lie past each edge of the extent
    private static final int EFFECT_CODES = 32;
    private static final int SEARCHED_SAMPLES = 512;

    private final ModelFolder folder;
    private final Atlas atlas; // null where the model has none
    private final Originals originals;
    private final PlaneCache byPlane;
    private final Computed<PrincipalComponents> components;
    private final Computed<Prior> prior;
    private final Computed<Density> density;
    private final Computed<DimensionStats> dimensions;
    private final Computed<AtlasRanking> ranking;
    private final Computed<DimensionHealth> health;
    private final BegunOnce<ImageSupport> support = new BegunOnce<>();
    private volatile float[] effects;
    private final Computed<ColumnAtlas> columns;
    private final Computed<SampledRows> sample;
    private final Computed<ColumnOriginals> columnOriginals;

    ServedModel(ModelFolder folder, Atlas atlas, Originals originals, PlaneCache byPlane) {
        this.folder = folder;
        this.atlas = atlas;
        this.originals = originals;
        this.byPlane = byPlane;
        columns = new Computed<>(this::openColumns);
        sample = new Computed<>(() -> new SampledRows(columns()));
        columnOriginals = new Computed<>(() -> new ColumnOriginals(columns(), card()));
        components = new Computed<>(() -> PrincipalComponents.leading(atlas().mu(), atlas().count(), dim()));
        prior = new Computed<>(folder::prior);
        density = new Computed<>(() -> Density.of(atlas()));
        dimensions =
                new Computed<>(() -> hasRows() ? DimensionStats.of(atlas, prior()) : DimensionStats.ofPrior(card()));
        ranking = new Computed<>(() -> AtlasRanking.of(
                atlas(), DataSets.testRows(card().atlas().data(), card().atlas().part(), atlas().index())));
        health = new Computed<>(() -> DimensionHealth.of(atlas(), dimensions(), prior()));
    }

    String version() {
        return folder.version();
    }

    ModelCard card() {
        return folder.card();
    }

    Prior prior() {
        return prior.get();
    }

    /** Whether its prior is there at once. */
    boolean isPriorReady() {
        return prior.isReady();
    }

    Originals originals() {
        return originals;
    }

    int dim() {
        return card().latent().dim();
    }

    Shape shape() {
        return card().input().shape();
    }

    /** Whether its posterior has a density, without which there is no bound on log p(x). */
    boolean hasBound() {
        return card().posterior().hasDensity();
    }

    /** What the grey pixels of an image cost any model of this likelihood, in nats; null for other likelihoods. */
    Double floor(float[] image) {
        return card().scoresGreys() ? (Double) BernoulliFloor.of(image) : null;
    }

    /** A picture at the model's input. */
    FittedImage fitted(Limits limits, Question.Encode.File file, Fitting fitting) {
        var most = new isthmus.image.PictureLimits(
                limits.get(Limit.MAX_BINARY_BYTES), limits.get(Limit.MAX_PIXELS_PER_IMAGE));
        Picture picture = Picture.read(file.bytes(), file.name().isEmpty() ? "the picture" : file.name(), most);
        return Fit.fit(picture, card().input().target(fitting));
    }

    /** The atlas of columns of this version. On a work thread the first time. */
    ColumnAtlas columns() {
        return columns.get();
    }

    private ColumnAtlas openColumns() {
        if (!hasColumns()) {
            throw Failure.notFound(folder.id(), "a model with an atlas of columns", "one without")
                    .hint("'isthmus atlas' makes one of Parquet");
        }
        try {
            ColumnAtlas opened = ColumnAtlas.open(
                    folder.path().resolve(ColumnAtlas.FOLDER),
                    dim(),
                    card().files().get(ModelCard.ENCODER));
            String now = ModelFolder.versionNow(folder.path());
            if (!now.equals(version())) {
                throw Failure.of(Failure.Kind.MODEL_CHANGED, folder.id(), "version " + version(), now)
                        .hint("load the model again");
            }
            return opened;
        } catch (IOException e) {
            throw Failure.modelFailed(folder.id(), "an atlas of columns that can be read", e.getMessage())
                    .causedBy(e);
        }
    }

    private boolean hasColumns() {
        return Files.isRegularFile(folder.path().resolve(ModelFolder.COLUMNS));
    }

    boolean hasAtlas() {
        return atlas != null;
    }

    Atlas atlas() {
        if (!hasAtlas()) {
            throw Failure.notFound(card().id(), "a model with an atlas", "one without");
        }
        return atlas;
    }

    /** Whether its plane is there at once. */
    boolean isReady(PlaneChoice choice) {
        return components.isReady() || !(or(choice) instanceof PlaneChoice.Principal);
    }

    /** The plane that is meant; null for the default. */
    Plane plane(PlaneChoice choice) {
        return or(choice).in(dim(), () -> Plane.principal(components.get()));
    }

    private PlaneChoice or(PlaneChoice choice) {
        if (choice != null) {
            return choice;
        }
        return dim() <= 2 || !hasAtlas() ? new PlaneChoice.Axes(0, 1, null) : new PlaneChoice.Principal();
    }

    /** The atlas's means in the plane, (count, 2). */
    float[] projection(Plane plane) {
        return cached("projection", plane, () -> plane.project(atlas().mu(), atlas().count()));
    }

    /** How far the atlas's means lie from the plane, (count). */
    float[] distances(Plane plane) {
        return cached("distances", plane, () -> plane.distances(atlas().mu(), atlas().count()));
    }

    /** The share of the atlas's means' variance that the plane shows. */
    double shownVariance(Plane plane) {
        return dim() <= 2 || !hasRows()
                ? 1
                : cached("variance", plane, () -> plane.shareOf(atlas().mu(), atlas().count()));
    }

    /** The view that holds 99% of the encoded means in each coordinate: left, bottom, right, top. */
    double[] extent(Plane plane) {
        if (!hasAtlas() || atlas().count() == 0) {
            return new double[] {-3, -3, 3, 3};
        }
        return cached("extent", plane, () -> {
            float[] both = projection(plane);
            double[] extent = new double[4];
            for (int axis = 0; axis < 2; axis++) {
                float[] along = new float[both.length / 2];
                for (int i = 0; i < along.length; i++) {
                    along[i] = both[2 * i + axis];
                }
                Arrays.sort(along);
                int cut = (int) (SHARE * along.length);
                extent[axis] = along[cut];
                extent[2 + axis] = along[along.length - 1 - cut];
            }
            return spread(extent);
        });
    }

    /** The same with a width and a height, which a single image has not, and in one dimension nothing. */
    private static double[] spread(double[] extent) {
        double longer = Math.max(extent[2] - extent[0], extent[3] - extent[1]);
        for (int axis = 0; axis < 2; axis++) {
            if (extent[2 + axis] <= extent[axis]) {
                extent[axis] -= longer > 0 ? longer / 2 : 1;
                extent[2 + axis] += longer > 0 ? longer / 2 : 1;
            }
        }
        return extent;
    }

    PlaneMixture mixture(Plane plane, Question.Density.Of of) {
        if (dim() < 2) {
            throw Failure.badInput(card().id(), "a model of two latent dimensions or more for a density", dim());
        }
        return cached(of, plane, () -> switch (of) {
            case SLICE -> density().slice(plane);
            case PROJECTION -> density().projection(plane);
        });
    }

    /** The log densities above which half, 90% and 99% of that mixture's mass in the plane lie, (3). */
    float[] levels(Plane plane, Question.Density.Of of) {
        return cached("levels " + of, plane, () -> mixture(plane, of).levels(0.5, 0.9, 0.99));
    }

    /** Whether there is an aggregate posterior that has a density. */
    boolean hasDensity() {
        return hasAtlas() && hasBound() && atlas().count() > 0;
    }

    Density density() {
        return density.get();
    }

    /** Whether there are samples by which the data can be said to support a code. */
    boolean hasRows() {
        return atlas != null && atlas.count() > 0;
    }

    /**
     * By what the data support a code, which takes as long as decoding the atlas the first time. What fails is begun again by
     * the next.
     */
    CompletableFuture<ImageSupport> support(Supplier<CompletableFuture<ImageSupport>> begin) {
        return support.get(begin);
    }

    /** Whether something is computed of a sample of the rows of its atlas of columns: where that is asked for, or all there is. */
    boolean isSampled(Boolean asked) {
        return Boolean.TRUE.equals(asked) || (!hasAtlas() && hasColumns());
    }

    /** A sample of the rows of the atlas of columns. On a work thread. */
    SampledRows sample() {
        return sample.get();
    }

    /** The images of rows of the atlas of columns. On a work thread the first time. */
    ColumnOriginals columnOriginals() {
        return columnOriginals.get();
    }

    /** What {@link #keepSupport} was told of the same codes; null where nothing is kept. */
    float[] keptSupport(float[] codes) {
        return (float[]) byPlane.kept(version(), "support", codes);
    }

    /** Keeps by how much the data support many codes: everybody's map begins with those of the same plane. */
    void keepSupport(float[] codes, float[] differences) {
        byPlane.keep(version(), "support", codes, differences);
    }

    /**
     * The true posterior of an image, for two dimensions, computed now or kept from before: a lesson has everybody in a class
     * ask for the same. On a report's thread.
     *
     * @param listener receives each coarse grid of the search, where it is computed now
     */
    TruePosterior truePosterior(
            ChunkedModel chunked,
            float[] image,
            Posterior q,
            int side,
            long seed,
            Consumer<TruePosterior.Search> listener) {
        return ofImage(
                List.of("posterior", side, seed),
                image,
                () -> TruePosterior.of(chunked, Observation.of(image), q, samples(), side, seed, listener));
    }

    /** What was computed of an image at the model's input and kept, or else is computed now; each kind has one type. */
    @SuppressWarnings("unchecked")
    <T> T ofImage(Object kind, float[] image, Supplier<T> compute) {
        T there = (T) byPlane.kept(version(), kind, image);
        if (there == null) {
            there = compute.get();
            byPlane.keep(version(), kind, image, there);
        }
        return there;
    }

    AtlasRanking ranking() {
        return ranking.get();
    }

    /** How its dimensions are used; null where there is no atlas that tells. */
    DimensionHealth health() {
        return hasRows() ? health.get() : null;
    }

    /**
     * What moving by one deviation along each dimension does to images, in grey levels: from the means of samples, or
     * from draws of the prior. Two reports may both compute it at first, which does no harm.
     */
    float[] effects(ChunkedModel chunked) {
        if (effects == null) {
            float[] codes = hasRows() ? means(EFFECT_CODES) : prior().draws(Noise.named(0, "effects"), EFFECT_CODES);
            effects = DimensionEffects.of(
                    chunked, codes, EFFECT_CODES, dimensions().deviation());
        }
        return effects;
    }

    /** Means of some samples, among which the modes of a posterior are looked for, (count, dim); none without an atlas. */
    float[] samples() {
        return hasRows() ? means(Math.min(SEARCHED_SAMPLES, atlas.count())) : new float[0];
    }

    /** Means of samples that are evenly spread over the rows, (count, dim). */
    private float[] means(int count) {
        float[] codes = new float[count * dim()];
        for (int i = 0; i < count; i++) {
            int row = (int) ((long) i * atlas.count() / count);
            System.arraycopy(atlas.mu(), row * dim(), codes, i * dim(), dim());
        }
        return codes;
    }

    DimensionStats dimensions() {
        return dimensions.get();
    }

    private <T> T cached(Object kind, Plane plane, Supplier<T> compute) {
        return byPlane.get(version(), kind, plane, compute);
    }
}
