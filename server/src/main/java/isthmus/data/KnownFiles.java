package isthmus.data;

import isthmus.Failure;
import isthmus.data.KnownData.DataFile;
import isthmus.data.KnownData.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a known data set on this machine. They are read as they are, gzip or not; a download must have the published
 * checksum. Any thread.
 */
record KnownFiles(KnownData known, DataFolders folders) {

    /** The files of a part, or a Failure that says how to get them. */
    List<IdxImages.Files> of(DataPart part) {
        for (List<Source> sources : known.alternatives(part)) {
            if (missing(sources).isEmpty()) {
                return sources.stream().map(this::found).toList();
            }
        }
        DataFile first = missing(known.alternatives(part).get(0)).get(0);
        throw Failure.notFound(
                        known.name(),
                        first.name() + " on this machine",
                        known.licence() == null ? "none, as no licence allows shipping it" : "none")
                .hint(known.mirrors().isEmpty() ? byHand("it") : "'data fetch %s' gets it".formatted(known.name()));
    }

    private String byHand(String files) {
        return "whoever runs Isthmus here can put %s into DIR/%s and start it with --data DIR"
                .formatted(files, known.name());
    }

    /** Downloads what is missing of the whole. */
    void fetch() {
        List<DataFile> missing = missing(known.sources());
        if (known.mirrors().isEmpty() && !missing.isEmpty()) {
            String fetched = KnownData.ALL.stream()
                    .filter(other -> !other.mirrors().isEmpty())
                    .map(KnownData::name)
                    .collect(Collectors.joining(" or "));
            throw Failure.notFound("data fetch", fetched, known.name() + ", which nobody publishes in this form")
                    .hint(byHand(missing.stream().map(DataFile::name).collect(Collectors.joining(" and "))));
        }
        for (DataFile file : missing) {
            List<String> reasons =
                    Download.fetch(file, known.mirrors(), downloads().resolve(file.name()));
            if (!reasons.isEmpty()) {
                throw Failure.notFound(
                                file.name(), "a mirror that gives it", "none (" + String.join("; ", reasons) + ")")
                        .hint("try again, or " + byHand("it"));
            }
        }
    }

    private Path downloads() {
        return folders.downloads().resolve(known.name());
    }

    Holding holding() {
        List<DataFile> missing = missing(known.sources());
        return new Holding(
                known.name(),
                known.rows(),
                known.licence(),
                Stream.of(DataPart.ALL, DataPart.TEST, DataPart.TRAIN)
                        .filter(this::has)
                        .findFirst()
                        .orElse(null),
                known.files()
                        .flatMap(file -> find(file).stream())
                        .map(Path::getParent)
                        .distinct()
                        .toList(),
                missing.stream().map(DataFile::name).toList(),
                known.mirrors().isEmpty()
                        ? 0
                        : missing.stream().mapToLong(DataFile::bytes).sum(),
                downloads());
    }

    private boolean has(DataPart part) {
        return known.alternatives(part).stream()
                .anyMatch(sources -> missing(sources).isEmpty());
    }

    private List<DataFile> missing(List<Source> sources) {
        return sources.stream()
                .flatMap(source -> source.files().stream())
                .filter(file -> find(file).isEmpty())
                .toList();
    }

    private IdxImages.Files found(Source source) {
        Path companion =
                source.companion() == null ? null : find(source.companion()).orElseThrow();
        return new IdxImages.Files(find(source.images()).orElseThrow(), companion, source.split(), source.holds());
    }

    private Optional<Path> find(DataFile file) {
        return folders.inOrder().stream()
                .map(folder -> folder.resolve(known.name()))
                .flatMap(folder -> Stream.of(file.name(), file.name().replaceFirst("\\.gz$", ""))
                        .map(folder::resolve))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
