package isthmus.cli;

import isthmus.convert.pickle.ExportScript;
import isthmus.convert.pickle.StateDict;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the Python script that exports a model from PyTorch. One thread. */
@Command(
        name = "export-script",
        mixinStandardHelpOptions = true,
        description = "Prints a Python script that exports a model from PyTorch, where its code is, for 'import'.",
        footer = {"", "isthmus export-script vae.pth > export.py; python export.py --help"})
public final class ExportScriptCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "What torch.save wrote of the model; what it says is filled in. Nothing of it is run.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String script =
                file == null ? ExportScript.plain() : StateDict.read(file).exportScript(file);
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
