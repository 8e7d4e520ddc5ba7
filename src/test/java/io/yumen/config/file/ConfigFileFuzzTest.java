package io.yumen.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.config.ConfigException;
import io.yumen.config.GatewaySettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Whatever stands in the configuration file is understood, or is refused with a reason. */
class ConfigFileFuzzTest {
    /** Places of texts that are read as something else: addresses, times, sizes, rates, names, rules. */
    private static final List<String> PLACES = List.of(
            "{\"listen\": {\"host\": %s}}",
            "{\"listen\": {\"hosts\": [%s], \"origins\": [%<s], \"trustedProxies\": [%<s]}}",
            "{\"limits\": {\"body\": %s, \"drain\": %<s, \"rates\": {\"all\": %<s}}}",
            "{\"access\": {\"resource\": %s, \"denyAddresses\": [%<s]}}",
            "{\"access\": {\"rules\": [{\"name\": \"a\", \"effect\": \"allow\", \"tools\": [%s], \"when\": %<s}]}}",
            "{\"access\": {\"oidc\": {\"a\": {\"issuer\": %s, \"audience\": [%<s]}}}}",
            "{\"access\": {\"certificates\": [{\"subject\": %s, \"principal\": %<s}]}}",
            "{\"views\": {\"a\": {\"tools\": [%s]}}, \"names\": {\"prefix\": %<s}}",
            "{\"mcpServers\": {\"a\": {\"url\": %s, \"headers\": {\"X\": %<s}}}}",
            "{\"mcpServers\": {\"a\": {\"command\": %s, \"args\": [%<s], \"env\": {\"A\": %<s}, \"rate\": %<s}}}",
            "{\"audit\": {\"sinks\": {\"a\": {\"url\": %s}}}}");

    @FuzzTest(maxDuration = "60s")
    void any_text_is_a_configuration_or_none(byte[] bytes) {
        read(new String(bytes, StandardCharsets.UTF_8));
    }

    @FuzzTest(maxDuration = "60s")
    void any_member_is_known_or_is_told(byte[] bytes) {
        read("{" + new String(bytes, StandardCharsets.UTF_8) + "}");
    }

    @FuzzTest(maxDuration = "60s")
    void any_value_is_one_or_is_told(byte[] bytes) {
        // What names a file is read from there, wherever that is.
        String text = new String(bytes, StandardCharsets.UTF_8).replace("${", "{");
        String value = JsonMapper.shared().writeValueAsString(text);
        PLACES.forEach(place -> read(place.formatted(value)));
    }

    private static void read(String text) {
        try {
            GatewaySettings settings = ConfigFile.parse(text.replace("${", "{"));
            assertThat(settings.limits().largestBody().toInt()).isPositive();
            assertThat(settings.mcpServers()).doesNotContainValue(null);
        } catch (ConfigException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
