package isthmus.live;

import isthmus.data.RowImages;
import isthmus.image.CellSampling;
import isthmus.image.Shape;
import isthmus.inference.Lane;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The images that rows of an atlas of columns were encoded from, where they lie on this machine. Any thread. */
final class ColumnOriginalsAnswer extends AnswerBase {
    private static final int PIECE = 16; // pictures of one job: others take turns with them
    private static final int AHEAD = 1;

    ColumnOriginalsAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Originals question) {
        long[] rows = question.rows();
        CellSampling sampling = CellSampling.of(served.shape());
        Shape shape = question.small() ? sampling.cell() : served.shape();
        ArraySpec[] parts = {
            ArraySpec.of("there", ArrayType.U1, rows.length),
            ArraySpec.of("pixels", ArrayType.U1, rows.length, shape.channels(), shape.height(), shape.width())
        };
        request.whenRoom(checkedBytes(parts), () -> read(rows, parts, question.small() ? sampling : null));
    }

    /** @param sampling null where images are as large as the model's input */
    private void read(long[] rows, ArraySpec[] parts, CellSampling sampling) {
        byte[] there = new byte[rows.length];
        byte[] pixels = new byte[(int) parts[1].size()];
        String[] absent = {null};
        int pieces = (rows.length + PIECE - 1) / PIECE;
        inPieces(
                pieces,
                0,
                AHEAD,
                piece -> work(
                        Lane.TILES,
                        () -> served.columnOriginals()
                                .read(Arrays.copyOfRange(
                                        rows, piece * PIECE, Math.min(rows.length, (piece + 1) * PIECE)))),
                (piece, read) -> {
                    absent[0] = absent[0] == null ? read.absent() : absent[0];
                    put(read, piece * PIECE, there, pixels, sampling);
                    if (piece == pieces - 1) {
                        request.send(framed(there, pixels, absent[0], parts), true);
                    }
                });
    }

    private static void put(RowImages.Read read, int at, byte[] there, byte[] pixels, CellSampling sampling) {
        for (int i = 0; i < read.images().length; i++) {
            byte[] image = read.images()[i];
            if (image == null) {
                continue;
            }
            there[at + i] = 1;
            if (sampling == null) {
                System.arraycopy(image, 0, pixels, (at + i) * image.length, image.length);
            } else {
                sampling.sample(image, 0, pixels, at + i);
            }
        }
    }

    private AnswerFrame framed(byte[] there, byte[] pixels, String absent, ArraySpec[] parts) {
        Map<String, Object> head = new LinkedHashMap<>();
        if (absent != null) {
            head.put("absent", absent);
        }
        return frame(true, head, parts).put(0, there, 0, there.length).put(1, pixels, 0, pixels.length);
    }
}
