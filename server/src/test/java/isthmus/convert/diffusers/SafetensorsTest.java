package isthmus.convert.diffusers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("weights.safetensors");
    }

    private float[] values(String type, int width, byte[] data) throws IOException {
        SafetensorsFile.write(
                file,
                "{\"w\": {\"dtype\": \"%s\", \"shape\": [%d], \"data_offsets\": [0, %d]}}"
                        .formatted(type, data.length / width, data.length),
                data);
        try (Safetensors read = new Safetensors(file)) {
            return read.values(read.entry("w"));
        }
    }

    @Test
    void numbersOfEachPrecisionAreRead() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        assertArrayEquals(
                new float[] {1.5f, -2},
                values("F32", 4, bytes.putFloat(0, 1.5f).putFloat(4, -2).array()));
        assertArrayEquals(
                new float[] {0.1f}, values("F64", 8, bytes.putDouble(0, 0.1).array()));
        bytes.putShort(0, (short) 0x3FC0).putShort(2, (short) 0xC000).putShort(4, (short) 0x7F80);
        assertArrayEquals(
                new float[] {1.5f, -2, Float.POSITIVE_INFINITY, 0},
                values("BF16", 2, bytes.putShort(6, (short) 0).array()));
        // 1.5, the largest, the least above zero, and minus infinity.
        bytes.putShort(0, (short) 0x3E00).putShort(2, (short) 0x7BFF).putShort(4, (short) 1);
        assertArrayEquals(
                new float[] {1.5f, 65504, 0x1p-24f, Float.NEGATIVE_INFINITY},
                values("F16", 2, bytes.putShort(6, (short) 0xFC00).array()));
    }

    @Test
    void numbersOfAnotherTypeAreRefused() {
        Failure refused = assertThrows(Failure.class, () -> values("I64", 8, new byte[8]));
        assertTrue(refused.getMessage().endsWith("w: expected F32, F16, BF16 or F64, found I64"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"w\": 1}",
                "{\"w\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}}",
                "{\"w\": {\"dtype\": \"F32\", \"shape\": [-1], \"data_offsets\": [0, 4]}}",
                "{\"w\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]}}",
                "{\"w\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 0]}}",
                "{\"w\": {\"dtype\": \"F32\", \"shape\": [65536, 65536, 65536, 65536, 65536], \"data_offsets\": [0, 4]}}",
                "{\"w\": {\"dtype\": \"F32\", \"shape\": [0, 65536, 65536], \"data_offsets\": [0, 4]}}",
                "{\"w\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]},"
                        + " \"w\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 8]}}",
                "{\"v\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]},"
                        + " \"w\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [3, 7]}}",
                "{\"w\": {\"dtype\": \"F32\", \"shape\": [1]"
            })
    void aHeaderThatTheFileDoesNotHoldIsRefused(String header) throws IOException {
        SafetensorsFile.write(file, header, new byte[8]);
        assertThrows(Failure.class, () -> new Safetensors(file).close());
    }

    @Test
    void aHeaderLongerThanTheFileIsRefusedBeforeItIsRead() throws IOException {
        for (long length : new long[] {-1, 0, 1000, Long.MAX_VALUE}) {
            Files.write(
                    file,
                    ByteBuffer.allocate(16)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(length)
                            .array());
            assertThrows(Failure.class, () -> new Safetensors(file).close());
        }
        Files.write(file, new byte[3]);
        assertThrows(Failure.class, () -> new Safetensors(file).close());
    }
}
