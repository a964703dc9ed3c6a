package isthmus.check;

import isthmus.history.History;
import isthmus.history.HistoryFile;
import isthmus.history.Snapshot;
import isthmus.model.ModelCard;
import isthmus.model.Provenance;
import java.util.List;

/**
 * A history ends with the networks that are here: the decoder gives its last draws. Where the weights of an earlier epoch
 * were kept, they are nearer to its last draws than to its first, or the decoder never changed. One thread.
 */
final class LastDraws {
    private static final double ROUNDING = 0.08; // grey levels on average: of bytes, half precision and threads

    private LastDraws() {}

    static Finding check(Subject subject) {
        if (!subject.card().files().containsKey(ModelCard.HISTORY)) {
            return Finding.notChecked("the folder has no history of the training");
        }
        History history = HistoryFile.read(subject.folder().checked(ModelCard.HISTORY));
        List<Snapshot> snapshots = history.snapshots();
        Snapshot last = snapshots.get(snapshots.size() - 1);
        float[] now = subject.model().decode(history.codes(), history.draws());
        double first = distance(snapshots.get(0).draws(), now);
        double end = distance(last.draws(), now);
        Provenance provenance = subject.card().provenance();
        boolean earlier = provenance != null && provenance.epoch() != null && provenance.epoch() < provenance.epochs();
        return Finding.of(
                end <= ROUNDING || (earlier && end < first),
                "%d draws after step %,d are within %.2f grey levels of the decoder's%s; at the start %.2f",
                history.draws(),
                last.step(),
                end,
                earlier
                        ? ", whose weights are of epoch %d of %d".formatted(provenance.epoch(), provenance.epochs())
                        : "",
                first);
    }

    /** Mean absolute difference in grey levels. */
    private static double distance(byte[] levels, float[] means) {
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            sum += Math.abs((levels[i] & 0xFF) - Math.round(255 * means[i]));
        }
        return sum / means.length;
    }
}
