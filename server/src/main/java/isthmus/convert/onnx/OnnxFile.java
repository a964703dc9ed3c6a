package isthmus.convert.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import isthmus.Failure;
import isthmus.convert.ConvertedModel;
import isthmus.convert.graph.Argument;
import isthmus.convert.graph.GraphBuilder;
import isthmus.convert.graph.Networks;
import isthmus.convert.graph.Port;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code .onnx} files, as torch.onnx.export, tf2onnx and others write them. Any thread. */
public final class OnnxFile {
    private static final int FIRST_TAG = 1 << 3; // of the version, a number, which is field 1

    private OnnxFile() {}

    /** Whether a file is one of these: by its name, or by the field that such files begin with. */
    public static boolean recognises(Path file) {
        if (String.valueOf(file.getFileName()).endsWith(".onnx")) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == FIRST_TAG;
        } catch (IOException e) {
            return false;
        }
    }

    public static ConvertedModel read(Path file) {
        String where = String.valueOf(file.getFileName());
        try {
            return converted(where, model(file), file.toAbsolutePath().getParent());
        } catch (Failure e) {
            throw e.where().equals(where) ? e : e.at(where);
        }
    }

    private static OnnxModel model(Path file) {
        OnnxModel model;
        try {
            model = OnnxModel.read(CodedInputStream.newInstance(Files.readAllBytes(file)));
        } catch (InvalidProtocolBufferException e) {
            throw Failure.badInput("", "an ONNX file", "a file of another kind, or a damaged one")
                    .causedBy(e);
        } catch (IOException e) {
            throw Failure.badInput("", "an ONNX file", e.getMessage()).causedBy(e);
        }
        if (model.graph() == null) {
            throw Failure.badInput("", "an ONNX file", "one without a graph");
        }
        return model;
    }

    private static ConvertedModel converted(String where, OnnxModel model, Path folder) {
        GraphBuilder builder = new GraphBuilder();
        Call.Values values = new Call.Values(builder, folder);
        Set<String> initialized = new HashSet<>();
        for (OnnxTensor tensor : model.graph().initializers()) {
            values.put(tensor.name(), tensor);
            initialized.add(tensor.name());
        }
        List<Port> inputs = new ArrayList<>();
        for (OnnxValue input : model.graph().inputs()) {
            if (!initialized.contains(input.name())) { // early versions list the weights too
                Argument.Value value = GraphBuilder.input(inputs.size());
                inputs.add(input.port(value.name()));
                values.put(input.name(), value);
            }
        }
        new Translation(model, values, builder).translate(model.graph().nodes(), 0);
        List<Port> outputs = new ArrayList<>();
        for (OnnxValue output : model.graph().outputs()) {
            Argument argument = values.argument(output.name());
            if (!(argument instanceof Argument.Value value)) {
                throw Failure.badInput("output '%s'".formatted(output.name()), "a tensor", argument);
            }
            outputs.add(output.port(value.name()));
        }
        return Networks.of(where, builder.graph(inputs, outputs), Optional.empty(), builder.remarks());
    }
}
