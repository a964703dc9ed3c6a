package isthmus.live;

import com.github.benmanes.caffeine.cache.Cache;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.atlas.AtlasRanking;
import isthmus.atlas.Density;
import isthmus.atlas.DimensionHealth;
import isthmus.atlas.DimensionStats;
import isthmus.atlas.PlaneMixture;
import isthmus.image.Fit;
import isthmus.image.Fitted;
import isthmus.image.Fitting;
import isthmus.image.Picture;
import isthmus.image.Shape;
import isthmus.inference.Engine;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import isthmus.latent.Prior;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.report.ChunkedModel;
import isthmus.report.DimensionEffects;
import isthmus.wire.PlaneChoice;
import isthmus.wire.Question;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A model's latent space: its network, its atlas, and what follows from them, computed once and on the caller's thread;
 * that is one of {@link WorkQueue} where it may take long. Any thread.
 */
final class ServedModel {
    private static final double SHARE = 0.005; // of the encoded means that lie past each edge of the extent
    private static final int EFFECT_CODES = 32;
    private static final int HELD_OUT = 400; // draws by which support is measured

    private final ModelFolder folder;
    private final Atlas atlas; // null where the model has none
    private final Engine engine;
    private final Originals originals;
    private final Cache<Object, Object> results;
    private volatile Plane principal;
    private volatile Density density;
    private volatile DimensionStats dimensions;
    private volatile float[] support;
    private volatile AtlasRanking standing;
    private volatile DimensionHealth health;
    private volatile float[] effects;

    /** Under which a result is kept. */
    private record Key(String model, Object kind, Plane plane) {}

    ServedModel(ModelFolder folder, Engine engine, Originals originals, Cache<Object, Object> results) {
        this.folder = folder;
        this.atlas = AtlasFile.read(folder);
        this.engine = engine;
        this.originals = originals;
        this.results = results;
    }

    ModelCard card() {
        return folder.card();
    }

    Engine engine() {
        return engine;
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

    /** A picture at the model's input. */
    Fitted fitted(Limits limits, Question.Encode.File file, Fitting wish) {
        var most = new isthmus.image.PictureLimits(
                limits.get(Limit.MAX_BINARY_BYTES), limits.get(Limit.MAX_PIXELS_PER_IMAGE));
        Picture picture = Picture.read(file.bytes(), file.name().isEmpty() ? "the picture" : file.name(), most);
        return Fit.fit(picture, shape(), card().input().invert(), wish);
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
        return principal != null || !(or(choice) instanceof PlaneChoice.Principal);
    }

    /** The plane that is meant; null for the default. */
    Plane plane(PlaneChoice choice) {
        return or(choice).in(dim(), this::principal);
    }

    private PlaneChoice or(PlaneChoice choice) {
        if (choice != null) {
            return choice;
        }
        if (dim() < 2) {
            throw Failure.badInput("plane", "a model of two latent dimensions or more", "one of " + dim());
        }
        return dim() == 2 || !hasAtlas() ? new PlaneChoice.Axes(0, 1, null) : new PlaneChoice.Principal();
    }

    private synchronized Plane principal() {
        if (principal == null) {
            principal = Plane.principal(atlas().mu(), atlas().count(), dim());
        }
        return principal;
    }

    /** The atlas's means in the plane, (count, 2). */
    float[] projection(Plane plane) {
        return kept("projection", plane, () -> plane.project(atlas().mu(), atlas().count()));
    }

    /** The view that holds 99% of the encoded means in each coordinate: left, bottom, right, top. */
    double[] extent(Plane plane) {
        if (!hasAtlas() || atlas().count() == 0) {
            return new double[] {-3, -3, 3, 3};
        }
        return kept("extent", plane, () -> {
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
            return extent;
        });
    }

    PlaneMixture mixture(Plane plane, Question.Density.Of of) {
        return kept(of, plane, () -> switch (of) {
            case SLICE -> density().slice(plane);
            case PROJECTION -> density().projection(plane);
        });
    }

    /** Whether there is an aggregate posterior that has a density. */
    boolean hasDensity() {
        return hasAtlas() && hasBound() && atlas().count() > 0;
    }

    synchronized Density density() {
        if (density == null) {
            density = Density.of(atlas());
        }
        return density;
    }

    /** The log densities of the aggregate posterior that 99%, 90% and half of unseen data's codes exceed, (3). */
    synchronized float[] support() {
        if (support == null) {
            float[] found = density().heldOut(HELD_OUT);
            support = new float[] {found[found.length / 100], found[found.length / 10], found[found.length / 2]};
        }
        return support;
    }

    synchronized AtlasRanking standing() {
        if (standing == null) {
            standing = AtlasRanking.of(atlas());
        }
        return standing;
    }

    /** How its dimensions are used; null where there is no atlas that tells. */
    synchronized DimensionHealth health() {
        if (health == null && hasAtlas() && atlas().count() > 0) {
            health = DimensionHealth.of(
                    atlas(),
                    dimensions(),
                    card().priorDistribution(),
                    hasDensity() ? density() : null,
                    hasDensity() ? support()[0] : 0);
        }
        return health;
    }

    /**
     * What moving by one deviation along each dimension does to images, in grey levels: from the means of samples, or
     * from draws of the prior. Not under the monitor, for it waits for the model.
     */
    float[] effects(ChunkedModel turns) {
        if (effects == null) {
            float[] codes = new float[EFFECT_CODES * dim()];
            int rows = hasAtlas() ? atlas().count() : 0;
            Noise noise = Noise.named(0, "effects");
            Prior prior = card().priorDistribution();
            for (int i = 0; i < EFFECT_CODES; i++) {
                if (rows > 0) {
                    int row = (int) ((long) i * rows / EFFECT_CODES);
                    System.arraycopy(atlas().mu(), row * dim(), codes, i * dim(), dim());
                } else {
                    prior.draw(noise, codes, i);
                }
            }
            effects =
                    DimensionEffects.of(turns, codes, EFFECT_CODES, dimensions().deviation());
        }
        return effects;
    }

    synchronized DimensionStats dimensions() {
        if (dimensions == null) {
            dimensions = hasAtlas() && atlas().count() > 0
                    ? DimensionStats.of(atlas(), card().priorDistribution())
                    : DimensionStats.ofPrior(card());
        }
        return dimensions;
    }

    @SuppressWarnings("unchecked") // each kind has one type of result
    private <T> T kept(Object kind, Plane plane, Supplier<T> compute) {
        Key key = new Key(card().id(), kind, plane);
        Object there = results.getIfPresent(key);
        if (there == null) {
            // Not within the cache's own lock, for one result may need another. Twice the work now and then does no
            // harm.
            there = compute.get();
            results.put(key, there);
        }
        return (T) there;
    }
}
