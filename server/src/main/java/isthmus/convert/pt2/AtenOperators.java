package isthmus.convert.pt2;

import isthmus.convert.graph.Argument;
import isthmus.convert.pt2.AtenOperator.Translation;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The operators of exported programs that are read: one row an operator, whatever its overload. */
final class AtenOperators {
    private static final Map<String, AtenOperator> ROWS = new TreeMap<>();

    /** These stay as they are. */
    private static final String SAME_NAMES = """
            abs adaptive_avg_pool1d adaptive_avg_pool2d _adaptive_avg_pool2d adaptive_max_pool2d add addcmul addmm amax amin arange
            argmax argmin atan avg_pool1d avg_pool2d baddbmm bitwise_and bitwise_not bitwise_or bmm broadcast_tensors
            cat cdist ceil celu chunk clamp clamp_max clamp_min constant_pad_nd conv1d conv2d conv3d conv_transpose1d
            conv_transpose2d conv_transpose3d convolution cos cosh cumsum div einsum elu embedding eq erf exp expand expand_as
            flatten flip floor full full_like gather ge gelu group_norm gt hardsigmoid hardswish hardtanh index_select
            layer_norm le leaky_relu linalg_vector_norm linear log log10 log1p log2 log_sigmoid log_softmax _log_softmax
            logical_and logical_not logical_or logsumexp lt matmul max_pool1d max_pool2d max_pool2d_with_indices maximum mean
            minimum mish mm movedim mul narrow native_group_norm native_layer_norm ne neg norm normal numpy_T one_hot ones
            ones_like pad permute pixel_shuffle pixel_unshuffle pow prelu prod rand rand_like randn randn_like
            reciprocal reflection_pad1d reflection_pad2d relu relu6 remainder repeat repeat_interleave replication_pad1d
            replication_pad2d reshape rms_norm roll round rsqrt rsub scalar_tensor scaled_dot_product_attention select selu
            sigmoid sign silu sin sinh slice softmax _softmax softplus split split_with_sizes sqrt square squeeze
            stack std sub sum t tan tanh threshold tile transpose tril triu type_as unbind unflatten unsqueeze
            upsample_bicubic2d upsample_bilinear2d upsample_linear1d upsample_nearest1d upsample_nearest2d
            _upsample_nearest_exact1d _upsample_nearest_exact2d var var_mean where zeros zeros_like
            """;

    static {
        for (String name : SAME_NAMES.trim().split("\\s+")) {
            ROWS.put(name, new AtenOperator(name, name, call -> call.results(name, call.arguments())));
        }
        named("reshape", "view", "_unsafe_view", "view_copy");
        named("size", "sym_size");
        named("numel", "sym_numel");
        for (String name : List.of("add", "sub", "mul", "floordiv", "neg", "truediv", "mod")) {
            String aten = name.equals("truediv") ? "div" : name.equals("mod") ? "remainder" : name;
            row("operator " + name, aten, call -> call.results(aten, call.positional()));
        }
        for (String name : List.of("alias", "clone", "contiguous", "detach", "detach_copy", "lift_fresh_copy")) {
            row(name, "", call -> call.same(call.at(0)));
        }
        row(
                "index",
                "index",
                call -> call.results("index", List.of(call.at(0), call.aten("optionals", call.named("indices", 1)))));
        row("empty", "zeros", call -> call.results("zeros", call.arguments()));
        row("normal_", "randn_like", AtenOperators::normal);
        row("to", "to", AtenOperators::to);
        row("_to_copy", "to", AtenOperators::to);
        row("dropout", "", AtenOperators::dropout);
        row("feature_dropout", "", AtenOperators::dropout);
        row("native_dropout", "", AtenOperators::dropout);
        row("batch_norm", "batch_norm", call -> batchNorm(call, true));
        row("_native_batch_norm_legit", "batch_norm", call -> batchNorm(call, true));
        row("_native_batch_norm_legit_functional", "batch_norm", call -> batchNorm(call, true));
        row("native_batch_norm", "batch_norm", call -> batchNorm(call, true));
        row("_native_batch_norm_legit_no_training", "batch_norm", call -> batchNorm(call, false));
        row("instance_norm", "instance_norm", call -> call.results("instance_norm", call.positional()));
    }

    private AtenOperators() {}

    private static void row(String name, String aten, Translation translation) {
        ROWS.put(name, new AtenOperator(name, aten, translation));
    }

    private static void named(String aten, String... names) {
        Arrays.stream(names).forEach(name -> row(name, aten, call -> call.results(aten, call.positional())));
    }

    static Optional<AtenOperator> named(String name) {
        return Optional.ofNullable(ROWS.get(name));
    }

    static Collection<AtenOperator> all() {
        return ROWS.values();
    }

    /** Draws in place of what is there. */
    private static void normal(AtenCall call) {
        Argument mean = call.named("mean").orElse(Argument.of(0.0));
        Argument deviation = call.named("std").orElse(Argument.of(1.0));
        Argument drawn = call.aten("randn_like", call.at(0));
        call.result(0, call.aten("add", call.aten("mul", drawn, deviation), mean));
    }

    /** To another type of numbers; where they are is not asked. */
    private static void to(AtenCall call) {
        Optional<Argument> type = call.named("dtype");
        if (type.isEmpty() || type.get().equals(Argument.none())) {
            call.same(call.at(0));
        } else {
            call.result(0, call.aten("to", call.at(0), type.get()));
        }
    }

    private static void dropout(AtenCall call) {
        if (call.named("train").filter(Argument.of(true)::equals).isPresent()) {
            call.remark("Dropout was exported as in training; it is left out, as in use.");
        }
        call.same(call.at(0));
    }

    private static void batchNorm(AtenCall call, boolean mayTrain) {
        boolean training = mayTrain
                && call.named("training").filter(Argument.of(true)::equals).isPresent();
        Argument mean = call.named("running_mean").orElse(Argument.none());
        if (mean.equals(Argument.none())) {
            throw call.refused("a batch norm with running statistics", "one without");
        }
        if (training) {
            call.remark("A batch norm was exported as in training; it uses its running statistics, as in use.");
        }
        call.result(
                0,
                call.aten(
                        "batch_norm",
                        call.at(0),
                        call.named("weight").orElse(Argument.none()),
                        call.named("bias").orElse(Argument.none()),
                        mean,
                        call.named("running_var").orElse(Argument.none()),
                        Argument.of(false),
                        Argument.of(0.0),
                        call.named("eps").orElse(Argument.of(1e-5)),
                        Argument.of(false)));
    }
}
