package io.yumen.app.access;

import io.yumen.secret.MasterKey;
import io.yumen.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the master key comes from. The first that there is: the variable {@code YUMEN_MASTER_KEY}, systemd's credential
 * {@code yumen-master-key}, the file that the settings name, the file beside the state. Only that last one do we make and change.
 */
sealed interface KeyPlace {
    /** The key itself, in the environment. */
    String VARIABLE = "YUMEN_MASTER_KEY";

    /** What the credential is called in the folder that systemd makes for it. */
    String CREDENTIAL = "yumen-master-key";

    /** The folder of credentials. */
    String CREDENTIALS = "CREDENTIALS_DIRECTORY";

    /** What the file beside the state is called. */
    String FILE = "master.key";

    /** Where it comes from for that state. */
    static KeyPlace of(Map<String, String> environment, @Nullable String setting, Path folder) {
        String text = environment.get(VARIABLE);
        if (text != null) {
            return new Variable(new Secret(text));
        }
        Path credential = Path.of(environment.getOrDefault(CREDENTIALS, ""), CREDENTIAL);
        if (environment.containsKey(CREDENTIALS) && Files.exists(credential)) {
            return new Lent(credential);
        }
        return setting == null ? new Beside(folder.resolve(FILE)) : new Lent(Path.of(setting));
    }

    /**
     * The key there, or empty where there is none yet.
     *
     * @throws IllegalStateException where what is there is no key, or others can read it; the message says what to do
     */
    Optional<MasterKey> read() throws IOException;

    /**
     * Puts that key there.
     *
     * @throws IllegalStateException where that is for others to do
     */
    default void write(MasterKey key) throws IOException {
        throw new IllegalStateException(this + " is not ours to change");
    }

    /** In the environment. */
    record Variable(Secret text) implements KeyPlace {
        @Override
        public Optional<MasterKey> read() {
            return Optional.of(MasterKey.read(text, VARIABLE));
        }

        @Override
        public String toString() {
            return "the variable " + VARIABLE;
        }
    }

    /** In a file that others keep. */
    record Lent(Path file) implements KeyPlace {
        @Override
        public Optional<MasterKey> read() throws IOException {
            if (!Files.exists(file)) {
                throw new IllegalStateException("There is no " + file
                        + ", where its key is to be (masterKey): put 32 random bytes in Base64 there, as openssl rand"
                        + " -base64 32 makes them, and chmod 600 it");
            }
            return Optional.of(MasterKey.in(file));
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** In our own file. */
    record Beside(Path file) implements KeyPlace {
        @Override
        public Optional<MasterKey> read() throws IOException {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(MasterKey.in(file)) : Optional.empty();
        }

        @Override
        public void write(MasterKey key) throws IOException {
            key.replace(file);
        }

        /** The key there, which is made where there is none. */
        MasterKey made() throws IOException {
            return MasterKey.of(file);
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }
}
