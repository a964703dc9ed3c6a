package isthmus.fuzz;

import java.util.Arrays;

/** Bytes that are like others, but wrong. One thread. */
final class Bytes {
    private Bytes() {}

    /** Changes, cuts, adds or doubles something past a place. */
    static byte[] mutated(byte[] bytes, int past, Dice dice) {
        int room = bytes.length - past;
        if (room <= 0) {
            return bytes.clone();
        }
        int at = past + dice.below(room);
        return switch (dice.below(6)) {
            case 0 -> flipped(bytes, past, 1, dice);
            case 1 -> flipped(bytes, past, 1 + dice.below(16), dice);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> joined(Arrays.copyOf(bytes, at), dice.bytes(1 + dice.below(16)), from(bytes, at));
            case 4 -> joined(Arrays.copyOf(bytes, at), from(bytes, at + dice.below(bytes.length - at)));
            default -> joined(Arrays.copyOf(bytes, at), from(bytes, past + dice.below(room)));
        };
    }

    private static byte[] flipped(byte[] bytes, int past, int times, Dice dice) {
        byte[] other = bytes.clone();
        for (int i = 0; i < times; i++) {
            other[past + dice.below(bytes.length - past)] ^= (byte) (1 << dice.below(8));
        }
        return other;
    }

    private static byte[] from(byte[] bytes, int at) {
        return Arrays.copyOfRange(bytes, at, bytes.length);
    }

    static byte[] joined(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** What is left of bytes in a text frame, which has to be UTF-8: a seven-bit version of them. */
    static byte[] sevenBit(byte[] bytes) {
        byte[] text = bytes.clone();
        for (int i = 0; i < text.length; i++) {
            text[i] &= 0x7F;
        }
        return text;
    }
}
