package io.yumen.cli.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import picocli.CommandLine.Option;

/** Where a password comes from: standard input, or chance. Never the command line, which every user of the machine can read. */
final class PasswordOption {
    private static final int BYTES = 18;

    @Option(names = "--stdin", description = "Take the password from the first line of standard input.")
    private boolean stdin;

    /** The password. */
    String take() {
        if (!stdin) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        }
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException("Standard input cannot be read", e);
        }
    }

    /** Shows it where it was made here. */
    void show(String password) {
        if (!stdin) {
            System.err.println("The password is shown only now");
            System.out.println(password);
        }
    }
}
