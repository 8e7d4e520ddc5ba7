package io.yumen.app.servers;

import io.yumen.config.GatewaySettings;
import io.yumen.config.ServerSettings;
import io.yumen.service.awsdocs.pack.PackLimits;
import io.yumen.service.awsdocs.pack.PackRefused;
import io.yumen.service.awsdocs.pack.Packs;
import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.DepotRefused;
import io.yumen.service.awsdocs.shelf.desk.Pattern;
import io.yumen.service.awsdocs.shelf.index.IndexDepot.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;

/** What a server keeps of the AWS documentation as a file, while no gateway has it open. */
public final class DocsPacks {
    private DocsPacks() {}

    /**
     * What was written.
     *
     * @param folder where they are kept
     */
    public record Written(int copies, Path folder) {}

    /**
     * What became of a pack.
     *
     * @param taken copies that were kept
     * @param newer copies that were not taken: what is kept is as new, or newer
     * @param failed copies that could not be read, or that there is no room for
     * @param evicted copies, of these or of others, that went meanwhile because there was no room for all
     * @param folder where they are kept
     */
    public record Taken(int taken, int newer, int failed, long evicted, Path folder) {}

    /** What is done with it. */
    @FunctionalInterface
    private interface Work<T> {
        T on(Packs packs, Depot depot) throws IOException;
    }

    /**
     * Writes what fits.
     *
     * @throws StartException where that cannot be, or nothing fits; the message says why, and the file is as it was then
     */
    public static Written write(GatewaySettings settings, String name, String pattern, Path file) {
        ServerSettings server = server(settings, name);
        Path folder = AwsDocs.folder(name, server);
        if (!Files.isDirectory(folder)) {
            throw new StartException("There is no folder " + folder
                    + ", where the server would keep pages: read some first, or say \"awsDocs.folder\"");
        }
        int copies = with(name, server, (packs, depot) -> packs.write(file, Pattern.of(pattern)));
        return new Written(copies, folder);
    }

    /**
     * Takes in what is newer than what is kept.
     *
     * @throws StartException where that cannot be, or it is no pack; the message says why, and nothing has changed then
     */
    public static Taken read(GatewaySettings settings, String name, Path file) {
        ServerSettings server = server(settings, name);
        return with(name, server, (packs, depot) -> {
            long before = depot.statistics().evicted();
            Packs.Taken outcome = packs.read(file);
            return new Taken(
                    outcome.taken(),
                    outcome.newer(),
                    outcome.failed(),
                    depot.statistics().evicted() - before,
                    AwsDocs.folder(name, server));
        });
    }

    private static ServerSettings server(GatewaySettings settings, String name) {
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
        return server;
    }

    private static <T> T with(String name, ServerSettings server, Work<T> work) {
        try (Depot depot = AwsDocs.depot(name, server, Damage.REFUSED)) {
            return work.on(new Packs(depot, PackLimits.DEFAULT, InstantSource.system()), depot);
        } catch (DepotRefused e) {
            throw new StartException(e.getMessage() + "; no gateway may run with it meanwhile");
        } catch (PackRefused | IllegalArgumentException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StartException("The pack cannot be read or written: " + e);
        }
    }
}
