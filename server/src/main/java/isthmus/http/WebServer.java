package isthmus.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Limit;
import isthmus.Meters;
import isthmus.Settings;
import isthmus.importing.jobs.Imports;
import isthmus.inference.Model;
import isthmus.inference.ModelLease;
import isthmus.inference.ModelStatus;
import isthmus.inference.ModelStatus.State;
import isthmus.inference.ModelStore;
import isthmus.inference.StoreOptions;
import isthmus.live.ClientLog;
import isthmus.live.LiveServer;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.share.Previews;
import isthmus.train.jobs.Trainings;
import isthmus.wire.ErrorBody;
import isthmus.wire.Printable;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web server: the page, the routes, and what holds for all of them. Opened and closed by one thread; what it serves
 * it answers on threads of its own.
 */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int THREADS = 64;
    private static final int FINISH = 2000; // milliseconds that what runs over HTTP may take to finish

    private final Settings settings;
    private final ModelStore models;
    private final Meters meters;
    private final LiveServer live;
    private final Imports imports;
    private final Trainings trainings;
    private final ConnectionWatch watch = new ConnectionWatch();
    private final Javalin javalin;

    /**
     * Starts serving; returns when the first request can come. Refuses where the address is not to be had.
     *
     * @param opener of models, as {@link ModelStore#open} calls it
     */
    public static WebServer open(Settings settings, Function<ModelFolder, ? extends Model> opener) {
        Meters meters = new Meters();
        WebServer site;
        try {
            ModelStore models = ModelStore.open(settings.models(), opener, StoreOptions.of(settings.limits(), meters));
            openFirst(models);
            site = new WebServer(settings, models, meters);
        } catch (RuntimeException e) {
            meters.close();
            throw e;
        }
        try {
            site.javalin.start();
        } catch (JavalinBindException e) {
            site.close();
            throw Failure.badInput(
                            "--port",
                            "a free port at " + settings.host(),
                            settings.port() + ", at which another program may listen")
                    .causedBy(e);
        } catch (RuntimeException e) {
            site.close();
            throw Failure.badInput(
                            "--host",
                            "an address of this machine",
                            "%s (%s)".formatted(settings.host(), rootOf(e).getMessage()))
                    .causedBy(e);
        }
        return site;
    }

    /** Begins to open the model that the page shows first, beside what else is to start. */
    private static void openFirst(ModelStore store) {
        List<ModelStatus> found = store.models();
        if (!found.isEmpty() && found.get(0).state() != State.REFUSED) {
            CompletableFuture<Void> unused =
                    store.lease(found.get(0).id()).thenAccept(ModelLease::close).exceptionally(error -> null);
        }
    }

    private WebServer(Settings settings, ModelStore models, Meters meters) {
        this.settings = settings;
        this.models = models;
        this.meters = meters;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("http");
        SecurityHeaders headers = new SecurityHeaders(settings);
        live = new LiveServer(settings, models, meters);
        imports = new Imports(settings.models(), settings.limits(), models::scan);
        trainings = new Trainings(settings.models(), settings.data(), models::scan);
        OwnMachine importing = new OwnMachine(settings, OwnMachine.Use.IMPORT);
        OwnMachine training = new OwnMachine(settings, OwnMachine.Use.TRAIN);
        ActiveAnswers answers = new ActiveAnswers(settings.limits(), watch);
        AnswerSender sender = new AnswerSender(settings.limits(), watch, answers);
        javalin = Javalin.create(config -> {
            config.jetty.threadPool = threads;
            serve(config, settings, headers, watch);
            answerFailures(config);
            forgetHttpSessions(config);
            count(config, meters);
            new ModelRoutes(models, meters, importing, training).register(config.routes);
            new ResultRoutes(settings.models()).register(config.routes);
            new ImportRoutes(imports, importing, settings.limits()).register(config.routes);
            new TrainingRoutes(trainings, training, settings.limits()).register(config.routes);
            DecodeRoute decode = new DecodeRoute(models, live.work(), answers, settings.limits());
            Page page = settings.web() == null ? null : new Page(settings.web(), settings.basePath());
            new ShareRoutes(settings, models, new Previews(live::mapData), page).register(config.routes);
            config.routes
                    .get("/api/models/{id}/atlas.npz", new ModelFileRoute(ModelCard.ATLAS, models, sender))
                    .get("/api/models/{id}/history.npz", new ModelFileRoute(ModelCard.HISTORY, models, sender))
                    .get("/api/models/{id}/prior.npz", new ModelFileRoute(ModelCard.PRIOR, models, sender))
                    .get("/api/models/{id}/decode", decode)
                    .post("/api/models/{id}/decode", decode)
                    .post("/api/models/{id}/path", new PathRoute(models, live.work(), answers, settings.limits()))
                    .post("/api/pdf", new PdfRoute(live.work(), answers, settings.limits()))
                    .post(
                            "/api/models/{id}/encode",
                            new EncodeRoute(models, live.work(), threads, answers, settings.limits()))
                    .post(
                            "/api/models/{id}/report",
                            new ReportRoute(models, live.reports(), threads, answers, settings.limits()));
            config.routes.after(sender::sendResult);
            live.register(config);
            if (page != null) {
                page.register(config.routes);
                serveFiles(config, settings);
            }
        });
    }

    private static void serve(JavalinConfig config, Settings settings, SecurityHeaders headers, ConnectionWatch watch) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = settings.limits().get(Limit.MAX_BODY_BYTES);
        config.http.prefer405over404 = true;
        config.router.contextPath = settings.basePath();
        config.jetty.addConnector((server, http) -> connector(server, http, settings));
        config.jetty.modifyHttpConfiguration(http -> {
            http.setIdleTimeout(settings.limits().get(Limit.IDLE_SECONDS) * 1000L);
            http.addCustomizer((request, answer) -> {
                headers.all().forEach(answer::put);
                return request;
            });
        });
        ErrorAnswers errors = new ErrorAnswers(headers);
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(0); // what runs has had its time when the server is stopped; see close
            server.setErrorHandler(errors);
            server.insertHandler(new BodyHandler(settings.limits(), watch));
            server.insertHandler(new GracefulHandler());
            server.insertHandler(new Guard(settings));
        });
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(errors));
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, Settings settings) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http)) {
            @Override
            protected SocketChannelEndPoint newEndPoint(
                    SocketChannel channel, ManagedSelector selector, SelectionKey key) {
                WatchedEndPoint connection = new WatchedEndPoint(channel, selector, key, this);
                connection.setIdleTimeout(getIdleTimeout());
                return connection;
            }
        };
        connector.setIdleTimeout(
                Math.min(connector.getIdleTimeout(), settings.limits().get(Limit.IDLE_SECONDS) * 1000L));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        return connector;
    }

    /** Counts by the path as it is registered; what nothing is registered for counts as one. */
    private static void count(JavalinConfig config, Meters meters) {
        config.requestLogger.http((context, milliseconds) -> {
            Endpoint endpoint = context.endpoints().lastHttpEndpoint();
            meters.answered(
                    endpoint == null ? "other" : endpoint.path,
                    endpoint == null ? "other" : endpoint.method.name(),
                    context.statusCode(),
                    (long) (milliseconds * 1e6));
        });
    }

    /**
     * The web server library opens an HTTP session for each socket, which nobody wants: no cookie tells of it, and it is
     * gone before the socket is there.
     */
    private static void forgetHttpSessions(JavalinConfig config) {
        config.jetty.modifyServletContextHandler(context -> {
            context.getSessionHandler().setUsingCookies(false);
            context.getSessionHandler().setMaxInactiveInterval(30);
        });
        config.routes.wsBeforeUpgrade(context -> {
            HttpSession session = context.req().getSession(false);
            if (session != null) {
                session.invalidate();
            }
        });
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a page names by plain paths, and what a developer looks at. */
    private static void serveFiles(JavalinConfig config, Settings settings) {
        config.staticFiles.add(files -> {
            files.directory = realPath(settings.web()).toString(); // files of another spelling are not served
            files.location = Location.EXTERNAL;
            files.headers = Map.of("Cache-Control", "no-cache");
        });
        config.staticFiles.enableWebjars(); // libraries of the page; their versions stand in their paths
    }

    private static void answerFailures(JavalinConfig config) {
        config.routes
                .exception(Failure.class, (failure, context) -> answer(context, failure))
                .exception(CancellationException.class, (e, context) -> answer(context, abandoned()))
                .exception(
                        HttpResponseException.class, (e, context) -> answer(context, body(e, context), e.getStatus()))
                .exception(Exception.class, (e, context) -> {
                    if (rootOf(e) instanceof OutOfMemoryError) {
                        answer(context, Failure.busy("memory", "enough for this request", "too little"));
                    } else if (rootOf(e) instanceof EofException) {
                        answer(context, abandoned()); // the client left while it sent or was sent something
                    } else {
                        LOG.error(
                                "{} {} {} met a defect",
                                Guard.client(context),
                                context.method(),
                                Printable.shown(context.path()),
                                e);
                        answer(context, ErrorBody.of(500, "a defect of the server, which is in its log"), 500);
                    }
                });
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("a request met {}", error.toString());
            response.setStatus(error instanceof OutOfMemoryError ? 503 : 500);
        });
    }

    private static Failure abandoned() {
        return Failure.busy("", "a request that its client waits for", "it given up");
    }

    private static ErrorBody body(HttpResponseException e, Context context) {
        String path = Printable.shown(context.path());
        return switch (e.getStatus()) {
            case 404 ->
                ErrorBody.of(Failure.notFound(
                        "", "a path that is served, such as " + context.contextPath() + "/api/models", path));
            case 405 -> ErrorBody.of(Failure.of(Kind.METHOD_NOT_ALLOWED, path, "another method", context.method()));
            default -> ErrorBody.of(e.getStatus(), e.getMessage());
        };
    }

    private static void answer(Context context, Failure failure) {
        answer(context, ErrorBody.of(failure), failure.kind().status());
    }

    private static void answer(Context context, ErrorBody body, int status) {
        ClientLog.info(
                Guard.client(context),
                "%s %s: %s %s"
                        .formatted(context.method(), Printable.shown(context.path()), body.code(), body.message()));
        context.removeHeader("Content-Length");
        context.removeHeader("ETag");
        context.status(status);
        if (status == 404 && RefusalPage.isWanted(context)) {
            String advice = "Check the address, or start from the map.";
            context.contentType(RefusalPage.TYPE)
                    .result(RefusalPage.of(context, "Page not found", Printable.shown(context.path()), advice));
        } else {
            JsonAnswer.send(context, body);
        }
    }

    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Where it is reached. */
    public URI address() {
        String name = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create("http://" + name + ":" + javalin.port() + settings.basePath());
    }

    public ModelStore models() {
        return models;
    }

    public Meters meters() {
        return meters;
    }

    /** Lets nobody in any more, finishes what runs or cuts it off, and returns when the address is free. */
    @Override
    public void close() {
        live.closeSessions();
        finish();
        javalin.stop();
        live.close();
        imports.close();
        trainings.close();
        watch.close();
        models.close();
        meters.close();
    }

    private void finish() {
        // Here rather than within the server's stop, which takes whatever is not finished for its own failure.
        CompletableFuture<Void> finished =
                Graceful.shutdown(javalin.jettyServer().server());
        try {
            finished.get(FINISH, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "closing: expected what runs to finish within {} ms, found some that did not: it is cut off",
                    FINISH);
        } catch (ExecutionException e) {
            LOG.warn(
                    "closing: expected what runs to finish, found {}", rootOf(e).toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
