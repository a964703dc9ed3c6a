package isthmus.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.Failure;
import isthmus.image.DataFit;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the images lie that rows were encoded from, and how they were prepared. Kept for this machine alone: no client is told
 * of it. Immutable; any thread.
 *
 * @param places paths or URIs: one folder, or one or more files
 * @param column that has them; null but in Parquet
 * @param fitting how pictures were fitted to the model's input; null for idx files, which have pixels
 * @param fit what of the data's preparation they were fitted by; null likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageSource(Kind kind, List<String> places, String column, Fitting fitting, DataFit fit) {
    /** The file beside Parquet that says of what it is; who reads Parquet passes over names that begin so. */
    public static final String FILE = "_images.json";

    private static final JsonMapper JSON = new JsonMapper();

    /** How images are kept. */
    public enum Kind {
        FOLDER,
        IDX,
        PARQUET
    }

    public ImageSource {
        if (kind == null
                || places == null
                || places.isEmpty()
                || (kind == Kind.IDX) != (fitting == null)
                || (kind == Kind.PARQUET) != (column != null)) {
            throw Failure.badInput(FILE, "where images lie, and how pictures are fitted", "not so");
        }
        places = List.copyOf(places);
    }

    public static ImageSource folder(String place, FitTarget target) {
        return new ImageSource(Kind.FOLDER, List.of(place), null, target.requested(), target.data());
    }

    public static ImageSource idx(List<String> places) {
        return new ImageSource(Kind.IDX, places, null, null, null);
    }

    /** @param target by which those are fitted that are picture files */
    public static ImageSource parquet(List<String> places, String column, FitTarget target) {
        return new ImageSource(Kind.PARQUET, places, column, target.requested(), target.data());
    }

    /** The same images in another place. */
    public ImageSource in(List<String> others) {
        return new ImageSource(kind, others, column, fitting, fit);
    }

    /** Why a server cannot show them, whatever is there; null where it can. */
    public String absent() {
        return places.stream().anyMatch(place -> path(place) == null) ? "they do not lie on this machine" : null;
    }

    /** Where they lie on this machine. */
    public List<Path> paths() {
        return places.stream().map(ImageSource::path).toList();
    }

    /** Null for what lies elsewhere. */
    private static Path path(String place) {
        try {
            if (!place.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
                return Path.of(place);
            }
            URI uri = URI.create(place);
            return "file".equals(uri.getScheme()) ? Path.of(uri.getPath()) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As the file holds it. */
    public byte[] text() {
        return JsonText.of(this);
    }

    public static ImageSource read(byte[] text) {
        try {
            return JSON.readValue(text, ImageSource.class);
        } catch (IOException e) {
            throw Failure.badInput(FILE, "what 'encode --spark' wrote", e.getMessage())
                    .causedBy(e);
        }
    }
}
