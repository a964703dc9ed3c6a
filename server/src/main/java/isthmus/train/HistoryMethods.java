package isthmus.train;

import isthmus.torchscript.ScriptMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Methods that the module of a loss has for the history of a training: the networks in float32 and without dropout, as they
 * are used later, and the terms of the bound of each image. They read the parameters that are being trained. Any thread.
 */
final class HistoryMethods {
    /** Codes to the decoder's outputs. */
    static final String DECODE = "decodeInUse";

    /** What a loss says of each image of a batch, which it takes as forward does. */
    static final String TERMS = "termsInUse";

    private static final String ENCODE = "encodeInUse";

    private HistoryMethods() {}

    /**
     * @param encoder null where there is none
     * @param lines statements that set the results, (batch) or (batch, …) each, written for the methods encode and decode
     */
    static List<ScriptMethod> of(Network encoder, Network decoder, List<String> lines, List<String> results) {
        List<ScriptMethod> methods = new ArrayList<>(List.of(inUse(decoder, DECODE)));
        if (encoder != null) {
            methods.add(inUse(encoder, ENCODE));
        }
        String types = results.stream().map(one -> "Tensor").collect(Collectors.joining(", "));
        methods.add(new ScriptMethod(
                TERMS,
                List.of("x: Tensor", "target: Tensor", "noise: Tensor", "beta: Tensor"),
                lines.stream()
                        .map(line -> line.replace("(self).encode(", "(self)." + ENCODE + "(")
                                .replace("(self).decode(", "(self)." + DECODE + "("))
                        .toList(),
                "(" + String.join(", ", results) + ",)",
                "Tuple[" + types + "]"));
        return methods;
    }

    private static ScriptMethod inUse(Network network, String name) {
        return network.write(name, MethodWriter.Precision.FLOAT32, false, null).method();
    }
}
