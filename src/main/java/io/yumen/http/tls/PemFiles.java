package io.yumen.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads keys and certificates of PEM files (RFC 7468). What is thrown says which file, what is wrong, and what to do. */
final class PemFiles {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private PemFiles() {}

    /** The certificates of that file, in its order. */
    static List<Certificate> certificates(Path file) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes(file));
        try {
            List<Certificate> certificates =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (certificates.isEmpty()) {
                throw new IOException(file + " has no certificate");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException(file + " has no certificate that can be read: " + e.getMessage(), e);
        }
    }

    /** The private key of that file. */
    static PrivateKey key(Path file) throws IOException {
        Matcher block = BLOCK.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
        String found = "";
        while (block.find()) {
            found = block.group(1);
            if (found.equals("PRIVATE KEY")) {
                return key(file, der(file, block.group(2)));
            }
        }
        throw new IOException(file + " has " + (found.isEmpty() ? "no private key" : "a block \"" + found + "\"")
                + "; make one of PKCS#8: openssl pkcs8 -topk8 -nocrypt -in " + file);
    }

    /** Says what is wrong where a file cannot be read: the JDK often says the name alone. */
    static IOException unread(Path file, IOException why) {
        return switch (why) {
            case NoSuchFileException none -> new IOException("There is no file " + file, why);
            case AccessDeniedException denied ->
                new IOException(file + " may not be read by the user of this process", why);
            default -> new IOException(file + " cannot be read: " + why.getMessage(), why);
        };
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unread(file, e);
        }
    }

    private static byte[] der(Path file, String text) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " has a private key that is cut off or changed: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file, byte[] der) throws IOException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // It is a key of another algorithm.
            } catch (GeneralSecurityException e) {
                throw new IOException("This Java runtime knows no " + algorithm, e);
            }
        }
        throw new IOException(file + " has a private key of none of the algorithms " + String.join(", ", ALGORITHMS));
    }
}
