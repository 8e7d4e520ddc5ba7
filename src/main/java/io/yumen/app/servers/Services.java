package io.yumen.app.servers;

import io.yumen.secret.Sealer;
import io.yumen.service.Service;
import io.yumen.service.everything.Everything;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The built-in services by name: the only place that knows them. */
public final class Services {
    private static final Map<String, Supplier<Service>> ALL = Map.of("everything", Everything::new);

    /** The names that are known. */
    public static final List<String> NAMES = ALL.keySet().stream().sorted().toList();

    private final Sealer sealer;

    public Services(Sealer sealer) {
        this.sealer = sealer;
    }

    /** What is said of a name that is not known. */
    public static String unknown(String name) {
        return "There is no built-in service \"" + name + "\"; there is " + String.join(", ", NAMES);
    }

    /**
     * Starts the service of that name.
     *
     * @throws StartException when there is none
     */
    public ServiceHandler start(String name) {
        Supplier<Service> service = ALL.get(name);
        if (service == null) {
            throw new StartException(unknown(name));
        }
        return ServiceHandler.start(service.get(), ServiceLimits.DEFAULT, sealer, Clock.systemUTC());
    }
}
