package isthmus.importing;

import isthmus.inference.torch.RawNetwork.Precision;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.TorchArchive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes what stands around a network of somebody else's so that it takes and gives what a model's files do: the method of
 * the module that holds it. One thread.
 */
final class AdapterScript {
    private static final int FLOAT = Precision.FLOAT32.scalarType();

    private final String call; // the network's method
    private final Precision precision;
    private final int batch; // the only one in which it runs; 0 for any

    AdapterScript(String call, BatchedNetwork network) {
        this.call = call;
        this.precision = network.precision();
        this.batch = network.batch();
    }

    /** From images (batch, channels, height, width) in [0, 1] to mu, and the log variance where there is a spread. */
    ScriptMethod encoder(Reading reading, CodePart part, Spread spread) {
        List<String> results = new ArrayList<>(List.of(code(reading.mean())));
        if (spread != null) {
            results.add(spread.scripted(code(part)));
        }
        String input = reading.layout().applied(reading.scale().applied("x"));
        long[] row = Arrays.stream(reading.layout().sizes(1, reading.shape()))
                .skip(1)
                .toArray();
        return method(input, row, results, results.size() == 1 ? "Tensor" : "Tuple[Tensor, Tensor]");
    }

    private static String code(CodePart part) {
        return "torch.flatten(torch.to(%s, %d), 1)".formatted(part.script("y"), FLOAT);
    }

    /** From codes (batch, dim) to images, or to their logits. */
    ScriptMethod decoder(Reading reading) {
        String input = reading.code().length == 1 ? "x" : "torch.reshape(x, [-1, %s])".formatted(words(reading.code()));
        String image =
                reading.imageLayout().undone("torch.to(y%s, %d)".formatted(reading.image(), FLOAT), reading.shape());
        // The scale of a channel needs to know which axis that is.
        boolean byChannel = !reading.logits() && reading.imageScale().mean().size() > 1;
        if (byChannel && reading.imageLayout() == Layout.FLAT) {
            image = "torch.reshape(%s, [-1, %s])"
                    .formatted(image, words(Layout.CHANNELS_FIRST.sizes(1, reading.shape()), 1));
        }
        String result = reading.logits() ? image : reading.imageScale().undone(image);
        return method(input, reading.code(), List.of(result), "Tensor");
    }

    private static String words(long[] sizes) {
        return words(sizes, 0);
    }

    private static String words(long[] sizes, int from) {
        return Arrays.stream(sizes).skip(from).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    }

    private ScriptMethod method(String input, long[] row, List<String> results, String type) {
        List<String> lines = new ArrayList<>();
        lines.add("input = "
                + (precision == Precision.FLOAT32
                        ? input
                        : "torch.to(%s, %d)".formatted(input, precision.scalarType())));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            names.add("result" + i);
        }
        String run = TorchArchive.HELD + "." + call + "(%s)";
        if (batch == 0) {
            lines.add("y = " + run.formatted("input"));
            for (int i = 0; i < results.size(); i++) {
                lines.add(names.get(i) + " = " + results.get(i));
            }
        } else {
            inBatches(lines, row, results, names, run);
        }
        String all = names.size() == 1 ? names.get(0) : "(" + String.join(", ", names) + ")";
        return new ScriptMethod("forward", List.of("x: Tensor"), lines, all, type);
    }

    /** Rows are filled up with zeros to whole batches, and what those give is cut off again. */
    private void inBatches(List<String> lines, long[] row, List<String> results, List<String> names, String run) {
        lines.add("rows = torch.size(input, 0)");
        lines.add("batches = (rows + %d) // %d".formatted(batch - 1, batch));
        lines.add("missing = batches * %d - rows".formatted(batch));
        lines.add("padded = torch.cat([input, torch.new_zeros(input, [missing, %s])], 0)".formatted(words(row)));
        for (String name : names) {
            lines.add("parts_%s = annotate(List[Tensor], [])".formatted(name));
        }
        lines.add("for i in range(batches):");
        lines.add("  y = " + run.formatted("torch.slice(padded, 0, i * %d, (i + 1) * %d)".formatted(batch, batch)));
        for (int i = 0; i < results.size(); i++) {
            lines.add("  appended%d = torch.append(parts_%s, %s)".formatted(i, names.get(i), results.get(i)));
        }
        for (String name : names) {
            lines.add("%s = torch.slice(torch.cat(parts_%s, 0), 0, 0, rows)".formatted(name, name));
        }
    }
}
