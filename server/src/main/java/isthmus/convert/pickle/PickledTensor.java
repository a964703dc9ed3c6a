package isthmus.convert.pickle;

import isthmus.Failure;
import isthmus.convert.graph.Constant;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A tensor as a pickle describes it; its numbers lie in a storage beside the pickle. Immutable; any thread.
 *
 * @param type of its numbers as PyTorch names it, such as float32
 * @param storage the name of the storage; empty where the pickle names none
 * @param offset of its first number in the storage, counted in numbers
 * @param strides steps in the storage along each side, counted in numbers
 */
public record PickledTensor(String type, String storage, int offset, List<Integer> shape, List<Integer> strides) {
    private static final int MAX_WRAPPERS = 64; // calls around that of the tensor
    private static final int MAX_SIDES = 64;
    private static final String TORCH = "torch._utils";

    public PickledTensor {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
        Constant.shape(shape.stream().mapToLong(Integer::longValue).toArray());
        if (strides.size() != shape.size()) {
            throw Failure.badInput("", "a stride for each of %d sides".formatted(shape.size()), strides.size());
        }
    }

    /** The tensor that a value is; empty where it is none. */
    static Optional<PickledTensor> of(Object value) {
        return call(value).map(call -> {
            Object storage = call.arguments.get(0);
            List<?> id = storage instanceof Pickled outside && outside.callable == Global.PERSISTENT
                    ? outside.arguments
                    : List.of();
            return new PickledTensor(
                    type(call, id),
                    id.size() > 2 ? String.valueOf(id.get(2)) : "",
                    whole(call.arguments.get(1)),
                    wholes(call.arguments.get(2)),
                    wholes(call.arguments.get(3)));
        });
    }

    /** The tensors of a pickled dictionary by their keys; none where it is another value. */
    public static Map<String, PickledTensor> named(InputStream pickle) throws IOException {
        Map<String, PickledTensor> tensors = new LinkedHashMap<>();
        if (new PickleReader(pickle).next() instanceof Pickled made && made.isDictionary()) {
            for (int i = 0; i < made.keys.size(); i++) {
                if (made.keys.get(i) instanceof String name) {
                    of(made.values.get(i)).ifPresent(tensor -> tensors.put(name, tensor));
                }
            }
        }
        return tensors;
    }

    /** The tensor of a pickled call, of arguments and named ones, that has one argument by place; else empty. */
    public static Optional<PickledTensor> onlyArgument(InputStream pickle) throws IOException {
        return new PickleReader(pickle).next() instanceof List<?> call
                        && !call.isEmpty()
                        && call.get(0) instanceof List<?> arguments
                        && arguments.size() == 1
                ? of(arguments.get(0))
                : Optional.empty();
    }

    /** The call that makes a tensor, out of the calls around it; empty where the value is no tensor. */
    private static Optional<Pickled> call(Object value) {
        Object inner = value;
        for (int depth = 0; depth < MAX_WRAPPERS && inner instanceof Pickled made; depth++) {
            if (made.calls(TORCH, "_rebuild_tensor_v2")
                    || made.calls(TORCH, "_rebuild_tensor_v3")
                    || made.calls(TORCH, "_rebuild_tensor")) {
                return made.arguments.size() >= 4 ? Optional.of(made) : Optional.empty();
            }
            if (made.calls("torch._tensor", "_rebuild_from_type_v2")
                    && made.arguments.size() > 2
                    && made.arguments.get(2) instanceof List<?> arguments) {
                inner = new Pickled(made.arguments.get(0), arguments);
            } else if ((made.calls(TORCH, "_rebuild_parameter") || made.calls(TORCH, "_rebuild_parameter_with_state"))
                    && !made.arguments.isEmpty()) {
                inner = made.arguments.get(0);
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** By the class of the storage, or as the tensor says. */
    private static String type(Pickled call, List<?> storage) {
        if (call.arguments.size() > 6 && call.arguments.get(6) instanceof Global type) {
            return type.name();
        }
        if (storage.size() < 2 || !(storage.get(1) instanceof Global kind)) {
            return "unknown";
        }
        return switch (kind.name()) {
            case "FloatStorage" -> "float32";
            case "DoubleStorage" -> "float64";
            case "HalfStorage" -> "float16";
            case "LongStorage" -> "int64";
            case "IntStorage" -> "int32";
            case "ShortStorage" -> "int16";
            case "CharStorage" -> "int8";
            case "ByteStorage" -> "uint8";
            default -> kind.name().replace("Storage", "").toLowerCase(Locale.ROOT);
        };
    }

    private static List<Integer> wholes(Object value) {
        if (!(value instanceof List<?> list) || list.size() > MAX_SIDES) {
            throw Failure.badInput("", "at most %d sides of a tensor".formatted(MAX_SIDES), "another value");
        }
        List<Integer> wholes = new ArrayList<>();
        for (Object one : list) {
            wholes.add(whole(one));
        }
        return wholes;
    }

    private static int whole(Object value) {
        if (!(value instanceof Long number) || number < 0 || number > Integer.MAX_VALUE) {
            throw Failure.badInput(
                    "", "sides, strides and an offset from 0 to %d".formatted(Integer.MAX_VALUE), "another value");
        }
        return number.intValue();
    }
}
