package isthmus.convert.pickle;

import isthmus.Failure;
import isthmus.convert.pickle.StateDict.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the tensors in what was pickled: in a dictionary, in dictionaries within it, or in a module and its parts, as
 * {@code state_dict} names them. Each dictionary and module is visited once, however often it is shared. One thread.
 */
final class TensorNames {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TENSORS = 1 << 16;
    private static final int MAX_NAME = 200; // characters; more are cut

    /** Keys under which training programs keep a model, the surest first. */
    private static final List<String> MODEL_KEYS =
            List.of("state_dict", "model_state_dict", "model", "module", "net", "network", "vae", "autoencoder");

    private final List<Entry> found = new ArrayList<>();
    private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    private String type;

    private TensorNames() {}

    static StateDict of(Object value) {
        if (value instanceof Pickled top && top.isDictionary()) {
            for (String key : MODEL_KEYS) {
                StateDict inner = within(top.get(key), Optional.of(key));
                if (!inner.tensors().isEmpty() && tensor(key, top.get(key)).isEmpty()) {
                    return inner;
                }
            }
        }
        return within(value, Optional.empty());
    }

    private static StateDict within(Object value, Optional<String> key) {
        TensorNames names = new TensorNames();
        names.visit("", value, 0);
        return new StateDict(names.found, Optional.ofNullable(names.type), key);
    }

    private void visit(String name, Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw Failure.badInput("", "values nested at most %d deep".formatted(MAX_DEPTH), "more");
        }
        if (!(value instanceof Pickled made)) {
            return;
        }
        Optional<PickledTensor> tensor = tensor(name, value);
        if (tensor.isPresent()) {
            add(name, tensor.get());
        } else if (visited.add(made)) {
            Pickled module = made.moduleState();
            if (module != null) {
                visitModule(name, made, module, depth);
            } else if (made.isDictionary()) {
                visitEach(name, made, depth);
            }
        }
    }

    private void visitModule(String name, Pickled made, Pickled attributes, int depth) {
        if (type == null) {
            // Old protocols call a function that makes the class, its first argument.
            boolean old = made.calls("copyreg", "_reconstructor") || made.calls("copy_reg", "_reconstructor");
            Object named = old && !made.arguments.isEmpty() ? made.arguments.get(0) : made.callable;
            type = named instanceof Global global ? printable(global.module() + "." + global.name()) : "unknown";
        }
        for (String kind : List.of("_parameters", "_buffers", "_modules")) {
            if (attributes.get(kind) instanceof Pickled parts && visited.add(parts)) {
                visitEach(name, parts, depth);
            }
        }
    }

    private void visitEach(String name, Pickled dictionary, int depth) {
        for (int i = 0; i < dictionary.keys.size(); i++) {
            Object key = dictionary.keys.get(i);
            if (key instanceof String || key instanceof Long) {
                String inner = name.isEmpty() ? key.toString() : name + "." + key;
                visit(inner, dictionary.values.get(i), depth + 1);
            }
        }
    }

    private static Optional<PickledTensor> tensor(String name, Object value) {
        try {
            return PickledTensor.of(value);
        } catch (Failure e) {
            throw e.at(printable(name));
        }
    }

    private void add(String name, PickledTensor tensor) {
        if (found.size() == MAX_TENSORS) {
            throw Failure.badInput("", "at most %d tensors".formatted(MAX_TENSORS), "more");
        }
        found.add(new Entry(printable(name), printable(tensor.type()), tensor.shape()));
    }

    /** Names come from the file, and go into sentences. */
    private static String printable(String name) {
        String cut = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name;
        return cut.replaceAll("\\p{C}", "?");
    }
}
