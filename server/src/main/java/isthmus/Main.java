package isthmus;

import isthmus.cli.AtlasCommand;
import isthmus.cli.BenchCommand;
import isthmus.cli.CheckCommand;
import isthmus.cli.ClassifierCommand;
import isthmus.cli.CompareCommand;
import isthmus.cli.DataSetsCommand;
import isthmus.cli.EncodeCommand;
import isthmus.cli.EvaluateCommand;
import isthmus.cli.ExportScriptCommand;
import isthmus.cli.ImportCommand;
import isthmus.cli.ListCommand;
import isthmus.cli.PaperCommand;
import isthmus.cli.RecipeCommand;
import isthmus.cli.RehashCommand;
import isthmus.cli.ServeCommand;
import isthmus.cli.TrainCommand;
import picocli.CommandLine;

/** Serves, or runs a subcommand. A Failure is printed to the error stream and gives exit code 1. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return ServeCommand.line()
                .addSubcommand(new ListCommand())
                .addSubcommand(new RecipeCommand())
                .addSubcommand(new TrainCommand())
                .addSubcommand(new EvaluateCommand())
                .addSubcommand(new EncodeCommand())
                .addSubcommand(new AtlasCommand())
                .addSubcommand(new CompareCommand())
                .addSubcommand(new ClassifierCommand())
                .addSubcommand(new PaperCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new ImportCommand())
                .addSubcommand(new ExportScriptCommand())
                .addSubcommand(new RehashCommand())
                .addSubcommand(new BenchCommand())
                .addSubcommand(new DataSetsCommand())
                // Otherwise "--models list" is taken for the option without a value and then the subcommand.
                .setAllowSubcommandsAsOptionParameters(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    if (!(e instanceof Failure)) {
                        throw e;
                    }
                    line.getErr().println(e.getMessage());
                    return 1;
                });
    }
}
