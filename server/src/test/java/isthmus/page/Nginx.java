package isthmus.page;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A real nginx in front of two servers, with the configuration that DEPLOY.md shows: only ports and the certificate are the
 * test's. A child process in the foreground, which writes into a folder of its own. One thread.
 */
final class Nginx implements AutoCloseable {
    static final Program PROGRAM = new Program("the test of DEPLOY.md", "nginx");
    private static final String PASSWORD = "only-here";
    private static final int PATIENCE = 20; // seconds

    private final Process process;
    private final Path log;

    /**
     * Starts it; returns when it answers.
     *
     * @param folder an empty one
     * @param port of 127.0.0.1 to listen on
     * @param servers the ports of the two servers behind it
     */
    Nginx(Path folder, int port, int... servers) throws IOException, InterruptedException {
        certify(folder);
        log = folder.resolve("error.log");
        Path config = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log error.log notice;
                events {}
                http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                %s
                }
                """.formatted(documented(folder, port, servers)));
        process = new ProcessBuilder(
                        PROGRAM.file(PROGRAM.named()).toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        config.toString(),
                        "-e",
                        log.toString())
                .inheritIO()
                .start();
        try {
            awaitAnswer(port);
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A port that is free, and none of those that the system gives to whoever asks for any. */
    static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException e) {
                // another's: the next draw
            }
        }
    }

    private static String documented(Path folder, int port, int[] servers) throws IOException {
        String text = Files.readString(BundledSite.ROOT.resolve("server/DEPLOY.md"));
        int from = text.indexOf("```nginx\n") + 9;
        String config = text.substring(from, text.indexOf("```", from));
        config = replaced(config, "127.0.0.1:443 ", "127.0.0.1:%d ".formatted(port));
        config = replaced(config, "127.0.0.1:7070;", "127.0.0.1:%d;".formatted(servers[0]));
        config = replaced(config, "127.0.0.1:7071;", "127.0.0.1:%d;".formatted(servers[1]));
        return replaced(config, "/etc/ssl/isthmus/", folder + "/");
    }

    private static String replaced(String config, String documented, String own) {
        if (!config.contains(documented)) {
            throw new IllegalStateException(
                    "DEPLOY.md: expected %s in its nginx configuration, found none".formatted(documented));
        }
        return config.replace(documented, own);
    }

    /** Writes a key, and a certificate of it by itself. */
    private static void certify(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("key.p12");
        Command.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "proxy",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString());
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            pem(
                    folder.resolve("privkey.pem"),
                    "PRIVATE KEY",
                    keys.getKey("proxy", PASSWORD.toCharArray()).getEncoded());
            pem(
                    folder.resolve("fullchain.pem"),
                    "CERTIFICATE",
                    keys.getCertificate("proxy").getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void pem(Path file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(bytes);
        Files.writeString(file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, text));
    }

    private void awaitAnswer(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (ConnectException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("nginx: expected it to listen, found it said: " + Files.readString(log), e);
                }
                Thread.sleep(20);
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
