package isthmus.convert.diffusers;

import isthmus.Failure;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes one network as TorchScript: statements in their order, and the weights that they read. Each method takes the
 * variable that holds the input and the name that the layer has in the file, and gives the variable that holds the output.
 * One thread.
 */
final class LayerWriter {
    private static final String INPUT = "x";
    private static final double EPSILON = 1e-6; // of group normalisation
    private static final Map<String, String> ACTIVATIONS = Map.of(
            "silu", "torch.silu(%s)",
            "swish", "torch.silu(%s)",
            "relu", "torch.relu(%s)",
            "gelu", "torch.gelu(%s)",
            "mish", "torch.mish(%s)");

    private final Weights weights;
    private final String activation; // of the blocks
    private final List<String> lines = new ArrayList<>();
    private final List<Tensor> parameters = new ArrayList<>();

    LayerWriter(Weights weights, String activation) {
        this.weights = weights;
        this.activation = ACTIVATIONS.get(activation);
        if (this.activation == null) {
            throw Failure.badInput(
                    "act_fn",
                    "one of "
                            + String.join(
                                    ", ", ACTIVATIONS.keySet().stream().sorted().toList()),
                    activation);
        }
    }

    /** The variable that holds what the network is given. */
    String input() {
        return INPUT;
    }

    boolean has(String name) {
        return weights.has(name);
    }

    String assign(String expression, Object... values) {
        String variable = "v" + lines.size();
        lines.add(variable + " = " + String.format(Locale.ROOT, expression, values));
        return variable;
    }

    String parameter(String name, int... shape) {
        Tensor tensor = weights.read(name, name.replace('.', '_'), shape);
        parameters.add(tensor);
        return "self." + tensor.name();
    }

    /** A convolution that keeps both sides, with a bias. */
    String convolution(String x, String name, int in, int out, int kernel) {
        return convolution(x, name, in, out, kernel, 1, kernel / 2, true);
    }

    String convolution(String x, String name, int in, int out, int kernel, int stride, int padding, boolean bias) {
        String weight = parameter(name + ".weight", out, in, kernel, kernel);
        String shift = bias ? parameter(name + ".bias", out) : "None";
        return assign(
                "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d])", x, weight, shift, stride, stride, padding, padding);
    }

    String linear(String x, String name, int in, int out) {
        return assign(
                "torch.linear(%s, %s, %s)", x, parameter(name + ".weight", out, in), parameter(name + ".bias", out));
    }

    String groupNorm(String x, String name, int channels, int groups) {
        if (channels % groups != 0) {
            throw Failure.badInput("norm_num_groups", "a divisor of %d channels".formatted(channels), groups);
        }
        return assign(
                "torch.group_norm(%s, %d, %s, %s, %s)",
                x, groups, parameter(name + ".weight", channels), parameter(name + ".bias", channels), EPSILON);
    }

    /** The activation that the config names. */
    String activate(String x) {
        return assign(activation, x);
    }

    String silu(String x) {
        return assign(ACTIVATIONS.get("silu"), x);
    }

    String add(String x, String y) {
        return assign("torch.add(%s, %s)", x, y);
    }

    /** Each pixel as a square of equal ones. */
    String upsample(String x, int factor) {
        return assign("torch.upsample_nearest2d(%s, None, [%d., %d.])", x, factor, factor);
    }

    TorchScript module(String name, String result, String type) {
        return new TorchScript(
                name,
                parameters,
                List.of(new ScriptMethod("forward", List.of(INPUT + ": Tensor"), lines, result, type)));
    }
}
