package isthmus.cli;

import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSets;
import isthmus.data.Holding;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The data sets that are known by name: what of them is on this machine, and how to get the rest. One thread. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Lists the data sets that are known by name, or downloads one.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DataSetsCommand.ListSets.class, DataSetsCommand.Fetch.class})
public final class DataSetsCommand {
    /** What both have in common. */
    abstract static class SetsCommand extends ModelsCommand {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description =
                        "Where data sets are looked for first, and where they are put; by default the user's cache.")
        private Path data;

        DataFolders folders() {
            return DataFolders.of(data, models);
        }

        void line(Holding set) {
            print(
                    "%-14s %,7d images  %-13s  %s",
                    set.name(), set.images(), set.licence() == null ? "none stated" : set.licence(), words(set));
        }

        private static String words(Holding set) {
            String places = set.folders().stream().map(Path::toString).collect(Collectors.joining(" and "));
            if (set.part() == DataPart.ALL) {
                return "in " + places;
            }
            String files = String.join(" and ", set.missing());
            String rest = set.fetchable() > 0
                    ? String.format(
                            Locale.ROOT,
                            "'data fetch %s' puts %.1f MB into %s",
                            set.name(),
                            set.fetchable() / 1e6,
                            set.downloads())
                    : "for all of it put %s into DIR/%s and say --data DIR".formatted(files, set.name());
            String here = set.part() == null ? "none" : "the %s part in %s".formatted(set.part(), places);
            return here + "; " + rest;
        }
    }

    /** Lists them. */
    @Command(name = "list", description = "Lists the data sets that are known by name: licence, and what is here.")
    static final class ListSets extends SetsCommand {
        @Override
        public Integer call() {
            DataSets.holdings(folders()).forEach(this::line);
            return 0;
        }
    }

    /** Downloads one. */
    @Command(
            name = "fetch",
            description = "Downloads what is not here of a data set, and checks that it is as published: mnist or"
                    + " fashion-mnist.")
    static final class Fetch extends SetsCommand {
        @Parameters(paramLabel = "NAME", description = "Name of the data set.")
        private String name;

        @Override
        public Integer call() {
            line(DataSets.fetch(name, folders()));
            return 0;
        }
    }
}
