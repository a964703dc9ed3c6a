package isthmus.columns;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A text a row: the bytes of all one after another, and where each row's end. Any thread. */
public final class TextColumn {
    static final String ENDS = ".ends";

    private static final int PART = 1 << 13; // rows that one thread searches

    private final MappedColumn bytes;
    private final MappedColumn ends; // (count)
    private final ColumnReader allBytes; // the same
    private final ColumnReader allEnds;

    private TextColumn(MappedColumn bytes, MappedColumn ends) {
        this.bytes = bytes;
        this.ends = ends;
        allBytes = bytes.reader();
        allEnds = ends.reader();
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
        allBytes.bytes(start, text, text.length);
        if (wanted.length == 0) {
            return LongStream.range(from, to).toArray();
        }
        // By Horspool: the last byte says by how much what is wanted cannot begin earlier.
        int[] skip = skips(wanted);
        LongStream.Builder rows = LongStream.builder();
        long[] rowEnds = null; // read where something is found
        int row = 0;
        for (int end = wanted.length; end <= text.length; ) {
            if (!has(text, end - wanted.length, wanted)) {
                end += skip[text[end - 1] & 0xFF];
                continue;
            }
            if (rowEnds == null) {
                rowEnds = new long[(int) (to - from)];
                allEnds.longs(from, rowEnds, rowEnds.length);
            }
            while (rowEnds[row] - start <= end - wanted.length) {
                row++;
            }
            int rowEnd = (int) (rowEnds[row] - start);
            if (end <= rowEnd) {
                rows.add(from + row);
                end = rowEnd + wanted.length;
            } else {
                end++; // begins in one row and ends in another
            }
        }
        return rows.build().toArray();
    }

    private static int[] skips(byte[] wanted) {
        int[] skip = new int[256];
        Arrays.fill(skip, wanted.length);
        for (int i = 0; i + 1 < wanted.length; i++) {
            skip[wanted[i] & 0xFF] = wanted.length - 1 - i;
            if (wanted[i] >= 'a' && wanted[i] <= 'z') {
                skip[wanted[i] - 32] = wanted.length - 1 - i;
            }
        }
        return skip;
    }

    private static boolean has(byte[] text, int at, byte[] wanted) {
        for (int i = wanted.length - 1; i >= 0; i--) {
            if (lower(text[at + i]) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? (byte) (letter + 32) : letter;
    }
}
