package io.yumen.service.answer;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What secrets are called. Names are told apart by their last words, however they are joined: {@code dbPassword}, {@code DB-PASSWORD}. */
final class SecretNames {
    /** After their words were set apart by underscores. */
    private static final Pattern NAME = Pattern.compile(
            "(?:.*_)?(?:passwords?|passwd|pwd|passphrase|secret|token|(?:auth|access|refresh|id|bearer)_tokens|api_?keys?|access_keys?|secret_keys?"
                    + "|private_keys?|key_data|client_secret|client_key_data|credentials?|authorization|bearer|cookie|kubeconfig|dsn|connection_string"
                    + "|signing_key|encryption_key|webhook_url|htpasswd)");

    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[-.\\s/]+");

    /** A longer name names nothing that is known. */
    private static final int LONGEST = 200;

    private final Set<String> more;

    /** @param more names that are secret, too, as they are written */
    SecretNames(Set<String> more) {
        this.more = Set.copyOf(more);
    }

    boolean has(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return false;
        }
        return more.contains(name)
                || NAME.matcher(WORDS.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT))
                        .matches();
    }
}
