package isthmus.torchscript;

import isthmus.Failure;
import isthmus.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript file that somebody else wrote, read without running it. {@link #wrap} makes a file whose module holds the
 * module of this one and calls it, so that what goes in and comes out can be changed without touching the network.
 * Immutable; any thread.
 *
 * @param root folder within the zip
 * @param type full name of the module's class
 */
public record TorchArchive(Path file, String root, String type) {
    private static final String STATE = "/data.pkl";
    private static final String CODE = "/code/";
    /** The name by which a wrapping module calls the one it holds. */
    public static final String HELD = "self.network";

    private static final int LARGEST_TEXT = 64 << 20;
    private static final Pattern CLASS = Pattern.compile("c(__torch__[\\w.]*)\n(\\w+)\n");
    private static final Pattern DEVICE = Pattern.compile("torch\\.device\\(\"(?!cpu)[a-z]+(:\\d+)?\"\\)");
    private static final String CPU = "torch.device(\"cpu\")";
    // Protocol, EMPTY_TUPLE, NEWOBJ and what follows belong to the object whose class was named first.
    private static final byte[] PROTOCOL = {(byte) 0x80, 2};

    /** Reads what the file holds; a Failure where it is no TorchScript. */
    public static TorchArchive read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry state = zip.stream()
                    .filter(entry -> entry.getName().endsWith(STATE)
                            && entry.getName().indexOf('/') == entry.getName().length() - STATE.length())
                    .findFirst()
                    .orElseThrow(() -> notScript(file, "a zip without data.pkl"));
            String root = state.getName().substring(0, state.getName().length() - STATE.length());
            if (zip.stream().noneMatch(entry -> entry.getName().startsWith(root + CODE))) {
                throw notScript(file, "weights without code");
            }
            Matcher named = CLASS.matcher(new String(bytes(zip, state), StandardCharsets.ISO_8859_1));
            if (!named.find() || named.start() != PROTOCOL.length) {
                throw notScript(file, "a state that does not begin with a module");
            }
            return new TorchArchive(file, root, named.group(1) + "." + named.group(2));
        } catch (ZipException e) {
            throw notScript(file, "another kind of file").causedBy(e);
        } catch (IOException e) {
            throw Failure.modelFailed(file.toString(), "a file that can be read", e)
                    .causedBy(e);
        }
    }

    private static Failure notScript(Path file, String found) {
        return Failure.modelFailed(file.toString(), "a TorchScript file, as torch.jit.save writes it", found);
    }

    /** The source of the module's class and of those that it uses. */
    public String code() {
        StringBuilder text = new StringBuilder();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().filter(this::isCode).toList()) {
                text.append(new String(bytes(zip, entry), StandardCharsets.UTF_8))
                        .append('\n');
            }
        } catch (IOException e) {
            throw Failure.modelFailed(file.toString(), "a file that can be read", e)
                    .causedBy(e);
        }
        return text.toString();
    }

    /** Names of the methods of the module itself. */
    public Set<String> methods() {
        Set<String> names = new TreeSet<>();
        Matcher method = Pattern.compile("  def (\\w+)\\(\\w+: " + Pattern.quote(type) + "\\b")
                .matcher(code());
        while (method.find()) {
            names.add(method.group(1));
        }
        return names;
    }

    /** Devices that the code names and that are not this machine's processor. */
    public List<String> devices() {
        return DEVICE.matcher(code())
                .results()
                .map(found -> found.group().split("\"", -1)[1])
                .distinct()
                .toList();
    }

    private boolean isCode(ZipEntry entry) {
        return entry.getName().startsWith(root + CODE) && entry.getName().endsWith(".py");
    }

    /**
     * Writes a file with a module that holds this one as {@link #HELD}. Devices that the code names become the processor.
     *
     * @param forward the module's only method
     */
    public void wrap(Path to, ScriptMethod forward) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            WholeFile.write(to, out -> write(zip, forward, out));
        } catch (IOException e) {
            throw Failure.modelFailed(to.toString(), "a file that can be written", e)
                    .causedBy(e);
        }
    }

    private void write(ZipFile zip, ScriptMethod forward, OutputStream to) throws IOException {
        String module = "imported";
        while (zip.getEntry(root + CODE + "__torch__/" + module + ".py") != null) {
            module += "_again";
        }
        String name = "__torch__." + module;
        String code = "class Wrapped(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + "  network : " + type + "\n" + forward.text(module + ".Wrapped");
        StoredZip out = new StoredZip(new ZipOutputStream(to, StandardCharsets.UTF_8));
        List<ZipEntry> entries = new ArrayList<>(zip.stream().toList());
        for (ZipEntry entry : entries) {
            byte[] content = entry.isDirectory() ? null : bytes(zip, entry);
            if (entry.getName().equals(root + STATE)) {
                out.put(entry.getName(), state(name, content));
            } else if (isCode(entry)) {
                String text = DEVICE.matcher(new String(content, StandardCharsets.UTF_8))
                        .replaceAll(CPU);
                out.put(entry.getName(), text.getBytes(StandardCharsets.UTF_8));
            } else if (content != null && !entry.getName().endsWith(".debug_pkl")) {
                out.put(entry.getName(), content);
            }
        }
        out.put(root + CODE + "__torch__/" + module + ".py", code.getBytes(StandardCharsets.UTF_8));
        out.finish();
    }

    /** The pickle of an object of the wrapping class, with that of the held one inside as it was. */
    private static byte[] state(String name, byte[] held) {
        byte[] before = new PickleWriter()
                .newObject(name, "Wrapped")
                .beginDictionary()
                .string("training")
                .bool(false)
                .string("network")
                .bytes();
        byte[] after = new PickleWriter().endDictionary().build().bytes();
        ByteBuffer all = ByteBuffer.allocate(
                before.length - 1 + held.length - PROTOCOL.length - 1 + after.length - PROTOCOL.length);
        all.put(before, 0, before.length - 1); // without STOP
        all.put(held, PROTOCOL.length, held.length - PROTOCOL.length - 1);
        all.put(after, PROTOCOL.length, after.length - PROTOCOL.length);
        return all.array();
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        if (entry.getName().endsWith(".py") && entry.getSize() > LARGEST_TEXT) {
            throw Failure.tooLarge(entry.getName(), LARGEST_TEXT + " bytes of code", entry.getSize());
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
