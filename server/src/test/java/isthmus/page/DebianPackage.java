package isthmus.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A program that the tests need, installed where they may: by root on Debian. Any thread. */
final class DebianPackage {
    private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");

    private DebianPackage() {}

    static boolean canBeInstalled() throws IOException {
        Path release = Path.of("/etc/os-release");
        return System.getProperty("user.name").equals("root")
                && Files.exists(release)
                && Files.readAllLines(release).contains("ID=debian");
    }

    /** Installs it without starting a service that it brings. */
    static synchronized void install(String name) throws IOException, InterruptedException {
        boolean free = Files.notExists(POLICY);
        if (free) {
            Files.writeString(POLICY, "#!/bin/sh\nexit 101\n"); // which Debian asks whether a service may start
            Files.setPosixFilePermissions(POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        try {
            Command.run("apt-get", "update");
            Command.run("apt-get", "install", "-y", "--no-install-recommends", name);
        } finally {
            if (free) {
                Files.delete(POLICY);
            }
        }
    }
}
