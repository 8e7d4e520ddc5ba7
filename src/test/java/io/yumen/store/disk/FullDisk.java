package io.yumen.store.disk;

import io.yumen.store.Key;
import io.yumen.store.Space;
import io.yumen.store.Store;
import io.yumen.store.StoreException;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.function.Supplier;

/** A process on a small disk, which it fills and clears again, and says what its store did meanwhile. */
final class FullDisk {
    private static final Key KEPT = Space.KEYS.ofGateway().key("kept");
    private static final Key LARGE = Space.KEYS.ofGateway().key("large");
    private static final Value HUNDRED_KILOBYTES = Value.of("x".repeat(100_000));

    private FullDisk() {}

    public static void main(String[] arguments) throws IOException {
        Path disk = Path.of(arguments[0]);
        try (Store store = open(disk)) {
            store.values().put(KEPT, Value.of("kept"));
            fill(disk.resolve("filler"));
            for (int i = 0; i < 3; i++) {
                say("write", () -> store.values().put(LARGE, HUNDRED_KILOBYTES));
                say("read", () -> store.values().get(KEPT).orElseThrow().text());
            }
            Files.delete(disk.resolve("filler"));
            say("write again", () -> store.values().put(LARGE, HUNDRED_KILOBYTES) > 0);
        }
        try (Store store = open(disk)) {
            say("reopened", () -> store.values().get(LARGE).orElseThrow().text().length());
        }
    }

    private static Store open(Path disk) {
        return DiskStore.open(disk.resolve("state"), StoreLimits.DEFAULT, InstantSource.system());
    }

    private static void say(String what, Supplier<Object> use) {
        String result;
        try {
            result = String.valueOf(use.get());
        } catch (StoreException e) {
            result = e.code() + " " + e.getMessage();
        }
        System.out.println(what + ": " + result);
    }

    private static void fill(Path filler) throws IOException {
        for (int size = 1 << 16; size > 0; size /= 16) {
            try {
                while (true) {
                    Files.write(filler, new byte[size], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            } catch (IOException e) {
                // Full for pieces of this size.
                continue;
            }
        }
    }
}
