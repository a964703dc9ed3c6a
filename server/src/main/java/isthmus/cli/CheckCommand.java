package isthmus.cli;

import isthmus.check.CheckOptions;
import isthmus.check.Claim;
import isthmus.check.Finding;
import isthmus.check.Finding.Outcome;
import isthmus.check.ModelCheck;
import isthmus.data.DataFolders;
import isthmus.inference.torch.TorchModel;
import isthmus.model.Catalogue;
import isthmus.model.Catalogue.Refusal;
import isthmus.model.ModelFolder;
import java.util.List;
import java.util.Set;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Computes again what models claim, and prints which of it holds. One thread. */
@Command(
        name = "check",
        description = "Computes again what models claim, prints a line a claim, and gives exit code 1 where one fails.")
public final class CheckCommand extends NetworkCommand {
    @Parameters(paramLabel = "MODEL", arity = "0..*", description = "Ids of models; by default all of the folder.")
    private List<String> chosen = List.of();

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "Images of a claim, a quarter of it where each takes long, ten times as many where each takes little:"
                            + " ${DEFAULT-VALUE}.")
    private int images;

    @Option(
            names = "--claim",
            paramLabel = "CLAIM",
            description = "Checks this claim alone, after the files; may be repeated: ${COMPLETION-CANDIDATES}.")
    private Set<Claim> claims = Set.of(Claim.values());

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "" + CheckOptions.SECONDS,
            description = "A claim begins no further image after so many seconds: ${DEFAULT-VALUE}.")
    private int seconds;

    private ProgressBar bar;

    @Override
    public Integer call() {
        applyThreads();
        CheckOptions options =
                new CheckOptions(DataFolders.of(data, models), claims, images, seconds, seed, this::progress);
        Catalogue catalogue = Catalogue.read(models);
        boolean all = true;
        List<ModelFolder> folders = chosen.isEmpty()
                ? catalogue.models()
                : chosen.stream().map(catalogue::model).toList();
        for (ModelFolder folder : folders) {
            all &= ModelCheck.run(folder, TorchModel::new, options, (claim, found) -> {
                closeBar();
                line(folder.id(), claim.toString(), found);
            });
        }
        for (Refusal refusal : chosen.isEmpty() ? catalogue.refusals() : List.<Refusal>of()) {
            line(refusal.id(), "files", new Finding(Outcome.FAILS, refusal.sentence()));
            all = false;
        }
        return all ? 0 : 1;
    }

    /** A bar on the error stream, while a claim takes long. */
    private void progress(String soFar) {
        if (bar == null) {
            bar = new ProgressBar(Claim.EVIDENCE.toString(), images);
        }
        bar.step().setExtraMessage(soFar);
    }

    private void closeBar() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private void line(String model, String claim, Finding found) {
        print("%-12s %-11s  %s: %s", model, found.outcome(), claim, found.details());
    }
}
