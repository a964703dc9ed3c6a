package isthmus.fuzz;

import isthmus.image.PictureFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** Pictures of every format, with something wrong in them. One thread. */
final class Pictures {
    private static final int[] SIDES = {0, 1, 2, 3, 7, 255, 4096, 16383, 65535, 1 << 20, Integer.MAX_VALUE, -1};

    private final List<byte[]> files = new ArrayList<>();

    Pictures() {
        int[] types = {
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_USHORT_GRAY,
            BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_BYTE_BINARY
        };
        for (String format : List.of("png", "gif", "bmp", "jpeg")) {
            for (int type : types) {
                BufferedImage image = new BufferedImage(9, 7, type);
                for (int i = 0; i < 63; i++) {
                    image.setRGB(i % 9, i / 9, 0x80000000 + 0x10305 * i);
                }
                try {
                    files.add(PictureFiles.file(image, format));
                } catch (IOException e) {
                    // The format has no such pixels.
                }
            }
        }
        PictureFiles.samples().forEach(files::add);
    }

    /** One that is as it should be. */
    byte[] sane(Dice dice) {
        return dice.of(files);
    }

    byte[] any(Dice dice) {
        byte[] file = dice.of(files);
        return switch (dice.below(5)) {
            case 0 -> lying(file, dice);
            case 1 -> Bytes.joined(beginning(file, dice), dice.of(files));
            case 2 -> Bytes.joined(beginning(file, dice), dice.bytes(dice.below(200)));
            default -> Bytes.mutated(file, 0, dice);
        };
    }

    private static byte[] beginning(byte[] file, Dice dice) {
        return Arrays.copyOf(file, dice.below(file.length));
    }

    /** Says another width or height than it has. */
    private static byte[] lying(byte[] file, Dice dice) {
        ByteBuffer bytes = ByteBuffer.wrap(file.clone());
        int width = SIDES[dice.below(SIDES.length)];
        int height = dice.oneIn(2) ? width : SIDES[dice.below(SIDES.length)];
        switch (file[0] & 0xFF) {
            case 0x89 -> { // PNG
                bytes.putInt(16, width).putInt(20, height);
                CRC32 crc = new CRC32();
                crc.update(bytes.array(), 12, 17);
                bytes.putInt(29, (int) crc.getValue());
            }
            case 'G' -> {
                bytes.order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) width).putShort(8, (short) height);
            }
            case 'B' -> bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);
            case 0xFF -> {
                for (int i = 2; i < file.length - 9; i++) {
                    if ((file[i] & 0xFF) == 0xFF && (file[i + 1] & 0xFC) == 0xC0 && file[i + 1] != (byte) 0xC4) {
                        bytes.putShort(i + 5, (short) height).putShort(i + 7, (short) width);
                        break;
                    }
                }
            }
            default -> bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(20 + dice.below(6), width); // WebP
        }
        return bytes.array();
    }
}
