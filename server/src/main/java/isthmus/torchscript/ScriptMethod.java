package isthmus.torchscript;

import java.util.List;

/**
 * A method of a TorchScript module, as source text. Immutable; any thread.
 *
 * @param arguments each as {@code name: Type}
 * @param lines one statement each
 * @param result the expression that is returned
 * @param type of the result
 */
public record ScriptMethod(String name, List<String> arguments, List<String> lines, String result, String type) {
    String text(String module) {
        StringBuilder text = new StringBuilder("  def %s(self: __torch__.%s".formatted(name, module));
        for (String argument : arguments) {
            text.append(",\n    ").append(argument);
        }
        text.append(") -> ").append(type).append(":\n");
        for (String line : lines) {
            text.append("    ").append(line).append('\n');
        }
        return text.append("    return ").append(result).append('\n').toString();
    }
}
