package io.yumen.config;

import io.yumen.auth.CertificateConfig;
import io.yumen.auth.approval.ApprovalLimits;
import io.yumen.http.server.ProxyConfig;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Who may come in. */
public record AccessSettings(
        @Setting("Lets those in who show no credential at all; left out, nobody comes in without one") @Nullable
        Anonymous anonymous,

        @Setting(value = "Whether keys are accepted; yumen key create makes them", fallback = "true")
        boolean keys,

        @Setting(
                "Has this gateway issue tokens itself, to clients whose users log in here; yumen user create makes users")
        @Nullable
        LoginSettings login,

        @Setting(
                value =
                        "Whether users may show name and password with every request (Basic); yumen user create makes them",
                fallback = "false")
        boolean passwords,

        @Setting("Providers whose tokens are accepted, each under a name of your choice")
        Map<String, OidcSettings> oidc,

        @Setting(
                "The URL under which clients reach this gateway, as in https://mcp.example.com; left out, where it listens. Tokens are issued for it")
        @Nullable
        String resource,

        @Setting(
                "Whom certificates of clients show that listen.tls.clients vouches for: the first entry that is about one says it")
        List<Certificate> certificates,

        @Setting(
                "Addresses from which requests may come, as in 10.0.0.0/8, besides this machine; left out, from everywhere")
        @Setting.Filled("Leave it out, so that requests come from everywhere, or name an address")
        List<String> allowAddresses,

        @Setting("Addresses from which no request may come, though they be allowed")
        List<String> denyAddresses,

        @Setting(
                "What those may see and do who came in: the first rule that is about a request decides, and what none is about is denied; without any rule, everything is allowed")
        @Setting.Filled(
                "Leave it out, so that everything is allowed, or write one that says what is, as {\"name\": \"nothing\", \"effect\": \"deny\"}")
        List<RuleSettings> rules,

        @Setting("How calls wait that a rule wants approved")
        Approvals approvals) {
    public AccessSettings {
        oidc = Collections.unmodifiableMap(new LinkedHashMap<>(oidc));
        if (resource != null && !resource.matches("https?://[^/?#]+(/[A-Za-z0-9._~/-]*)?")) {
            throw new BadSetting("resource", "This is the https URL under which clients reach the gateway");
        }
        check("allowAddresses", allowAddresses);
        check("denyAddresses", denyAddresses);
        requireOwnIssuers(oidc);
        requireOwnTenants(oidc);
        requireOtherIssuers(oidc, login, resource);
        requireOwnNames(rules);
    }

    /** The issuers of the providers. */
    Set<String> issuers() {
        Set<String> issuers = new HashSet<>();
        oidc.values().forEach(provider -> issuers.add(provider.issuer()));
        return issuers;
    }

    /** What rules demand that a credential is good for. */
    public Set<String> demandedScopes() {
        return rules.stream().flatMap(rule -> rule.scopes().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What clients ask our own users for at first, where it is less than all that they may ask for: what rules demand is asked for when
     * it is needed.
     */
    public Set<String> firstScopes() {
        Set<String> demanded = demandedScopes();
        if (login == null || !oidc.isEmpty() || Collections.disjoint(login.scopes(), demanded)) {
            return Set.of();
        }
        return login.scopes().stream()
                .filter(scope -> !demanded.contains(scope))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What those may do who show no credential. */
    public record Anonymous(
            @Setting("Their roles") List<String> roles,

            @Setting(
                    value =
                            "Says that they may come from other machines, too: without it a gateway that others can reach does not start",
                    fallback = "false")
            boolean letInAnybodyFromAnywhere) {}

    private static void requireOwnIssuers(Map<String, OidcSettings> providers) {
        long issuers =
                providers.values().stream().map(OidcSettings::issuer).distinct().count();
        if (issuers < providers.size()) {
            throw new BadSetting("oidc", "Two providers have the same \"issuer\"");
        }
    }

    /** The tenant {@code local} is the gateway's own: who is of it is of no tenant of his own. */
    private static void requireOwnTenants(Map<String, OidcSettings> providers) {
        providers.forEach((name, provider) -> {
            String own = TenantId.LOCAL.value();
            if (name.equals(own) && provider.tenant() == null) {
                throw new BadSetting(
                        "oidc",
                        "No provider is called \"" + own
                                + "\": that is the tenant of the gateway's own users and keys, and its users"
                                + " would be the same; choose another name");
            }
        });
    }

    /** A token says by its issuer alone whose it is. */
    private static void requireOtherIssuers(
            Map<String, OidcSettings> providers, @Nullable LoginSettings login, @Nullable String resource) {
        providers.forEach((name, provider) -> {
            if (login != null && resource != null && resource.equals(provider.issuer())) {
                throw new BadSetting(
                        "oidc",
                        "The issuer of the provider \"" + name
                                + "\" is this gateway itself, whose users come in by \"login\"");
            }
        });
    }

    private static void requireOwnNames(List<RuleSettings> rules) {
        Set<String> names = new HashSet<>();
        for (RuleSettings rule : rules) {
            if (!names.add(String.valueOf(rule.name()))) {
                throw new BadSetting("rules", "Two rules have the name \"" + rule.name() + "\"");
            }
        }
    }

    /** Whom a certificate of a client shows. */
    public record Certificate(
            @Setting("The whole subject of the certificate, as in CN=ci,O=Example") @Nullable
            String subject,

            @Setting(
                    "An alternative name of it, as in dns:ci.example.com, email:ann@example.com or uri:spiffe://example/*, where the star means all that begin so")
            @Nullable
            String san,

            @Setting("Who that is; left out, the alternative name") @Nullable
            String principal,

            @Setting(value = "Whose data it is about", fallback = "local")
            String tenant,

            @Setting("The roles that come with it") List<String> roles) {
        public Certificate {
            try {
                entry(subject, san, principal, tenant, roles);
            } catch (IllegalArgumentException e) {
                throw new BadSetting(subject == null ? "san" : "subject", String.valueOf(e.getMessage()));
            }
        }

        /** What the door asks. */
        public CertificateConfig entry() {
            return entry(subject, san, principal, tenant, roles);
        }

        private static CertificateConfig entry(
                @Nullable String subject,
                @Nullable String san,
                @Nullable String principal,
                String tenant,
                List<String> roles) {
            return new CertificateConfig(
                    subject == null ? null : new X500Principal(subject),
                    san,
                    principal,
                    new TenantId(tenant),
                    new HashSet<>(roles));
        }
    }

    private static void check(String key, List<String> blocks) {
        try {
            ProxyConfig.at(blocks);
        } catch (IllegalArgumentException e) {
            throw new BadSetting(key, String.valueOf(e.getMessage()));
        }
    }

    /** How calls wait that a rule wants approved. */
    public record Approvals(
            @Setting(value = "How long a call waits for its approval", fallback = "5m")
            Duration timeout,

            @Setting(
                    value =
                            "How long a decision counts for the same call of the same caller: an approval once, a refusal every time",
                    fallback = "10m")
            Duration kept) {
        public Approvals {
            BadSetting.requirePositive("timeout", timeout);
            BadSetting.requirePositive("kept", kept);
        }

        /** The limits that follow. */
        public ApprovalLimits limits() {
            ApprovalLimits usual = ApprovalLimits.DEFAULT;
            return new ApprovalLimits(timeout, kept, usual.waiting(), usual.waitingOfOne(), usual.arguments());
        }
    }
}
