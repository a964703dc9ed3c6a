package isthmus.convert.pickle;

import isthmus.Failure;
import isthmus.convert.pickle.StateDict.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
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
    private static final String TORCH = "torch._utils";

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
                if (!inner.tensors().isEmpty() && tensor(top.get(key)) == null) {
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
        Pickled tensor = tensor(value);
        if (tensor != null) {
            add(name, tensor);
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
            Object named = made.calls("copyreg", "_reconstructor") || made.calls("copy_reg", "_reconstructor")
                    ? made.arguments.get(0)
                    : made.callable;
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

    /** The call that makes a tensor, out of the calls around it; null where the value is no tensor. */
    private static Pickled tensor(Object value) {
        Object inner = value;
        for (int depth = 0; depth < MAX_DEPTH && inner instanceof Pickled made; depth++) {
            if (made.calls(TORCH, "_rebuild_tensor_v2")
                    || made.calls(TORCH, "_rebuild_tensor_v3")
                    || made.calls(TORCH, "_rebuild_tensor")) {
                return made.arguments.size() >= 4 ? made : null;
            }
            if (made.calls("torch._tensor", "_rebuild_from_type_v2")
                    && made.arguments.size() > 2
                    && made.arguments.get(2) instanceof List<?> arguments) {
                inner = new Pickled(made.arguments.get(0), arguments);
            } else if ((made.calls(TORCH, "_rebuild_parameter") || made.calls(TORCH, "_rebuild_parameter_with_state"))
                    && !made.arguments.isEmpty()) {
                inner = made.arguments.get(0);
            } else {
                return null;
            }
        }
        return null;
    }

    private void add(String name, Pickled tensor) {
        if (found.size() == MAX_TENSORS) {
            throw Failure.badInput("", "at most %d tensors".formatted(MAX_TENSORS), "more");
        }
        if (!(tensor.arguments.get(2) instanceof List<?> sides)) {
            throw Failure.badInput(printable(name), "a shape", "another value");
        }
        List<Integer> shape = new ArrayList<>();
        long size = 1;
        for (Object side : sides) {
            if (!(side instanceof Long length)
                    || length < 0
                    || length > Integer.MAX_VALUE
                    || shape.size() == MAX_DEPTH) {
                throw Failure.badInput(printable(name), "sides of a tensor", "other values");
            }
            shape.add(length.intValue());
            size = Math.max(size, 1) * length;
            if (size > Integer.MAX_VALUE) {
                throw Failure.badInput(printable(name), "at most %d numbers".formatted(Integer.MAX_VALUE), "more");
            }
        }
        found.add(new Entry(printable(name), typeOf(tensor), shape));
    }

    /** Such as float32; by the type of what holds the numbers, or as the tensor says. */
    private static String typeOf(Pickled tensor) {
        if (tensor.arguments.size() > 6 && tensor.arguments.get(6) instanceof Global type) {
            return printable(type.name());
        }
        Object storage = tensor.arguments.get(0);
        if (storage instanceof Pickled persistent
                && persistent.callable == Global.PERSISTENT
                && persistent.arguments.size() > 1
                && persistent.arguments.get(1) instanceof Global kind) {
            return switch (kind.name()) {
                case "FloatStorage" -> "float32";
                case "DoubleStorage" -> "float64";
                case "HalfStorage" -> "float16";
                case "BFloat16Storage" -> "bfloat16";
                case "LongStorage" -> "int64";
                default -> printable(kind.name().replace("Storage", "").toLowerCase(Locale.ROOT));
            };
        }
        return "unknown";
    }

    /** Names come from the file, and go into sentences. */
    private static String printable(String name) {
        String cut = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name;
        return cut.replaceAll("\\p{C}", "?");
    }
}
