package io.yumen.app.servers;

import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.JsonCodec;
import io.yumen.service.awsdocs.demo.DemoSite;
import io.yumen.service.awsdocs.upstream.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is served in place of a configuration, with all that it needs; to be closed after the gateway. */
public sealed interface Demo extends AutoCloseable {
    /** What there is to try, in lines that somebody reads; empty where the tools say enough. */
    String tries();

    /** Those settings with its server. */
    GatewaySettings over(GatewaySettings settings);

    /** What it is, in a few words. */
    String title();

    @Override
    void close();

    /** Its names. */
    enum Name {
        EVERYTHING,
        AWS_DOCS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Starts what it needs. */
        public Demo start() {
            return switch (this) {
                case EVERYTHING -> new Everything();
                case AWS_DOCS -> AwsDocs.begin();
            };
        }
    }

    /** Those settings with the demonstration server, which needs nothing. */
    static GatewaySettings of(GatewaySettings settings) {
        return new Everything().over(settings);
    }

    /** The built-in server that shows every feature. */
    record Everything() implements Demo {
        @Override
        public String tries() {
            return "";
        }

        @Override
        public GatewaySettings over(GatewaySettings settings) {
            GatewaySettings demo =
                    ConfigFile.parse("{\"mcpServers\": {\"everything\": {\"service\": \"everything\"}}}");
            return settings.withServers(demo.mcpServers());
        }

        @Override
        public String title() {
            return "the built-in everything server";
        }

        @Override
        public void close() {
            // It needs nothing else.
        }
    }

    /**
     * The AWS documentation, with pages of our own.
     *
     * @param site in place of AWS's
     * @param folder in which pages are kept meanwhile
     */
    record AwsDocs(DemoSite site, Path folder) implements Demo {
        private static AwsDocs begin() {
            try {
                return new AwsDocs(DemoSite.start(), Files.createTempDirectory("yumen-aws-docs"));
            } catch (IOException e) {
                throw new StartException("There is no place for files of the demonstration: " + e);
            }
        }

        @Override
        public String tries() {
            return """

                    All it serves is made up. AWS's sites are on this machine: %s/docs.aws.amazon.com/harbor/latest/guide/welcome.html
                    Some tools to try, with their arguments:
                      search_documentation  {"search_phrase": "berth quotas"}
                      read                  {"url": "https://docs.aws.amazon.com/harbor/latest/guide/berths.html", "section": "Quotas"}
                      search_table          {"url": "https://docs.aws.amazon.com/harbor/latest/guide/permissions.html", "query": "CreateBerth"}
                      guide_toc             {"url": "https://docs.aws.amazon.com/harbor/latest/guide/berths.html"}
                    And a page as a resource: awsdocs://docs.aws.amazon.com/harbor/latest/guide/welcome.html
                    """.formatted(site.address());
        }

        @Override
        public GatewaySettings over(GatewaySettings settings) {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            ObjectNode server =
                    root.putObject("mcpServers").putObject("aws-docs").put("service", "aws-docs");
            ObjectNode docs = server.putObject("awsDocs").put("loopback", true).put("folder", folder.toString());
            ObjectNode sites = docs.putObject("sites");
            for (Site one : Site.values()) {
                sites.put(one.host(), site.address() + "/" + one.host());
            }
            return settings.withServers(ConfigFile.parse(JsonCodec.text(root)).mcpServers());
        }

        @Override
        public String title() {
            return "the AWS documentation as a demonstration";
        }

        @Override
        public void close() {
            site.close();
            try (Stream<Path> kept = Files.walk(folder)) {
                List<Path> all = kept.sorted(Comparator.reverseOrder()).toList();
                for (Path one : all) {
                    Files.deleteIfExists(one);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
