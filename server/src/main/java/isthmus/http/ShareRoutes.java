package isthmus.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import isthmus.Failure;
import isthmus.Settings;
import isthmus.Version;
import isthmus.inference.ModelStore;
import isthmus.live.ClientLog;
import isthmus.model.ModelFolder;
import isthmus.share.LinkState;
import isthmus.share.Previews;

/** Short links: the page that a link opens, as others see it announced, and its picture. Any thread. */
final class ShareRoutes {
    private final Settings settings;
    private final ModelStore models;
    private final Previews previews;
    private final Page entrance; // null on a server without a page
    private final PublicAddress address;

    ShareRoutes(Settings settings, ModelStore models, Previews previews, Page entrance) {
        this.settings = settings;
        this.models = models;
        this.previews = previews;
        this.entrance = entrance;
        address = new PublicAddress(settings);
    }

    void register(RoutesConfig routes) {
        routes.get(LinkPreview.PATH + "{code}", this::page)
                .get(LinkPreview.PATH + "{code}" + LinkPreview.PICTURE, this::picture)
                .get(OembedRoute.PATH, new OembedRoute(settings, address, this::opened));
    }

    /** What a code holds, fit for a model that is here, or a Failure that says why there is no such thing. */
    private LinkPreview opened(String base, String code) {
        LinkState shared = LinkState.of(code);
        ModelFolder folder;
        try {
            folder = models.folder(shared.model());
        } catch (Failure failure) {
            boolean refused = failure.kind() == Failure.Kind.MODEL_FAILED;
            throw Failure.notFound(
                            "This link",
                            "a link for " + failure.expected(),
                            "one for “%s”".formatted(shared.model()) + (refused ? ", " + failure.found() : ""))
                    .causedBy(failure);
        }
        Previews.check(shared, folder.card());
        return new LinkPreview(base, code, shared, folder);
    }

    private void page(Context context) {
        if (entrance == null) {
            throw Failure.notFound("", "a path that is served", "a link on a server without a page");
        }
        String code = context.pathParam("code");
        try {
            LinkPreview announced = opened(address.of(context), code);
            entrance.open(context, announced::within);
        } catch (Failure failure) {
            ClientLog.info(Guard.client(context), "GET a link: " + failure.getMessage());
            context.status(failure.kind().status())
                    .header("Cache-Control", "no-cache")
                    .contentType(RefusalPage.TYPE)
                    .result(refusal(context, failure));
        }
    }

    private static String refusal(Context context, Failure failure) {
        boolean missing = failure.kind() == Failure.Kind.NOT_FOUND;
        String advice = missing
                ? "The link itself may be fine: it opens on an Isthmus that has the model."
                : "Ask for the link again and copy all of it: some programs cut long links or break them across lines.";
        String title = missing ? "This link's model isn't here" : "This link can't be opened";
        return RefusalPage.of(context, title, failure.getMessage(), advice);
    }

    private void picture(Context context) {
        LinkPreview announced = opened(address.of(context), context.pathParam("code"));
        String tag = "\"%s %s\"".formatted(announced.folder().version(), Version.NAME);
        // What is drawn depends on the model and on the Isthmus that draws.
        context.header("ETag", tag)
                .header("Cache-Control", "public, no-cache") // kept, but asked for: the model may change
                .header("Cross-Origin-Resource-Policy", "cross-origin"); // pages of others show it
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        context.future(() -> previews.of(
                        announced.code(), announced.shared(), announced.folder().version())
                .thenAccept(png -> context.contentType("image/png").result(png)));
    }
}
