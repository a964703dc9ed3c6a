package isthmus.live;

import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Limit;
import isthmus.Settings;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.data.DataFolders;
import isthmus.inference.Lane;
import isthmus.inference.ModelEvent;
import isthmus.inference.ModelLease;
import isthmus.inference.ModelStore;
import isthmus.model.ModelFolder;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lends models with what is known of their versions: the atlas, read on a work thread, and what is computed from it. A
 * version that rests, is replaced or is removed is forgotten. Any thread; nobody waits.
 */
final class ServedModels {
    private final ModelStore store;
    private final WorkQueue work;
    private final DataFolders locations;
    private final Map<String, CompletableFuture<ServedModel>> versions = new ConcurrentHashMap<>();
    private final PlaneCache byPlane;

    ServedModels(ModelStore store, WorkQueue work, Settings settings) {
        this.store = store;
        this.work = work;
        locations = DataFolders.of(settings.data(), settings.models());
        byPlane = new PlaneCache(settings.limits().getLong(Limit.PLANE_CACHE_BYTES));
        store.addListener(event -> {
            if (event.kind() != ModelEvent.Kind.ADDED) {
                versions.remove(event.version());
                byPlane.forget(event.version());
            }
        });
    }

    /**
     * Lends a model, at once where it is open and its atlas is read, else when they are. Cancelling it gives it back.
     *
     * @param version that is meant, or null for the present one
     */
    CompletableFuture<LeasedModel> lease(String id, String version) {
        CompletableFuture<ModelLease> leased = store.lease(id);
        if (leased.isDone() && !leased.isCompletedExceptionally()) {
            ModelLease lease = leased.join();
            CompletableFuture<ServedModel> known = versions.get(lease.version());
            if (known != null && known.isDone() && !known.isCompletedExceptionally() && isMeant(lease, version)) {
                return CompletableFuture.completedFuture(new LeasedModel(lease, known.join()));
            }
        }
        AtomicReference<ModelLease> held = new AtomicReference<>();
        CompletableFuture<LeasedModel> answer = leased.thenCompose(lease -> {
            held.set(lease);
            if (!isMeant(lease, version)) {
                throw Failure.of(Kind.MODEL_CHANGED, id, "version " + version, lease.version())
                        .hint("load the model again");
            }
            return served(lease).thenApply(served -> new LeasedModel(lease, served));
        });
        CompletableFuture<LeasedModel> result = new CompletableFuture<>();
        CompletableFuture<LeasedModel> unused = answer.whenComplete((model, error) -> {
            boolean lent = error == null && result.complete(model);
            if (error != null) {
                result.completeExceptionally(Failure.unwrapped(error));
            }
            ModelLease lease = held.get();
            if (!lent && lease != null) {
                lease.close();
            }
        });
        CompletableFuture<LeasedModel> unusedToo = result.whenComplete((model, error) -> {
            if (result.isCancelled()) {
                leased.cancel(false);
            }
        });
        return result;
    }

    private static boolean isMeant(ModelLease lease, String version) {
        return version == null || version.equals(lease.version());
    }

    /** What is known of a version, shared by all who lease it. */
    private CompletableFuture<ServedModel> served(ModelLease lease) {
        ModelFolder folder = lease.folder();
        CompletableFuture<ServedModel> known = versions.computeIfAbsent(
                folder.version(), version -> work.call(Lane.INTERACTIVE, this, 0, () -> read(folder)));
        CompletableFuture<ServedModel> unused = known.whenComplete((served, error) -> {
            if (error != null) {
                versions.remove(folder.version(), known); // the next one tries again
            }
        });
        return known;
    }

    private ServedModel read(ModelFolder folder) {
        try {
            Atlas atlas = AtlasFile.read(folder);
            return new ServedModel(folder, atlas, new Originals(folder, atlas, locations), byPlane);
        } catch (Failure e) {
            // A broken file of the operator's is no mistake of whoever asks.
            throw Failure.modelFailed(e.where(), e.expected(), e.found()).causedBy(e);
        }
    }
}
