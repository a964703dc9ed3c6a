package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.http.SmallServer;
import isthmus.image.PictureFiles;
import isthmus.live.LiveClient.Message;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of every kind that people bring, over the socket. */
class PicturesTest {
    @TempDir
    Path folder;

    private static byte[] grey(int type) throws Exception {
        BufferedImage image = new BufferedImage(5, 4, type);
        image.getRaster().setSample(2, 1, 0, type == BufferedImage.TYPE_USHORT_GRAY ? 65535 : 255);
        return PictureFiles.file(image, "png");
    }

    @Test
    void whatCanBeReadIsEncodedAndTheRestRefusedEachByItself() throws Exception {
        byte[] plain = grey(BufferedImage.TYPE_BYTE_GRAY);
        byte[] corrupt = plain.clone();
        corrupt[plain.length - 18] ^= 4;
        BufferedImage clear = new BufferedImage(5, 4, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(2, 1, 0x80ffffff);
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("8 bits", plain);
        pictures.put("16 bits", grey(BufferedImage.TYPE_USHORT_GRAY));
        pictures.put("CMYK", PictureFiles.sample(PictureFiles.JPEG_CMYK));
        pictures.put("animated", PictureFiles.sample(PictureFiles.WEBP_ANIMATION));
        pictures.put("transparent", PictureFiles.file(clear, "png"));
        pictures.put("wider than it says", PictureFiles.withHeader(plain, 4, 400));
        pictures.put("of gigapixels", PictureFiles.withHeader(plain, 0, 2_000_000_000));
        pictures.put("cut short", Arrays.copyOf(plain, plain.length / 2));
        pictures.put("corrupt", corrupt);
        pictures.put("nothing", new byte[0]);
        Map<String, String> codes = Map.of(
                "wider than it says", "BAD_INPUT",
                "of gigapixels", "TOO_LARGE",
                "cut short", "BAD_INPUT",
                "corrupt", "BAD_INPUT",
                "nothing", "BAD_INPUT");
        List<String> names = List.copyOf(pictures.keySet());
        Frames.Array[] files = new Frames.Array[names.size()];
        for (int i = 0; i < files.length; i++) {
            files[i] = Frames.bytes("file " + i, pictures.get(names.get(i)));
        }
        String named = String.join(
                ", ", names.stream().map(name -> "{'name': '" + name + "'}").toList());
        try (SmallServer site = new SmallServer(folder, settings -> {});
                LiveClient client = new LiveClient(site.address())) {
            client.send(ByteBuffer.wrap(Frames.of(
                    1,
                    "{'op': 'encode', 'model': 'digits', 'invert': 'no', 'files': [" + named + "], 'arrays': [%s]}",
                    files)));
            double[] first = null;
            for (String name : names) {
                Message answer = client.next();
                assertEquals(name, answer.head().get("name").asText());
                if (codes.containsKey(name)) {
                    assertEquals(codes.get(name), answer.error().get("code").asText(), name);
                    String sentence = answer.error().get("message").asText();
                    assertTrue(sentence.contains("expected") && sentence.contains("found"), sentence);
                } else {
                    assertNull(answer.error(), name);
                    double[] input = answer.numbers("input");
                    first = first == null ? input : first;
                    if (name.equals("16 bits")) {
                        assertEquals(Arrays.toString(first), Arrays.toString(input));
                    }
                }
            }
            Message after = client.ask("{'id': 2, 'op': 'decode', 'model': 'digits', 'codes': [[0, 0]]}");
            assertEquals(2, after.id());
            assertNull(after.error());
        }
    }
}
