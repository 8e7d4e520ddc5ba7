import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
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
 * Classes for Java 5 are lifted to Java 8: the start-up cache takes no older ones, and a start would read each from the jar.
 */
public final class OneJar {
    private static final String JOINED = "META-INF/services/.*";

    /** Its library looks for repeated headings, to know a merged jar from one that must be searched. */
    private static final String APPENDED = "META-INF/helidon/manifest";

    private static final String DROPPED = "module-info\\.class|META-INF/versions/[0-9]+/module-info\\.class"
            + "|META-INF/(INDEX\\.LIST|MANIFEST\\.MF|maven/.*|.*\\.(SF|RSA|DSA)|helidon/config-metadata\\.json|jandex\\.idx)";
    private static final String LICENCE = "(META-INF/)?(LICENSE|NOTICE|LICENCE|FastDoubleParser-).*|META-INF/(DEPENDENCIES|licenses/.*)";

    private static final int MAJOR_VERSION_AT = 7;

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
                write(jar, entry.getKey(), lifted(entry.getKey(), entries));
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

    private static byte[] lifted(String name, Map<String, byte[]> entries) {
        byte[] content = entries.get(name);
        if (!name.endsWith(".class") || content[MAJOR_VERSION_AT] >= ClassFile.JAVA_6_VERSION) {
            return content;
        }
        ClassHierarchyResolver classes = ClassHierarchyResolver.ofResourceParsing(type -> stream(entries.get(path(type))))
                .orElse(ClassHierarchyResolver.defaultResolver());
        ClassFile files = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS, ClassFile.ClassHierarchyResolverOption.of(classes));
        ClassFileVersion version = ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0);
        ClassTransform written = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return files.transformClass(
                files.parse(content), written.andThen((lifted, part) -> lifted.with(newer(part, version))));
    }

    private static ClassElement newer(ClassElement part, ClassFileVersion version) {
        return part instanceof ClassFileVersion ? version : part;
    }

    private static String path(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1) + ".class";
    }

    private static InputStream stream(byte[] content) {
        return content == null ? null : new ByteArrayInputStream(content);
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
