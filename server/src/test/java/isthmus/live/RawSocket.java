package isthmus.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;

/** A WebSocket by hand, which sends what no library would. One thread. */
public final class RawSocket implements AutoCloseable {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;

    private static final int CLOSE = 8;
    private static final int MASK = 4; // bytes, all 0

    private final Socket socket;
    private final DataInputStream in;

    public RawSocket(URI site) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), site.getPort());
            socket.setSoTimeout(20_000);
            in = new DataInputStream(socket.getInputStream());
            send(("GET /live HTTP/1.1\r\nHost: " + site.getAuthority()
                            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .getBytes(US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            if (!head.toString().startsWith("HTTP/1.1 101 ")) {
                throw new AssertionError(head);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the beginning of a frame that announces more bytes than come. */
    public void begin(int opcode, boolean last, long announced, byte[] bytes) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(bytes.length + 14);
        frame.write((last ? 0x80 : 0) | opcode);
        frame.write(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8) {
            frame.write((int) (announced >> shift));
        }
        for (int i = 0; i < MASK; i++) {
            frame.write(0);
        }
        frame.writeBytes(bytes);
        send(frame.toByteArray());
    }

    private void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status with which the server closes it. */
    int closeStatus() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0xF;
            int length = in.readUnsignedByte();
            length = length == 126 ? in.readUnsignedShort() : length;
            if (opcode == CLOSE) {
                return in.readUnsignedShort();
            }
            in.skipNBytes(length);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
