package io.yumen.cli.audit;

import io.yumen.audit.trail.Finding;
import io.yumen.audit.trail.KeyFile;
import io.yumen.audit.trail.TrailConfig;
import io.yumen.audit.trail.Verifier;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ExitCode;
import io.yumen.config.AuditSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yumen audit verify}: finds the first record that is not as it was written. */
@Command(
        name = "verify",
        description = {
            "Find the first record of an audit trail that was changed, moved or taken away.",
            "Exit code 0: every record is as it was written; 5: one is not; 1: it cannot be said.",
            "Of a single file it is not known what should stand before and behind it."
        })
final class AuditVerify implements Callable<Integer> {
    @Mixin
    private TrailOption trail = new TrailOption();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The key of the trail. Default: as the configuration says.")
    private @Nullable Path key;

    @Option(
            names = "--anchors",
            paramLabel = "FOLDER",
            description = "The folder of the anchors. Default: keys beside the folder of the trails.")
    private @Nullable Path anchors;

    @Override
    public Integer call() {
        AuditSettings settings = trail.settings();
        Path path = trail.path(settings);
        boolean isIntact = true;
        for (Map.Entry<Path, Finding> found : find(path, settings).entrySet()) {
            isIntact &= tell(found.getKey(), found.getValue());
        }
        return isIntact ? ExitCode.OK : ExitCode.BROKEN;
    }

    private Map<Path, Finding> find(Path path, AuditSettings settings) {
        Path folder = Path.of(String.valueOf(settings.directory()));
        Path secret = key == null ? Path.of(String.valueOf(settings.key())) : key;
        if (!Files.exists(secret)) {
            throw new CommandFailed(
                    "There is no key " + secret + "; --key names the one that the trail was written with");
        }
        Map<Path, Finding> findings = new LinkedHashMap<>();
        try {
            Verifier verifier = new Verifier(KeyFile.read(secret));
            if (Files.isRegularFile(path)) {
                findings.put(path, verifier.file(path));
            } else {
                findings.putAll(verifier.directory(path, anchors == null ? TrailConfig.anchorsOf(folder) : anchors));
            }
        } catch (IOException e) {
            throw new CommandFailed("The trail cannot be verified: " + e.getMessage());
        }
        if (findings.isEmpty()) {
            throw TrailOption.none(path);
        }
        return findings;
    }

    /** Says what was found; returns whether all is as it was written. */
    private static boolean tell(Path where, Finding finding) {
        return switch (finding) {
            case Finding.Intact intact -> {
                System.out.println(
                        where + ": intact, " + intact.records() + " records in " + intact.files() + " files");
                intact.notes().forEach(note -> System.out.println("  " + note));
                yield true;
            }
            case Finding.Broken broken -> {
                String line = broken.line() == 0 ? "" : ", line " + broken.line();
                System.out.println(where + ": broken");
                System.out.println("  " + broken.file() + line + ", where record " + broken.sequence() + " should be: "
                        + broken.what());
                yield false;
            }
        };
    }
}
