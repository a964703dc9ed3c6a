package isthmus.torchscript;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip of entries as they are, not compressed, as libtorch reads them: the same entries give the same bytes. One thread. */
final class StoredZip {
    // Any later than the first of January, which Java writes with the machine's time zone beside it.
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ZipOutputStream zip;

    StoredZip(ZipOutputStream zip) {
        this.zip = zip;
        zip.setMethod(ZipOutputStream.STORED);
    }

    void put(String path, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(EPOCH);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    void finish() throws IOException {
        zip.finish();
    }
}
