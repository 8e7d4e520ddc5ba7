package io.yumen.app;

import io.yumen.secret.Sealer;
import io.yumen.service.Service;
import io.yumen.service.everything.Everything;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import java.time.Clock;

/** The built-in services by name: the only place that knows them. */
final class Services {
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
        Service service = switch (name) {
            case "everything" -> new Everything();
            default -> throw new StartException("There is no built-in service \"" + name + "\"; there is everything");
        };
        return ServiceHandler.start(service, ServiceLimits.DEFAULT, sealer, Clock.systemUTC());
    }
}
