package isthmus.columns;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A text a row: the bytes of all one after another, and where each row's end. Any thread. */
public final class TextColumn {
    static final String ENDS = ".ends";

    private static final int PART = 1 << 16; // rows that one thread searches

    private final MappedColumn bytes;
    private final MappedColumn ends; // (count)

    private TextColumn(MappedColumn bytes, MappedColumn ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    static TextColumn open(Path folder, String name, long count) {
        MappedColumn ends = MappedColumn.open(folder.resolve(name + ENDS + ".npy"), ColumnType.I8, count, 1);
        long all = count == 0 ? 0 : ends.longAt(count - 1);
        return new TextColumn(MappedColumn.open(folder.resolve(name + ".npy"), ColumnType.U1, all, 1), ends);
    }

    /** Bytes of all. */
    long bytes() {
        return bytes.count();
    }

    public String get(long row) {
        long from = row == 0 ? 0 : ends.longAt(row - 1);
        byte[] text = new byte[(int) (ends.longAt(row) - from)];
        bytes.bytes(from, text, text.length);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Rows that were found, and how many there are in all. */
    public record Found(List<Long> rows, long all) {}

    /** The first rows whose text has this in it, in letters of either case. */
    public Found search(String part, int most) {
        byte[] wanted = part.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        int parts = Math.toIntExact((ends.count() + PART - 1) / PART);
        List<long[]> found = IntStream.range(0, parts)
                .parallel()
                .mapToObj(i -> search(wanted, (long) i * PART, Math.min(ends.count(), (i + 1L) * PART)))
                .toList();
        List<Long> first = new ArrayList<>();
        found.stream().flatMapToLong(LongStream::of).limit(most).forEach(first::add);
        return new Found(first, found.stream().mapToLong(rows -> rows.length).sum());
    }

    private long[] search(byte[] wanted, long from, long to) {
        long start = from == 0 ? 0 : ends.longAt(from - 1);
        byte[] text = new byte[(int) (ends.longAt(to - 1) - start)];
        bytes.bytes(start, text, text.length);
        LongStream.Builder rows = LongStream.builder();
        int at = 0;
        for (long row = from; row < to; row++) {
            int end = (int) (ends.longAt(row) - start);
            if (has(text, at, end, wanted)) {
                rows.add(row);
            }
            at = end;
        }
        return rows.build().toArray();
    }

    private static boolean has(byte[] text, int from, int to, byte[] wanted) {
        for (int at = from; at + wanted.length <= to; at++) {
            int i = 0;
            while (i < wanted.length && lower(text[at + i]) == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return true;
            }
        }
        return false;
    }

    private static byte lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? (byte) (letter + 32) : letter;
    }
}
