package io.yumen.app.servers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.app.Gateway;
import io.yumen.config.ConfigException;
import io.yumen.config.file.ConfigFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of the AWS documentation: what cannot be used is refused before anything is started, and the message says where it stands. */
final class AwsDocsTest {
    private static final String SERVER = "{\"mcpServers\": {\"aws\": {\"service\": \"aws-docs\", %s}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"sites\": {\"docs.example.com\": \"https://h\"} | awsDocs.sites: \"docs.example.com\" is none of AWS's sites, which are docs.aws.amazon.com, docs.amazonaws.cn",
                "\"sites\": {\"docs.aws.amazon.com\": \"http://h\"} | awsDocs.sites: The address of docs.aws.amazon.com must begin with https://",
                "\"sites\": {\"docs.aws.amazon.com\": \"https://h/\"} | awsDocs.sites: The address of docs.aws.amazon.com must be https://host or https://host/path",
                "\"sites\": {\"docs.aws.amazon.com\": \"https://user@h\"} | awsDocs.sites: The address of docs.aws.amazon.com must be",
                "\"sites\": {\"docs.aws.amazon.com\": \"https://h?x\"} | without user, query, or slash at its end",
                "\"sites\": {\"docs.aws.amazon.com\": \"file:///etc\"} | awsDocs.sites: The address of docs.aws.amazon.com must be",
                "\"sites\": {\"docs.aws.amazon.com\": \"\"} | awsDocs.sites: The address of docs.aws.amazon.com must be",
                "\"sites\": {\"docs.aws.amazon.com\": \"https://a b\"} | awsDocs.sites: The address of docs.aws.amazon.com cannot be read",
                "\"size\": \"7MiB\" | awsDocs.size: The shelf takes at least 8 MiB",
                "\"folder\": \" \" | awsDocs.folder: It names no folder",
                "\"preloadPages\": [\"https://evil.example/a.html\"] | awsDocs.preloadPages: URL must be from list of supported domains",
                "\"caFile\": \"nowhere.pem\" | awsDocs.caFile: ",
                "\"privateAddresses\": true, \"sites\": {\"docs.aws.amazon.com\": \"http://h\"} | awsDocs.sites: The address of docs.aws.amazon.com must begin with https://",
                "\"folder\": \"a\\u0000b\" | awsDocs.folder: Nul character not allowed",
            })
    void what_cannot_be_used_is_refused_with_its_place(String settings, String said) {
        assertThatThrownBy(() -> Gateway.check(ConfigFile.parse(SERVER.formatted("\"awsDocs\": {" + settings + "}"))))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("mcpServers.aws: ")
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"partitions\": [\"aws\", \"gcp\"] | mcpServers.aws.awsDocs.partitions",
                "\"partitions\": \"aws\" | mcpServers.aws.awsDocs.partitions",
                "\"sites\": [] | mcpServers.aws.awsDocs.sites",
                "\"sendIntent\": \"sometimes\" | mcpServers.aws.awsDocs.sendIntent",
                "\"loopback\": 1 | mcpServers.aws.awsDocs.loopback",
                "\"size\": 0 | mcpServers.aws.awsDocs.size",
                "\"size\": \"much\" | mcpServers.aws.awsDocs.size",
                "\"memory\": -1 | mcpServers.aws.awsDocs.memory",
                "\"memory\": \"64 pages\" | mcpServers.aws.awsDocs.memory",
                "\"folder\": {} | mcpServers.aws.awsDocs.folder",
                "\"privateAddresses\": true, \"loopback\": true | mcpServers.aws.awsDocs.privateAddresses",
                "\"preloadPages\": \"a\" | mcpServers.aws.awsDocs.preloadPages",
            })
    void what_is_of_another_kind_is_refused_with_its_place(String settings, String place) {
        assertThatThrownBy(() -> ConfigFile.parse(SERVER.formatted("\"awsDocs\": {" + settings + "}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"service\": \"everything\", \"awsDocs\": {} | Only the service \"aws-docs\" has \"awsDocs\"",
                "\"service\": \"aws-docs\", \"url\": \"https://h\" | The service \"aws-docs\" has no \"url\"",
                "\"service\": \"aws-docs\", \"timeoutSec\": 5 | has no \"tls\", \"timeoutSec\" and \"query\"",
                "\"service\": \"aws-docs\", \"cache\": {\"pages\": {\"ttl\": \"1h\"}} | it keeps nothing by kind",
            })
    void what_is_of_other_services_is_refused(String server, String said) {
        assertThatThrownBy(() -> Gateway.check(ConfigFile.parse("{\"mcpServers\": {\"aws\": {" + server + "}}}")))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("mcpServers.aws: ")
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"partitions\": []",
                "\"partitions\": [\"aws\"]",
                "\"partitions\": [\"aws-cn\", \"aws-cn\"]",
                "\"sites\": {\"docs.aws.amazon.com\": \"https://mirror.example.com/aws\"}",
                "\"sites\": {\"docs.aws.amazon.com\": \"http://127.0.0.1:8080\"}, \"loopback\": true",
                "\"privateAddresses\": true, \"sites\": {\"docs.aws.amazon.com\": \"https://mirror.example.com\"}",
                "\"preloadPages\": [\"https://docs.aws.amazon.com/harbor/latest/guide/welcome.html\"]",
                "\"sendIntent\": true, \"size\": \"8MiB\", \"memory\": \"1KiB\", \"folder\": \"pages\"",
            })
    void what_can_be_used_is_taken(String settings) {
        assertThatCode(() -> Gateway.check(ConfigFile.parse(SERVER.formatted("\"awsDocs\": {" + settings + "}"))))
                .doesNotThrowAnyException();
    }
}
