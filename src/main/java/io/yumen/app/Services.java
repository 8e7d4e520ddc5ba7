package io.yumen.app;

import io.yumen.secret.Sealer;
import io.yumen.service.Service;
import io.yumen.service.ServiceHandler;
import io.yumen.service.ServiceLimits;
import io.yumen.service.everything.Everything;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The built-in services by name: the only place that knows them. */
final class Services {
    private static final Map<String, Supplier<Service>> KNOWN = new TreeMap<>(Map.of("everything", Everything::new));

    private final Sealer sealer;

    Services(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * Starts the service of that name.
     *
     * @throws StartException when there is none
     */
    ServiceHandler start(String name) {
        Supplier<Service> maker = KNOWN.get(name);
        if (maker == null) {
            throw new StartException(
                    "There is no built-in service \"" + name + "\"; there is " + String.join(", ", KNOWN.keySet()));
        }
        return ServiceHandler.start(maker.get(), ServiceLimits.DEFAULT, sealer, Clock.systemUTC());
    }
}
