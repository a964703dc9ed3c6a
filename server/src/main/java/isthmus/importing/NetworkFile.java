package isthmus.importing;

import isthmus.Failure;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.TorchArchive;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network within a TorchScript file: its module, or one of the module's methods. Immutable; any thread.
 *
 * @param archive the file
 * @param method {@code forward}, {@code encode} or {@code decode}
 */
public record NetworkFile(TorchArchive archive, String method) {
    static final String FORWARD = "forward";

    static NetworkFile of(Path file) {
        return new NetworkFile(TorchArchive.read(file), FORWARD);
    }

    /**
     * A file whose {@code forward} is this network: the file itself, or a copy that calls the method.
     *
     * @param folder for the copy
     */
    Path runnable(Path folder) {
        if (method.equals(FORWARD) && archive.devices().isEmpty()) {
            return archive.file();
        }
        Path copy = folder.resolve(method + ".pt");
        archive.wrap(
                copy,
                new ScriptMethod(
                        FORWARD,
                        List.of("x: Tensor"),
                        List.of("y = %s.%s(x)".formatted(TorchArchive.HELD, method)),
                        "y",
                        resultType()));
        return copy;
    }

    private String resultType() {
        Matcher signature = Pattern.compile("  def " + method + "\\(\\w+: " + Pattern.quote(archive.type())
                        + ",\\s+\\w+: Tensor\\) -> ([^\\n]+):\\n")
                .matcher(archive.code());
        if (!signature.find()) {
            throw Failure.modelFailed(
                    archive.file().toString(), "a method %s of one tensor".formatted(method), "another");
        }
        return signature.group(1);
    }
}
