package isthmus.inference;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told of what happens to models, on one thread and in its order. Any thread. */
final class ModelListeners {
    private static final Logger LOG = LoggerFactory.getLogger(ModelListeners.class);

    private final List<Consumer<ModelEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Executor thread;

    ModelListeners(Executor thread) {
        this.thread = thread;
    }

    void add(Consumer<ModelEvent> listener) {
        listeners.add(listener);
    }

    void tell(List<ModelEvent> events) {
        for (ModelEvent event : events) {
            for (Consumer<ModelEvent> listener : listeners) {
                thread.execute(() -> {
                    try {
                        listener.accept(event);
                    } catch (RuntimeException e) {
                        LOG.error("a listener failed on {}", event, e);
                    }
                });
            }
        }
    }
}
