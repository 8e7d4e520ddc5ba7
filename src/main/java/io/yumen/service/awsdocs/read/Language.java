package io.yumen.service.awsdocs.read;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A language of programs, by all its usual names.
 *
 * @param names in small letters
 */
record Language(Set<String> names) {
    private static final List<Set<String>> KNOWN = List.of(
            Set.of("bash", "sh", "shell", "zsh", "console", "cli", "linux", "macos"),
            Set.of("powershell", "ps", "ps1", "pwsh"),
            Set.of("javascript", "js", "node", "nodejs", "node.js"),
            Set.of("typescript", "ts"),
            Set.of("python", "py", "python3", "boto3"),
            Set.of("yaml", "yml"),
            Set.of("csharp", "c#", "cs", ".net", "dotnet"),
            Set.of("cpp", "c++", "cplusplus"),
            Set.of("go", "golang"),
            Set.of("ruby", "rb"),
            Set.of("kotlin", "kt"),
            Set.of("rust", "rs"),
            Set.of("hcl", "terraform", "tf"),
            Set.of("text", "txt", "plaintext", "plain"));

    Language {
        names = Set.copyOf(names);
    }

    static Language of(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(names -> names.contains(plain))
                .findFirst()
                .map(Language::new)
                .orElseGet(() -> new Language(Set.of(plain)));
    }

    /** Whether a listing is in it: the title around it tells where it does not say so itself. */
    boolean is(String said, String title) {
        String plain = said.strip().toLowerCase(Locale.ROOT);
        if (!plain.isEmpty()) {
            return names.contains(plain);
        }
        List<String> words = List.of(title.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}.#+]+", -1));
        return words.stream().anyMatch(names::contains);
    }
}
