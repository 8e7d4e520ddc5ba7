package io.yumen.app.servers;

import io.yumen.backend.ConnectException;
import io.yumen.config.GuardSettings;
import io.yumen.config.ServerSettings;
import io.yumen.process.ChildException;
import io.yumen.process.Isolation;
import io.yumen.process.ResourceLimits;
import io.yumen.process.Warden;
import io.yumen.process.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the processes of servers are to have of the machine, as the settings say. */
public final class Worlds {
    private final Warden warden;
    private final Isolation minimum;

    /**
     * The worlds of a gateway.
     *
     * @param warden knows what can be had here
     * @param minimum the lowest level at which a process starts
     */
    public Worlds(Warden warden, GuardSettings.Level minimum) {
        this.warden = warden;
        this.minimum = level(minimum);
    }

    /** What this machine can do. */
    public Warden warden() {
        return warden;
    }

    /**
     * The world of a server.
     *
     * @throws ConnectException where it would be below the minimum
     * @throws IllegalArgumentException where a folder would be another than the one that was meant
     */
    World of(ServerSettings settings, Placeholders placeholders) {
        GuardSettings.Isolation said = settings.guard().isolation();
        World wanted = wanted(said);
        if (!wanted.isolation().holds(minimum)) {
            throw new ConnectException(
                    "Its isolation is \"" + wanted.isolation().word()
                            + "\", and minimumIsolation of this gateway is \"" + minimum.word()
                            + "\". Set a higher \"isolation\" for this server, or lower minimumIsolation");
        }
        return wanted.reading(paths(said.read(), placeholders)).writing(paths(said.write(), placeholders));
    }

    /** The level at which the processes of a server run here, or empty where it has none, or they do not start. */
    public Optional<Isolation> reached(ServerSettings settings) {
        World wanted = wanted(settings.guard().isolation());
        if (settings.command() == null || !wanted.isolation().holds(minimum)) {
            return Optional.empty();
        }
        try {
            return Optional.of(warden.settle(wanted));
        } catch (ChildException e) {
            return Optional.empty();
        }
    }

    private World wanted(GuardSettings.Isolation said) {
        ResourceLimits resources = new ResourceLimits(said.memory().bytes(), said.processes(), said.files());
        GuardSettings.Level level = said.level();
        if (level != null) {
            return World.at(level(level)).with(resources);
        }
        Isolation usual = World.USUAL.isolation();
        return (minimum == Isolation.NONE ? World.USUAL : World.at(minimum.holds(usual) ? minimum : usual))
                .with(resources);
    }

    private static Path[] paths(List<String> texts, Placeholders placeholders) {
        return texts.stream().map(placeholders::fillPath).map(Path::of).toArray(Path[]::new);
    }

    private static Isolation level(GuardSettings.Level level) {
        return Isolation.valueOf(level.name());
    }
}
