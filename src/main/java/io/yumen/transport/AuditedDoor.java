package io.yumen.transport;

import io.yumen.audit.Audit;
import io.yumen.audit.What;
import io.yumen.audit.Who;
import io.yumen.auth.Denial;
import io.yumen.auth.Stays;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.tenant.Access;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Records what is refused at the door, or soon behind it, with the name of the one who was refused where it is known. */
public final class AuditedDoor implements Authenticator {
    private final Authenticator door;
    private final Audit audit;
    private final Stays stays;

    /** Who makes each request that is under way: what is wrong with one may show only when its sender is known. */
    private final Map<HttpRequest, Access> underWay = new ConcurrentHashMap<>();

    /**
     * A door that records.
     *
     * @param stays ends what was opened with a credential when that ends
     */
    public AuditedDoor(Authenticator door, Audit audit, Stays stays) {
        this.door = door;
        this.audit = audit;
        this.stays = stays;
    }

    @Override
    public Access authenticate(HttpRequest request) {
        Access access = door.authenticate(request);
        underWay.put(request, access);
        return access;
    }

    @Override
    public void refused(HttpRequest request, String transport, Refusal refusal) {
        Access known = underWay.get(request);
        String address = request.remoteAddress().getAddress().getHostAddress();
        Who who = known == null ? Who.unknown(transport, address) : Who.of(known.by(transport), "");
        audit.refused(who, What.of(request), refusal.status(), refusal.reason());
    }

    @Override
    public Stays.Stay stay(Access access, Consumer<String> end) {
        return stays.begin(access, end);
    }

    @Override
    public Denial.Demand demand(String path) {
        return door.demand(path);
    }

    /** That handler, behind which requests pass this door; when it is done with one, its sender is forgotten. */
    public HttpHandler around(HttpHandler next) {
        return (request, response) -> {
            try {
                next.handle(request, response);
            } finally {
                underWay.remove(request);
            }
        };
    }

    /** Who makes a request that is under way, where that is known by now. */
    public Optional<Access> sender(HttpRequest request) {
        return Optional.ofNullable(underWay.get(request));
    }

    @Override
    public String toString() {
        return "audited " + door;
    }
}
