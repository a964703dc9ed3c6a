package isthmus.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection on which a test sends what it likes, as slowly as it likes. One thread. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE = 20_000; // milliseconds
    private static final int WINDOW = 1 << 16; // bytes that the kernel takes before they are read

    private final Socket socket;

    public RawClient(SmallServer site) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(WINDOW);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), site.address().getPort()));
        socket.setSoTimeout(PATIENCE);
    }

    /** Sends a whole head, and what there is of a body. */
    public RawClient ask(String line, String host, String body, String... headers) throws IOException {
        StringBuilder text = new StringBuilder(line + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return send(text + "\r\n" + body);
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The status line of the next answer, or nothing where the connection is closed. */
    public String status() throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** Everything until the server closes the connection. */
    public String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** One question whose answer's connection is closed by the server. */
    public static String answer(SmallServer site, String line, String host, String... headers) throws IOException {
        try (RawClient client = new RawClient(site)) {
            String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = "Connection: close";
            return client.ask(line, host, "", all).rest();
        }
    }
}
