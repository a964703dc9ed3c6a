package isthmus.cli;

import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.Settings;
import isthmus.http.WebServer;
import isthmus.inference.ModelStatus;
import isthmus.inference.ModelStatus.State;
import isthmus.inference.torch.TorchModel;
import isthmus.inference.torch.TorchRuntime;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Serves models until it is told to stop. One thread; when the process is told to end, another closes what is open. */
@Command(
        name = "isthmus",
        sortOptions = false,
        description = "Explores the latent spaces of VAEs: serves the models of a folder over HTTP and WebSockets.")
public final class ServeCommand extends ModelsCommand {
    private static final int CLOSING = 4500; // milliseconds; a process that is told to end has five seconds

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on: ${DEFAULT-VALUE}, which this machine alone can reach.")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "7070",
            description = "Port to listen on: ${DEFAULT-VALUE}; 0 for any free one.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where known data sets are looked for first; 'data list' says which there are.")
    private Path data;

    @Option(
            names = "--web",
            paramLabel = "DIR",
            defaultValue = INSTALLED + "web",
            description = "Folder with the page: ${DEFAULT-VALUE}.")
    private Path web;

    @Option(
            names = "--allow-origin",
            paramLabel = "https://HOST",
            description = "Pages of this origin may use the server too; may be repeated.")
    private List<String> origins = List.of();

    @Option(
            names = "--allow-frame",
            paramLabel = "ORIGIN",
            description = "Pages of this origin may show the page in a frame; may be repeated.")
    private List<String> ancestors = List.of();

    @Option(
            names = "--public-url",
            paramLabel = "https://HOST",
            description = "Where others reach the server: what links and previews say, and"
                    + " an origin of the server's own; by default what each request says.")
    private String publicUrl;

    @Option(
            names = "--base-path",
            paramLabel = "PATH",
            defaultValue = "",
            description = "Path below which everything lies, such as /isthmus, which a proxy passes on unchanged.")
    private String basePath;

    @Option(
            names = "--token",
            arity = "0..1",
            paramLabel = "TOKEN",
            fallbackValue = "",
            description = "Asks everybody for a token: this one, or one that is made up and printed.")
    private String token;

    @Option(
            names = "--trust-proxy",
            description = "Takes clients' addresses from Forwarded or X-Forwarded-For: behind a proxy that sets them.")
    private boolean trustProxy;

    @Option(names = "--no-import", description = "Lets nobody import models in the page, not even at this machine.")
    private boolean noImport;

    @Option(names = "--no-train", description = "Lets nobody train models in the page, not even at this machine.")
    private boolean noTrain;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Compute threads of one operation of a network: by default half the processors.")
    private Integer threads;

    /** The command with an option for each limit. */
    public static CommandLine line() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new ServeCommand());
        for (Limit limit : Limit.values()) {
            spec.addOption(OptionSpec.builder(limit.option())
                    .paramLabel("N")
                    .type(Long.class)
                    .description(limit.meaning() + "; by default " + limit.initial() + ".")
                    .build());
        }
        return new CommandLine(spec);
    }

    private Limits limits() {
        Limits limits = Limits.defaults();
        for (Limit limit : Limit.values()) {
            limits = limits.with(
                    limit, spec.commandLine().getParseResult().matchedOptionValue(limit.option(), limit.initial()));
        }
        return limits;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (threads != null && threads < 1) {
            throw Failure.badInput("--threads", "a number from 1", threads);
        }
        TorchRuntime.serve(threads);
        TorchRuntime.startBeside();
        String asked = token == null || !token.isEmpty() ? token : drawnToken();
        Settings settings = new Settings(
                host,
                port,
                models,
                data,
                web,
                origins,
                ancestors,
                publicUrl,
                basePath,
                asked,
                trustProxy,
                !noImport,
                !noTrain,
                limits());
        PrintWriter out = out();
        CountDownLatch ended = new CountDownLatch(1);
        WebServer site = WebServer.open(settings, TorchModel::new);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(site, ended), "end"));
        List<ModelStatus> found = site.models().models();
        found.stream()
                .filter(model -> model.state() == State.REFUSED)
                .forEach(model -> out.printf("Not served: %s: %s%n", model.id(), model.reason()));
        String served = found.stream()
                .filter(model -> model.state() != State.REFUSED)
                .map(ModelStatus::id)
                .collect(Collectors.joining(", "));
        String link = asked == null ? site.address().toString() : site.address() + "/?token=" + asked;
        out.printf("Isthmus serves %s at %s%n", served.isEmpty() ? "no model yet" : served, link);
        if (asked == null && !isLoopback(host)) {
            out.printf(
                    "Whoever reaches %s may use it, unencrypted and without a password; --token asks for one.%n", host);
        }
        out.flush();
        ended.await();
        return 0;
    }

    private static String drawnToken() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Closes the server. What hangs is left behind: the process ends when this returns. */
    private static void end(WebServer site, CountDownLatch ended) {
        Thread closing = new Thread(site::close, "closing");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.countDown();
    }
}
