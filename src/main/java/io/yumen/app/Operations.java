package io.yumen.app;

import io.yumen.admin.running.Operator;
import io.yumen.admin.running.ServerReport;
import io.yumen.admin.running.ToolReport;
import io.yumen.backend.Backend;
import io.yumen.backend.Control;
import io.yumen.backend.Description;
import io.yumen.backend.LogLine;
import io.yumen.backend.ServerState;
import io.yumen.hub.HubStatus;
import io.yumen.process.Isolation;
import io.yumen.service.ServiceCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators see of the servers of a core, and do to them. */
final class Operations implements Operator {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    private final Core core;

    Operations(Core core) {
        this.core = core;
    }

    @Override
    public Machine machine() {
        Isolation highest = core.warden().highest();
        return new Machine(
                highest.word(), core.warden().trouble(Isolation.SEALED).orElse(null));
    }

    @Override
    public List<ServerReport> servers() {
        return core.status().servers().stream().map(this::report).toList();
    }

    @Override
    public Optional<ServerReport> server(String name) {
        return core.status().servers().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .map(this::report);
    }

    @Override
    public boolean act(String name, Action action) {
        Optional<Backend> backend = core.backend(name);
        backend.ifPresent(server -> {
            LOG.atInfo()
                    .addKeyValue("server", name)
                    .addKeyValue("action", action)
                    .log("An operator acts on a server");
            act(server, action);
        });
        return backend.isPresent();
    }

    private static void act(Backend server, Action action) {
        switch (action) {
            case START -> {
                // Where nothing runs, a restart is a start that also forgets past failures.
                if (server.state() instanceof ServerState.Down) {
                    server.control().restart();
                }
            }
            case STOP -> server.control().stop();
            case RESTART -> server.control().restart();
        }
    }

    @Override
    public List<ToolReport> tools() {
        return core.tools().stream()
                .map(tool -> new ToolReport(
                        tool.named().exposed(),
                        tool.named().server(),
                        tool.named().original(),
                        tool.definition()))
                .toList();
    }

    @Override
    public List<LogLine> log(String name, int most) {
        return control(name).map(server -> server.log(most)).orElse(List.of());
    }

    @Override
    public Map<String, ServiceCache> caches() {
        return core.kept();
    }

    private Optional<Control> control(String name) {
        return core.backend(name).map(Backend::control);
    }

    private ServerReport report(HubStatus.Server server) {
        HubStatus.Offers offers = server.offers();
        Optional<Description> description = control(server.name()).flatMap(Control::description);
        return new ServerReport(
                server.name(),
                server.state(),
                server.tags(),
                new ServerReport.Offers(
                        offers.tools(), offers.prompts(), offers.resources(), offers.templates(), offers.withheld()),
                server.underWay(),
                server.trouble(),
                description.orElse(null),
                core.isolation(server.name()).map(Isolation::word).orElse(null));
    }
}
