package isthmus.check;

import java.util.Set;

/** Each file has the sha256 that the card says, and the atlas is whole. One thread. */
final class HashedFiles {
    private HashedFiles() {}

    static Finding check(Subject subject) {
        Set<String> names = subject.card().files().keySet();
        names.forEach(subject.folder()::checked);
        boolean any = subject.atlas() != null;
        return Finding.of(true, "%d of %1$d by their sha256%s", names.size(), any ? ", and the atlas is whole" : "");
    }
}
