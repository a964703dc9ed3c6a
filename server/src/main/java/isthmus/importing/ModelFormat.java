package isthmus.importing;

import isthmus.convert.ConvertedModel;
import isthmus.convert.diffusers.DiffusersFolder;
import isthmus.convert.onnx.OnnxFile;
import isthmus.convert.pickle.StateDict;
import isthmus.convert.pt2.Pt2File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A format other than TorchScript that models come in.
 *
 * @param recognises a file of it, by its name or what is in it
 * @param read makes TorchScript of it, or refuses it with what the person can do
 */
record ModelFormat(Predicate<Path> recognises, Function<Path, ConvertedModel> read) {
    private static final List<ModelFormat> ALL = List.of(
            new ModelFormat(OnnxFile::recognises, OnnxFile::read),
            new ModelFormat(Pt2File::recognises, Pt2File::read),
            new ModelFormat(DiffusersFolder::recognises, DiffusersFolder::read),
            new ModelFormat(StateDict::recognises, file -> {
                throw StateDict.read(file).refusal(file);
            }));

    /** Whether a file is of one of the formats. */
    static boolean isKnown(Path file) {
        return ALL.stream().anyMatch(format -> format.recognises().test(file));
    }

    /** What a file becomes; empty where it is of none of the formats, and so TorchScript or nothing. */
    static Optional<ConvertedModel> convert(Path file) {
        return ALL.stream()
                .filter(format -> format.recognises().test(file))
                .findFirst()
                .map(format -> format.read().apply(file));
    }
}
