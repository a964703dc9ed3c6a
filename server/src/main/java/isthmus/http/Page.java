package isthmus.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import isthmus.Failure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The page of a folder, as it is whenever somebody opens it: an edit shows at the next reload. Any thread. */
final class Page {
    private static final String ENTRANCE = "index.html";
    private static final List<String> PARTS = List.of(ENTRANCE, "src", "css");
    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8");

    private final Path web;
    private final String base;
    private Map<Path, String> stamps = Map.of(); // by this
    private volatile PageVersion version;

    /**
     * @param base path of the server, as {@link isthmus.Settings} has it
     */
    Page(Path web, String base) {
        this.web = web;
        this.base = base;
        now();
    }

    void register(RoutesConfig routes) {
        for (String path : List.of("/", "/" + ENTRANCE)) {
            routes.get(path, context -> open(context, UnaryOperator.identity()));
        }
        routes.get("/" + PageVersion.PATH + "{hash}/<name>", this::file);
    }

    /** Answers with what is made of the page's text. */
    void open(Context context, UnaryOperator<String> change) {
        context.header("Cache-Control", "no-cache")
                .contentType("text/html; charset=utf-8")
                .result(change.apply(now().html()));
    }

    private void file(Context context) {
        String hash = context.pathParam("hash");
        PageVersion latest = version;
        // A page that was opened before an edit gets what there is now, and may not keep it.
        PageVersion served = hash.equals(latest.hash()) ? latest : now();
        String name = context.pathParam("name");
        byte[] bytes = served.files().get(name);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (bytes == null || type == null) {
            throw new NotFoundResponse();
        }
        boolean lasting = hash.equals(served.hash());
        context.header("Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache")
                .contentType(type)
                .result(bytes);
    }

    /** Reads the files again where one has another size or date than before. */
    synchronized PageVersion now() {
        try {
            Map<Path, String> found = new TreeMap<>();
            for (String part : PARTS) {
                Files.walkFileTree(web.resolve(part), new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes seen) {
                        if (Files.isRegularFile(file)) { // an editor's lock may be a link to nothing
                            found.put(
                                    file,
                                    seen.size() + " " + seen.lastModifiedTime().toMillis());
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                        if (file.equals(web.resolve(ENTRANCE))) {
                            throw e;
                        }
                        return FileVisitResult.CONTINUE; // gone meanwhile, or a page without such a folder
                    }
                });
            }
            if (!found.equals(stamps)) {
                SortedMap<String, byte[]> files = new TreeMap<>();
                for (Path file : found.keySet()) {
                    files.put(web.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
                version = PageVersion.of(files, ENTRANCE, base);
                stamps = found;
            }
            return version;
        } catch (IOException e) {
            throw Failure.notFound("--web", "a folder with " + ENTRANCE, "none at " + web)
                    .causedBy(e);
        }
    }
}
