package isthmus.train;

import isthmus.latent.Noise;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as data: a sequence of layers, and heads that each take the output of the last layer. Without heads that
 * output is the result. Immutable; any thread.
 */
public record Network(String name, List<Layer> layers, List<Layer> heads) {
    public Network {
        layers = List.copyOf(layers);
        heads = List.copyOf(heads);
    }

    /** The TorchScript of a network, and the parameters it reads. */
    record GeneratedMethod(ScriptMethod method, List<Tensor> parameters) {}

    /** The network as a method, with initial weights drawn from the noise, or zeros where it is null. */
    GeneratedMethod write(String method, MethodWriter.Precision precision, boolean training, Noise noise) {
        return write(method, new MethodWriter(prefix(), precision, training, noise, false));
    }

    /** The method for inference, which reads parameters that are held in half precision. */
    ScriptMethod readingHalf(String method) {
        return write(method, new MethodWriter(prefix(), MethodWriter.Precision.FLOAT32, false, null, true))
                .method();
    }

    private String prefix() {
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    private GeneratedMethod write(String method, MethodWriter script) {
        String x = "x";
        for (Layer layer : layers) {
            x = layer.write(script, x);
        }
        List<String> outputs = new ArrayList<>();
        for (Layer head : heads) {
            outputs.add(head.write(script, x));
        }
        if (outputs.isEmpty()) {
            outputs.add(x);
        }
        String result = outputs.size() == 1 ? outputs.get(0) : "(" + String.join(", ", outputs) + ")";
        String type = outputs.size() == 1
                ? "Tensor"
                : "Tuple[" + String.join(", ", heads.stream().map(h -> "Tensor").toList()) + "]";
        return new GeneratedMethod(
                new ScriptMethod(method, List.of("x: Tensor"), script.lines, result, type), script.parameters);
    }

    /** The module for inference: float32, without dropout, with these weights in order. */
    TorchScript module(List<Tensor> weights) {
        return module(weights, Storage.FLOAT32);
    }

    /** The same, with weights that its file holds so. */
    TorchScript module(List<Tensor> weights, Storage storage) {
        return switch (storage) {
            case FLOAT32 ->
                new TorchScript(
                        name,
                        weights,
                        List.of(write("forward", MethodWriter.Precision.FLOAT32, false, null)
                                .method()));
            case FLOAT16 ->
                new TorchScript(name, weights.stream().map(Tensor::inHalf).toList(), List.of(readingHalf("forward")));
        };
    }

    /** What a network's file holds its weights in; they are computed with in float32. */
    enum Storage {
        FLOAT32,
        FLOAT16
    }
}
