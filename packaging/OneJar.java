import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Merges the application and its libraries into one jar, the same bytes each time: {@code java OneJar.java OUT APP LIB...}.
 * Service files are joined, licences kept by library; two other entries of one name with different content are an error.
 */
public final class OneJar {
    private static final String JOINED = "META-INF/services/.*";

    /** Its library looks for repeated headings, to know a merged jar from one that must be searched. */
    private static final String APPENDED = "META-INF/helidon/manifest";

    private static final String DROPPED = "module-info\\.class|META-INF/versions/[0-9]+/module-info\\.class"
            + "|META-INF/(INDEX\\.LIST|MANIFEST\\.MF|maven/.*|.*\\.(SF|RSA|DSA)|helidon/config-metadata\\.json)";
    private static final String LICENCE = "(META-INF/)?(LICENSE|NOTICE|LICENCE|FastDoubleParser-).*|META-INF/(DEPENDENCIES|licenses/.*)";

    private OneJar() {}

    public static void main(String[] arguments) throws IOException {
        Path out = Path.of(arguments[0]);
        Map<String, byte[]> entries = new TreeMap<>();
        List<Path> jars = Arrays.stream(arguments).skip(1).map(Path::of).toList();
        for (Path jar : jars) {
            add(jar, entries);
        }
        Manifest manifest = manifest(jars.getFirst());
        try (OutputStream file = Files.newOutputStream(out);
                JarOutputStream jar = new JarOutputStream(file)) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            manifest.write(head);
            write(jar, JarFile.MANIFEST_NAME, head.toByteArray());
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                write(jar, entry.getKey(), entry.getValue());
            }
        }
    }

    private static void add(Path path, Map<String, byte[]> entries) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : new ArrayList<>(jar.stream().toList())) {
                String name = entry.getName();
                if (entry.isDirectory() || name.matches(DROPPED)) {
                    continue;
                }
                try (InputStream in = jar.getInputStream(entry)) {
                    String target = name.matches(LICENCE)
                            ? "META-INF/licenses/" + path.getFileName() + "/" + name.replaceAll("^META-INF/", "")
                            : name;
                    entries.merge(target, in.readAllBytes(), (one, other) -> join(target, one, other));
                }
            }
        }
    }

    private static byte[] join(String name, byte[] one, byte[] other) {
        if (name.equals(APPENDED)) {
            return (text(one) + "\n" + text(other)).getBytes(StandardCharsets.UTF_8);
        }
        if (name.matches(JOINED)) {
            Set<String> lines = new LinkedHashSet<>(lines(one));
            lines.addAll(lines(other));
            return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        }
        if (Arrays.equals(one, other)) {
            return one;
        }
        throw new IllegalStateException("Two libraries bring " + name + " with different content");
    }

    private static List<String> lines(byte[] text) {
        return text(text).lines().toList();
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    private static Manifest manifest(Path application) throws IOException {
        try (JarFile jar = new JarFile(application.toFile())) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH);
            manifest.getMainAttributes().putValue("Multi-Release", "true");
            return manifest;
        }
    }

    private static void write(JarOutputStream jar, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }
}
