package isthmus.convert.pt2;

import isthmus.Failure;
import isthmus.convert.graph.Constant;
import isthmus.convert.graph.NumberFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;

/**
 * Tensors that torch.save wrote: a zip of a pickle and raw numbers. Of the pickle, only containers and tensors are made;
 * what else it names is not run. Any thread.
 */
final class SavedTensors {
    private static final Map<String, NumberFormat> STORAGES = Map.of(
            "FloatStorage", NumberFormat.FLOAT32,
            "DoubleStorage", NumberFormat.FLOAT64,
            "HalfStorage", NumberFormat.FLOAT16,
            "BFloat16Storage", NumberFormat.BFLOAT16,
            "LongStorage", NumberFormat.INT64,
            "IntStorage", NumberFormat.INT32,
            "ShortStorage", NumberFormat.INT16,
            "CharStorage", NumberFormat.INT8,
            "ByteStorage", NumberFormat.UINT8,
            "BoolStorage", NumberFormat.UINT8);

    static {
        STORAGES.forEach((name, format) ->
                Unpickler.registerConstructor("torch", name, new StorageType(format, name.equals("BoolStorage"))));
        Unpickler.registerConstructor("torch._utils", "_rebuild_tensor_v2", SavedTensors::tensor);
        Unpickler.registerConstructor("torch._utils", "_rebuild_parameter", arguments -> arguments[0]);
        Unpickler.registerConstructor("collections", "OrderedDict", arguments -> new OrderedDictionary());
    }

    /** A class of PyTorch's, which stands for a type of numbers. */
    private record StorageType(NumberFormat format, boolean truth) implements IObjectConstructor {
        @Override
        public Object construct(Object[] arguments) {
            throw new PickleException("a storage by itself");
        }
    }

    private record Storage(StorageType type, ByteBuffer bytes) {}

    /** Python's, whose further state says nothing of tensors. */
    public static final class OrderedDictionary extends LinkedHashMap<Object, Object> {
        private static final long serialVersionUID = 1L;

        /** Called by the unpickler, which looks for exactly this type. */
        @SuppressWarnings("NonApiType")
        public void __setstate__(HashMap<String, Object> state) {
            // Versions of layers, as load_state_dict asks for them.
        }
    }

    private SavedTensors() {}

    /** The tensors of a dictionary by their names. */
    static Map<String, ExportedProgram.Stored> named(String part, byte[] file) {
        Map<String, ExportedProgram.Stored> tensors = new HashMap<>();
        if (read(part, file) instanceof Map<?, ?> dictionary) {
            dictionary.forEach((name, value) -> {
                if (value instanceof ExportedProgram.Stored stored) {
                    tensors.put(String.valueOf(name), stored);
                }
            });
        }
        return tensors;
    }

    /** The only tensor among the arguments that a program was exported with, if there is one. */
    static Optional<Constant> onlyArgument(String part, byte[] file) {
        if (read(part, file) instanceof Object[] call
                && call.length > 0
                && call[0] instanceof Object[] arguments
                && arguments.length == 1
                && arguments[0] instanceof ExportedProgram.Stored stored) {
            return Optional.of(stored.constant()).filter(constant -> !constant.isInteger());
        }
        return Optional.empty();
    }

    private static Object read(String part, byte[] file) {
        try {
            Path copy = Files.createTempFile("tensors", ".pt"); // a zip is read from its end
            try {
                Files.write(copy, file);
                try (ZipFile zip = new ZipFile(copy.toFile())) {
                    return unpickled(zip);
                }
            } finally {
                Files.delete(copy);
            }
        } catch (IOException | PickleException e) {
            throw Failure.badInput(part, "tensors, as torch.save writes them", e.getMessage())
                    .causedBy(e);
        }
    }

    private static Object unpickled(ZipFile zip) throws IOException {
        ZipEntry pickle = zip.stream()
                .filter(entry -> entry.getName().endsWith("/data.pkl"))
                .findFirst()
                .orElseThrow(() -> new IOException("no data.pkl"));
        String root = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
        Unpickler unpickler = new Unpickler() {
            @Override
            protected Object persistentLoad(Object id) {
                return storage(zip, root, (Object[]) id);
            }
        };
        try (InputStream in = zip.getInputStream(pickle)) {
            return unpickler.load(in);
        } finally {
            unpickler.close();
        }
    }

    /** @param id the word storage, its type, its number, where it was, and how many numbers it has */
    private static Storage storage(ZipFile zip, String root, Object[] id) {
        ZipEntry entry = zip.getEntry(root + "data/" + id[2]);
        if (entry == null || !(id[1] instanceof StorageType type)) {
            throw new PickleException("numbers of an unknown kind or place");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new Storage(type, ByteBuffer.wrap(in.readAllBytes()));
        } catch (IOException e) {
            throw new PickleException(e.getMessage(), e);
        }
    }

    /** @param arguments of PyTorch's function: storage, offset, sides, strides */
    private static Object tensor(Object[] arguments) {
        Storage storage = (Storage) arguments[0];
        return new ExportedProgram.Stored(
                Payload.constant(
                        "a tensor",
                        storage.bytes(),
                        storage.type().format(),
                        integers(arguments[2]),
                        integers(arguments[3]),
                        ((Number) arguments[1]).intValue()),
                storage.type().truth());
    }

    private static int[] integers(Object tuple) {
        return List.of((Object[]) tuple).stream()
                .mapToInt(number -> ((Number) number).intValue())
                .toArray();
    }
}
