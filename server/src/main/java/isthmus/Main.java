package isthmus;

import isthmus.cli.EvaluateCommand;
import isthmus.cli.ImportCommand;
import isthmus.cli.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Wires the parts, starts, closes in reverse. Subcommands live in {@code cli}. */
@Command(
        name = "isthmus",
        mixinStandardHelpOptions = true,
        description = "Explores the latent spaces of VAEs.",
        subcommands = {TrainCommand.class, EvaluateCommand.class, ImportCommand.class})
public final class Main implements Runnable {
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    @Override
    public void run() {
        System.out.println("Isthmus");
    }
}
