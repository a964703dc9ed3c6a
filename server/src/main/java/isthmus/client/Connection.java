package isthmus.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import isthmus.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The frames of one WebSocket, as RFC 6455 has them: out from any thread, in on the client's own. A message that comes in
 * parts is put together first. By hand, since through Jetty's own client a hover takes 0.2 to 0.5 ms more.
 */
final class Connection {
    static final int TEXT = 1;
    static final int BINARY = 2;
    private static final int CONTINUED = 0;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int LONGEST = 1 << 28; // bytes of a frame

    private final SocketChannel channel;
    private final LiveSocket taker;
    private final Consumer<Connection> changed; // told when the interests have
    private final Queue<ByteBuffer> out = new ArrayDeque<>(); // what the channel did not take yet; guards itself
    private volatile boolean reading = true;

    // Of the frame that is coming in; the client's thread alone.
    private final ByteBuffer head = ByteBuffer.allocate(10);
    private byte[] payload; // null until the head is whole
    private int filled;
    private int opcode; // of the message, whose parts after the first do not say it again
    private ByteArrayOutputStream parts; // null where the message has one part so far

    Connection(SocketChannel channel, LiveSocket taker, Consumer<Connection> changed) {
        this.channel = channel;
        this.taker = taker;
        this.changed = changed;
    }

    SocketChannel channel() {
        return channel;
    }

    int interests() {
        synchronized (out) {
            return (reading ? SelectionKey.OP_READ : 0) | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE);
        }
    }

    void read(boolean whether) {
        reading = whether;
        changed.accept(this);
    }

    void close() {
        send(CLOSE, new byte[] {3, (byte) 232}); // 1000
    }

    /** Sends a frame, or as much of it as the channel takes now; the rest follows when it takes more. */
    void send(int kind, byte[] content) {
        ByteBuffer frame = frame(kind, content);
        try {
            synchronized (out) {
                if (!out.isEmpty()) {
                    out.add(frame);
                    return;
                }
                channel.write(frame);
                if (frame.hasRemaining()) {
                    out.add(frame);
                }
            }
            if (frame.hasRemaining()) {
                changed.accept(this);
            }
        } catch (IOException e) {
            gone(e.toString());
        }
    }

    private static ByteBuffer frame(int kind, byte[] content) {
        int length = content.length;
        ByteBuffer frame = ByteBuffer.allocate(length + 14);
        frame.put((byte) (FINAL | kind));
        if (length < 126) {
            frame.put((byte) (0x80 | length));
        } else if (length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(length);
        }
        int mask = ThreadLocalRandom.current().nextInt();
        frame.putInt(mask);
        for (int i = 0; i < length; i++) {
            frame.put((byte) (content[i] ^ mask >> (24 - 8 * (i & 3))));
        }
        return frame.flip();
    }

    /** Called by the client's thread. */
    void ready(SelectionKey key, ByteBuffer bytes) {
        try {
            if (key.isWritable()) {
                write();
                key.interestOps(interests());
            }
            if (key.isReadable()) {
                bytes.clear();
                if (channel.read(bytes) < 0) {
                    gone("the server hung up");
                    return;
                }
                bytes.flip();
                while (bytes.hasRemaining()) {
                    take(bytes);
                }
            }
        } catch (IOException | CancelledKeyException | Failure e) {
            gone(e.toString());
        }
    }

    private void write() throws IOException {
        synchronized (out) {
            while (!out.isEmpty()) {
                channel.write(out.peek());
                if (out.peek().hasRemaining()) {
                    return;
                }
                out.remove();
            }
        }
    }

    /** Takes what belongs to the frame that is coming in. */
    private void take(ByteBuffer bytes) throws IOException {
        if (payload == null) {
            head.put(bytes.get());
            if (head.position() < 2 || head.position() < headLength()) {
                return;
            }
            payload = new byte[length()];
            filled = 0;
        }
        int more = Math.min(bytes.remaining(), payload.length - filled);
        bytes.get(payload, filled, more);
        filled += more;
        if (filled == payload.length) {
            byte[] whole = payload;
            int first = head.get(0);
            payload = null;
            head.clear();
            took(first & 0xF, (first & FINAL) != 0, whole);
        }
    }

    private int headLength() {
        int length = head.get(1) & 0x7F;
        return length < 126 ? 2 : length == 126 ? 4 : 10;
    }

    private int length() throws IOException {
        long length = switch (headLength()) {
            case 2 -> head.get(1) & 0x7F;
            case 4 -> head.getShort(2) & 0xFFFF;
            default -> head.getLong(2);
        };
        if (length < 0 || length > LONGEST || head.get(1) < 0) {
            throw new IOException("a frame of " + length + " bytes, or a masked one");
        }
        return (int) length;
    }

    private void took(int kind, boolean last, byte[] content) throws IOException {
        switch (kind) {
            case TEXT, BINARY -> {
                opcode = kind;
                if (last) {
                    message(content);
                } else {
                    parts = new ByteArrayOutputStream();
                    parts.writeBytes(content);
                }
            }
            case CONTINUED -> {
                parts.writeBytes(content);
                if (last) {
                    message(parts.toByteArray());
                    parts = null;
                }
            }
            case PING -> send(PONG, content);
            case PONG -> {}
            case CLOSE -> {
                String why = content.length < 2
                        ? "closed without a code"
                        : "closed with %d %s"
                                .formatted(
                                        ByteBuffer.wrap(content).getShort() & 0xFFFF,
                                        new String(content, 2, content.length - 2, UTF_8));
                send(CLOSE, content);
                gone(why.strip());
            }
            default -> throw new IOException("a frame of kind " + kind);
        }
    }

    private void message(byte[] content) {
        if (opcode == TEXT) {
            taker.took(new String(content, UTF_8));
        } else {
            taker.took(ReceivedFrame.of(content));
        }
    }

    /** Any thread; the first reason counts. */
    void gone(String why) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone all the same.
        }
        taker.gone(why);
    }
}
