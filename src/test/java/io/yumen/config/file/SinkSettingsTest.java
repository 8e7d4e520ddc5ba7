package io.yumen.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.config.AuditSettings;
import io.yumen.config.ConfigException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration says of sinks of the audit. */
class SinkSettingsTest {
    @Test
    void a_sink_is_named_by_its_url_and_the_rest_has_defaults() {
        AuditSettings.Sink sink = ConfigFile.parse("""
                        {"audit": {"sinks": {"lake": {"url": "https://h/a?k=hidden", "headers": {"Authorization": "hidden"}}}}}""").audit().sinks().get("lake");
        assertThat(sink.queue()).isEqualTo(10_000);
        assertThat(sink.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(sink.headers()).isEqualTo(Map.of("Authorization", "hidden"));
        assertThat(sink.toString()).contains("https://h").doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | A sink is reached as in syslog+tls://",
                "{\"url\": \"syslog://h:514\"} | A sink is reached as in syslog+tls://",
                "{\"url\": \"syslog+tcp://\"} | url",
                "{\"url\": \"secret here\"} | This is no URL",
                "{\"url\": \"https://user:secret@h/\"} | put it into \"headers\"",
                "{\"url\": \"syslog+tcp://h\", \"headers\": {\"A\": \"secret\"}} | Syslog has no headers",
                "{\"url\": \"syslog+tcp://h\", \"ca\": \"/x\"} | There is no TLS to that sink",
                "{\"url\": \"http://h/\", \"ca\": \"/x\"} | There is no TLS to that sink",
                "{\"url\": \"https://h/\", \"queue\": 0} | This is a number from 1 on",
                "{\"url\": \"https://h/\", \"timeout\": \"0s\"} | This is a time of more than zero",
                "{\"url\": \"https://h/\", \"timout\": \"1s\"} | did you mean \"timeout\"?",
            })
    void what_cannot_be_is_told_without_what_may_be_secret(String sink, String message) {
        assertThatThrownBy(() -> ConfigFile.parse("{\"audit\": {\"sinks\": {\"lake\": " + sink + "}}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("audit.sinks.lake")
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    @Test
    void there_are_no_sinks_without_a_trail() {
        assertThatThrownBy(() -> ConfigFile.parse(
                        "{\"audit\": {\"trail\": \"off\", \"sinks\": {\"lake\": {\"url\": \"https://h/\"}}}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("audit.sinks")
                .hasMessageContaining("copies of the trail");
    }
}
