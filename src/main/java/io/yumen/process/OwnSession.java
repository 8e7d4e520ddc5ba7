package io.yumen.process;

import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a program is started as the leader of a process group of its own: the program's id is then the group's. */
final class OwnSession {

    private static final Logger log = LoggerFactory.getLogger(OwnSession.class);

    /** What to put before a command. */
    static final List<String> PREFIX = find(ProgramPath.ours());

    private OwnSession() {}

    static List<String> find(ProgramPath path) {
        return path.find("setsid")
                .map(Path::toString)
                .map(List::of)
                .or(() -> path.find("perl")
                        .map(perl -> List.of(
                                perl.toString(),
                                "-e",
                                "use POSIX; POSIX::setsid(); exec {$ARGV[0]} @ARGV; exit 127",
                                "--")))
                .orElseGet(() -> {
                    log.atWarn().log("Install util-linux: without setsid, what child processes start may outlive them");
                    return List.of();
                });
    }
}
