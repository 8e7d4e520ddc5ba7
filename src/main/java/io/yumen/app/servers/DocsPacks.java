package io.yumen.app.servers;

import io.yumen.config.GatewaySettings;
import io.yumen.config.ServerSettings;
import io.yumen.service.awsdocs.pack.PackLimits;
import io.yumen.service.awsdocs.pack.PackRefused;
import io.yumen.service.awsdocs.pack.Packs;
import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.DepotRefused;
import io.yumen.service.awsdocs.shelf.desk.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;

/** What a server keeps of the AWS documentation as a file, while no gateway has it open. */
public final class DocsPacks {
    private DocsPacks() {}

    /**
     * What became of a pack.
     *
     * @param taken copies that are kept now
     * @param newer copies that were not taken: what is kept is as new, or newer
     * @param failed copies that could not be read, or that there is no room for
     */
    public record Taken(int taken, int newer, int failed) {}

    /** What is done with it. */
    @FunctionalInterface
    private interface Work<T> {
        T on(Packs packs) throws IOException;
    }

    /**
     * Writes what fits.
     *
     * @return how many copies
     * @throws StartException where that cannot be; the message says why
     */
    public static int write(GatewaySettings settings, String server, String pattern, Path file) {
        return with(settings, server, packs -> packs.write(file, Pattern.of(pattern)));
    }

    /**
     * Takes in what is newer than what is kept.
     *
     * @throws StartException where that cannot be, or it is no pack; the message says why, and nothing has changed then
     */
    public static Taken read(GatewaySettings settings, String server, Path file) {
        return with(settings, server, packs -> {
            Packs.Taken outcome = packs.read(file);
            return new Taken(outcome.taken(), outcome.newer(), outcome.failed());
        });
    }

    private static <T> T with(GatewaySettings settings, String name, Work<T> work) {
        ServerSettings server = settings.mcpServers().get(name);
        if (server == null || !"aws-docs".equals(server.service())) {
            throw new StartException("There is no server \"" + name + "\" with the service aws-docs; there is "
                    + settings.mcpServers().entrySet().stream()
                            .filter(each -> "aws-docs".equals(each.getValue().service()))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.collectingAndThen(
                                    Collectors.joining(", "), names -> names.isEmpty() ? "none" : names)));
        }
        AwsDocs.check(server);
        try (Depot depot = AwsDocs.depot(name, server)) {
            return work.on(new Packs(depot, PackLimits.DEFAULT, InstantSource.system()));
        } catch (DepotRefused e) {
            throw new StartException(e.getMessage() + "; no gateway may run with it meanwhile");
        } catch (PackRefused | IllegalArgumentException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("The pack cannot be read or written", e);
        }
    }
}
