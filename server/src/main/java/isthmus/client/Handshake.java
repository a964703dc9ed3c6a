package isthmus.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** The beginning of a WebSocket, which is HTTP. Blocks the calling thread. */
final class Handshake {
    private static final int PATIENCE = 20_000; // milliseconds
    private static final int LONGEST = 1 << 14; // bytes of an answer
    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // of RFC 6455

    private Handshake() {}

    /** A channel, in blocking mode, on which frames come next. */
    static SocketChannel connect(URI server) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            Socket socket = channel.socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE);
            socket.setSoTimeout(PATIENCE);
            byte[] random = new byte[16];
            ThreadLocalRandom.current().nextBytes(random);
            String key = Base64.getEncoder().encodeToString(random);
            String[] lines = {
                "GET /live HTTP/1.1",
                "Host: " + server.getRawAuthority(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: " + key,
                "",
                ""
            };
            socket.getOutputStream().write(String.join("\r\n", lines).getBytes(ISO_8859_1));
            String answer = head(socket.getInputStream());
            if (!answer.startsWith("HTTP/1.1 101 ") || !answer.contains(accept(key))) {
                throw new IOException(answer.lines().findFirst().orElse("an empty answer"));
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Byte by byte, for what follows the head is not HTTP any more. */
    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0 || head.size() > LONGEST) {
                throw new IOException("an answer without an end");
            }
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    private static String accept(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java machine has SHA-1", e);
        }
    }
}
