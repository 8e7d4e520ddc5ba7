package io.yumen.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The one secret that a gateway keeps beyond its life: 256 random bits, in a file that only its user can read or where who runs it
 * keeps secrets. From it come the keys for all purposes (HKDF-SHA256, RFC 5869), so that none of them tells anything of another. Who
 * copies the state without it can open nothing that is sealed in it. While one key takes the place of another there are several:
 * the first seals, all open.
 */
public final class MasterKey {
    /** How many there may be at a time. */
    public static final int MOST = 8;

    private static final int BYTES = 32;

    /** The longest text that is read: that many keys, and space about them. */
    private static final int MOST_BYTES = 4096;

    private static final String WANTED =
            ". A key is 32 random bytes in Base64, as openssl rand -base64 32 makes one. Where a state is sealed with it"
                    + " already, bring back its backup: without it, what is sealed cannot be opened";

    /** By their ids, the newest first. */
    private final SequencedMap<String, byte[]> keys;

    private MasterKey(SequencedMap<String, byte[]> keys) {
        this.keys = keys;
    }

    /**
     * The key of that file, which is made where there is none.
     *
     * @throws IOException where it cannot be read or written
     * @throws IllegalStateException where it is no key, or others can read it; the message says what to do
     */
    public static MasterKey of(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            KeyFile.create(file, random().text());
        }
        return in(file);
    }

    /**
     * The key of that file.
     *
     * @throws NoSuchFileException where there is none
     * @throws IOException where it cannot be read
     * @throws IllegalStateException where it is no key, or others can read it; the message says what to do
     */
    public static MasterKey in(Path file) throws IOException {
        return read(new Secret(KeyFile.read(file, MOST_BYTES)), file.toString());
    }

    /**
     * The keys of a text: Base64 of 32 bytes each, with space between them, the newest first.
     *
     * @param place where the text stood, for the message
     * @throws IllegalStateException where it is none; the message says what to do, and shows nothing of it
     */
    public static MasterKey read(Secret text, String place) {
        List<String> words = text.reveal()
                .lines()
                .flatMap(line -> List.of(line.strip().split("[ \t]+")).stream())
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty() || words.size() > MOST) {
            throw new IllegalStateException(
                    place + (words.isEmpty() ? " is empty" : " holds more than " + MOST + " keys") + WANTED);
        }
        SequencedMap<String, byte[]> keys = new LinkedHashMap<>();
        words.forEach(word -> {
            byte[] key = decoded(word, place);
            keys.putIfAbsent(idOf(key), key);
        });
        return new MasterKey(keys);
    }

    /** A new key. */
    public static MasterKey random() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        SequencedMap<String, byte[]> keys = new LinkedHashMap<>();
        keys.put(idOf(key), key);
        return new MasterKey(keys);
    }

    /** A new key, and all of these after it. */
    public MasterKey rotated() {
        MasterKey next = random();
        keys.forEach(next.keys::putIfAbsent);
        if (next.keys.size() > MOST) {
            throw new IllegalStateException(
                    "There are " + MOST + " keys already; yumen state drop-old-keys takes the old ones away");
        }
        return next;
    }

    /** The newest of them alone. */
    public MasterKey newest() {
        SequencedMap<String, byte[]> one = new LinkedHashMap<>();
        one.put(keys.firstEntry().getKey(), keys.firstEntry().getValue());
        return new MasterKey(one);
    }

    /** Writes them in place of that file, in one step: whoever reads it has the old ones or these. */
    public void replace(Path file) throws IOException {
        KeyFile.replace(file, text());
    }

    /** The id of the key that seals, which tells nothing of it. */
    public String id() {
        return keys.firstEntry().getKey();
    }

    /** The ids of all of them, the newest first. */
    public List<String> ids() {
        return List.copyOf(keys.sequencedKeySet());
    }

    /** Seals for that purpose, which is a name of ours; with no other purpose's sealer can it be opened. */
    public Sealer sealer(String purpose) {
        SequencedMap<String, byte[]> derived = new LinkedHashMap<>();
        keys.forEach((id, key) -> derived.put(id, derived(key, purpose)));
        return Sealer.of(derived);
    }

    private String text() {
        return keys.sequencedValues().stream()
                .map(key -> Base64.getEncoder().encodeToString(key) + "\n")
                .collect(Collectors.joining());
    }

    private static byte[] decoded(String word, String place) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(place + " is no key of a gateway: that is no Base64" + WANTED);
        }
        if (key.length != BYTES) {
            throw new IllegalStateException(
                    place + " is no key of a gateway: it has " + key.length + " bytes, and not " + BYTES + WANTED);
        }
        return key;
    }

    private static String idOf(byte[] key) {
        return Sealer.idOf(derived(key, "key id"));
    }

    private static byte[] derived(byte[] key, String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .thenExpand(("yumen " + purpose).getBytes(StandardCharsets.UTF_8), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF is missing from this Java runtime", e);
        }
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "MasterKey" + ids();
    }
}
