package io.yumen.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.config.ConfigException;
import io.yumen.config.GatewaySettings;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration may not say of who comes in. */
class AccessSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"oidc\": {\"local\": {\"issuer\": \"https://a.example\"}}} | access.oidc | No provider is called \"local\"",
                "{\"oidc\": {\"a\": {\"issuer\": \"https://a.example\", \"tenant\": \" \"}}} | access.oidc.a.tenant | A tenant has a name",
                "{\"resource\": \"https://a.example\", \"login\": {}, \"oidc\": {\"a\": {\"issuer\": \"https://a.example\"}}} | access.oidc | is this gateway itself",
                "{\"login\": {\"tokenTime\": \"25h\"}} | access.login.tokenTime | 24h at most",
                "{\"login\": {\"tokenTime\": \"1441m\"}} | access.login.tokenTime | 24h at most",
            })
    void what_would_let_in_others_than_are_meant_is_told(String access, String place, String message) {
        assertThatThrownBy(() -> ConfigFile.parse("{\"access\": " + access + "}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(place)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"oidc\": {\"local\": {\"issuer\": \"https://a.example\", \"tenant\": \"company\"}}}",
                "{\"oidc\": {\"company\": {\"issuer\": \"https://a.example\", \"tenant\": \"local\"}}}",
                "{\"login\": {\"tokenTime\": \"24h\"}}",
            })
    void what_is_meant_can_be_said(String access) {
        assertThat(ConfigFile.parse("{\"access\": " + access + "}").access()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"address\": \"0.0.0.0\", \"trustedProxies\": [\"10.0.0.1\"]} | {\"roles\": []} | true",
                "{\"address\": \"127.0.0.1\", \"trustedProxies\": [\"127.0.0.1\"]} | {\"roles\": []} | true",
                "{\"address\": \"::\", \"tls\": {\"certificate\": \"a\", \"key\": \"b\"}} | {} | true",
                "{\"address\": \"::\", \"trustedProxies\": [\"10.0.0.1\"]} | {\"letInAnybodyFromAnywhere\": false} | true",
                "{\"address\": \"0.0.0.0\", \"trustedProxies\": [\"10.0.0.1\"]} | {\"letInAnybodyFromAnywhere\": true} | false",
                "{\"address\": \"127.0.0.1\"} | {\"roles\": []} | false",
                "{\"address\": \"0.0.0.0\", \"trustedProxies\": [\"10.0.0.1\"]} | null | false",
            })
    void who_shows_nothing_comes_in_from_other_machines_only_where_that_is_said(
            String listen, String anonymous, boolean isRefused) {
        GatewaySettings settings = ConfigFile.parse(
                anonymous.equals("null")
                        ? "{\"access\": {}, \"listen\": " + listen + "}"
                        : "{\"access\": {\"anonymous\": " + anonymous + "}, \"listen\": " + listen + "}");
        Optional<String> danger = settings.listen().danger(settings.access());
        assertThat(danger.isPresent()).isEqualTo(isRefused);
        danger.ifPresent(why -> assertThat(why).contains("\"letInAnybodyFromAnywhere\": true"));
    }

    @Test
    void proxies_alone_are_no_danger() {
        GatewaySettings settings = ConfigFile.parse("{\"listen\": {\"trustedProxies\": [\"127.0.0.1\"]}}");
        assertThat(settings.listen().danger(settings.access())).isEmpty();
    }
}
