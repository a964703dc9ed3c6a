package isthmus.convert.pt2;

import isthmus.Failure;
import isthmus.convert.graph.Constant;
import isthmus.convert.graph.NumberFormat;
import isthmus.convert.pickle.PickledTensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tensors that torch.save wrote: a zip of a pickle, which says where each is, and of raw numbers. One thread. */
final class SavedTensors {
    private static final String PICKLE = "data.pkl";
    private static final Map<String, NumberFormat> FORMATS = Map.ofEntries(
            Map.entry("float32", NumberFormat.FLOAT32),
            Map.entry("float64", NumberFormat.FLOAT64),
            Map.entry("float16", NumberFormat.FLOAT16),
            Map.entry("bfloat16", NumberFormat.BFLOAT16),
            Map.entry("int64", NumberFormat.INT64),
            Map.entry("int32", NumberFormat.INT32),
            Map.entry("int16", NumberFormat.INT16),
            Map.entry("uint16", NumberFormat.UINT16),
            Map.entry("int8", NumberFormat.INT8),
            Map.entry("uint8", NumberFormat.UINT8),
            Map.entry("bool", NumberFormat.UINT8));

    private final Archive archive;
    private final String folder; // of the pickle, which the author named
    private final Map<String, ByteBuffer> storages = new HashMap<>(); // that tensors may share

    private SavedTensors(Archive archive) {
        this.archive = archive;
        String pickle = archive.names()
                .filter(name -> name.endsWith("/" + PICKLE))
                .findFirst()
                .orElseThrow(() -> Failure.badInput("", "a part " + PICKLE, "none"));
        this.folder = pickle.substring(0, pickle.length() - PICKLE.length());
    }

    /** What is read of the zip. */
    private interface Reading<T> {
        T read(SavedTensors saved, InputStream pickle) throws IOException;
    }

    /** The tensors of a dictionary by their names. */
    static Map<String, ExportedProgram.Stored> named(String part, Archive file) {
        return read(part, file, (saved, pickle) -> {
            Map<String, ExportedProgram.Stored> tensors = new HashMap<>();
            for (Map.Entry<String, PickledTensor> one :
                    PickledTensor.named(pickle).entrySet()) {
                tensors.put(one.getKey(), saved.stored(one.getKey(), one.getValue()));
            }
            return tensors;
        });
    }

    /** The only tensor among the arguments that a program was exported with, if there is one. */
    static Optional<Constant> onlyArgument(String part, Archive file) {
        return read(part, file, (saved, pickle) -> {
            Optional<PickledTensor> tensor = PickledTensor.onlyArgument(pickle);
            return tensor.isEmpty()
                    ? Optional.empty()
                    : Optional.of(saved.stored("an example", tensor.get()).constant())
                            .filter(constant -> !constant.isInteger());
        });
    }

    private static <T> T read(String part, Archive file, Reading<T> reading) {
        try {
            Path copy = Files.createTempFile("tensors", ".pt"); // a zip is read from its end
            try {
                Files.write(copy, file.part(part));
                try (Archive archive = file.within(copy)) {
                    SavedTensors saved = new SavedTensors(archive);
                    return reading.read(saved, new ByteArrayInputStream(archive.part(saved.folder + PICKLE)));
                }
            } finally {
                Files.delete(copy);
            }
        } catch (Failure e) {
            throw e.at(part);
        } catch (IOException e) {
            throw Failure.badInput(part, "tensors, as torch.save writes them", e.getMessage())
                    .causedBy(e);
        }
    }

    private ExportedProgram.Stored stored(String name, PickledTensor tensor) throws IOException {
        NumberFormat format = FORMATS.get(tensor.type());
        if (format == null) {
            throw Failure.badInput("tensor '%s'".formatted(name), "real or whole numbers", tensor.type());
        }
        ByteBuffer bytes = storages.get(tensor.storage());
        if (bytes == null) {
            bytes = ByteBuffer.wrap(archive.part(folder + "data/" + tensor.storage()));
            storages.put(tensor.storage(), bytes);
        }
        Layout layout = new Layout(integers(tensor.shape()), integers(tensor.strides()), tensor.offset());
        return new ExportedProgram.Stored(
                Payload.constant(archive, name, bytes, format, layout),
                tensor.type().equals("bool"));
    }

    private static int[] integers(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
