package io.yumen.service.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Records;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are told by what they look like and what they are called; what is none stays as it is. */
class RedactorTest {
    private final Redactor redactor = Redactor.common();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\": \"hunter22\"}",
                "{\"dbPassword\": \"hunter22\"}",
                "{\"DB_PASSWORD\": \"hunter22\"}",
                "{\"api-key\": \"hunter22\"}",
                "{\"apiKey\": \"hunter22\"}",
                "{\"client.secret\": \"hunter22\"}",
                "{\"client-key-data\": \"hunter22\"}",
                "{\"token\": \"hunter22\"}",
                "{\"Authorization\": \"hunter22\"}",
                "{\"a\": [{\"b\": {\"secret_key\": \"hunter22\"}}]}",
                "{\"name\": \"GITHUB_TOKEN\", \"value\": \"hunter22\"}",
                "{\"args\": [\"--password=hunter22\", \"--v=2\"]}",
                "{\"url\": \"postgres://ann:hunter22@db:5432/x\"}",
                "{\"header\": \"Bearer hunter22hunter22\"}",
                "{\"password\": {\"value\": \"hunter22\"}}",
                "{\"credentials\": [\"hunter22\", {\"a\": [\"hunter22\"]}]}",
                "{\"a\": {\"apiKey\": [[\"hunter22\"]]}}",
                "{\"passwords\": {\"ann\": \"hunter22\"}}",
                "{\"secret\": {\"secretName\": \"tls\", \"data\": \"hunter22\"}}",
                "{\"labels\": {\"auth_token\": \"hunter22\"}}",
                "{\"name\": \"token\", \"values\": [\"hunter22\"]}",
                "{\"key\": \"db-password\", \"value\": {\"x\": \"hunter22\"}}",
                "{\"text\": \"up{token=\\\"my hunter22\\\"}\"}",
                "{\"text\": \"password: 'my \\\\' hunter22'\"}",
                "{\"text\": \"{\\\\\\\"password\\\\\\\": \\\\\\\"my hunter22\\\\\\\"}\"}",
                "{\"text\": \"token=~\\\"my hunter22\\\"\"}",
                "{\"text\": \"users:\\n- user:\\n    client-key-data: hunter22\"}",
                "{\"header\": \"authorization: basic aHVudGVyMjI6aHVudGVyMjI=hunter22\"}",
            })
    void what_is_called_or_looks_like_a_secret_is_gone(String json) {
        assertThat(JsonCodec.text(redactor.tree(Records.parse(json))))
                .doesNotContain("hunter22")
                .contains(Redactor.GONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"secretName\":\"tls\",\"automountServiceAccountToken\":true,\"tokenTtl\":\"5m\"}",
                "{\"imagePullSecrets\":[{\"name\":\"registry\"}]}",
                "{\"secretKeyRef\":{\"name\":\"db\",\"key\":\"pass\"}}",
                "{\"password\":\"\",\"token\":null,\"secret\":true}",
                "{\"secret\":{\"secretName\":\"tls\",\"defaultMode\":420}}",
                "{\"serviceAccountToken\":{\"path\":\"token\",\"expirationSeconds\":3607}}",
                "{\"image\":\"nginx:1.27@sha256:0123456789abcdef\",\"url\":\"https://example.com:8443/a@b\"}",
                "{\"message\":\"the token has expired; password is wrong\"}",
                "{\"keyboard\":\"querty\",\"monkey\":\"x\"}",
            })
    void what_is_no_secret_stays(String json) {
        assertThat(JsonCodec.text(redactor.tree(Records.parse(json)))).isEqualTo(json);
    }

    @Test
    void texts_lose_keys_and_tokens_of_known_forms() {
        String jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl";
        assertThat(redactor.text("a " + jwt + " b")).isEqualTo("a [redacted] b");
        assertThat(redactor.text("-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----\nnext"))
                .isEqualTo("[redacted]\nnext");
        assertThat(redactor.text("-----BEGIN PRIVATE KEY-----\nMIIE")).isEqualTo("[redacted]");
        assertThat(redactor.text("key AKIAIOSFODNN7EXAMPLE.")).isEqualTo("key [redacted].");
        assertThat(redactor.text("ghp_0123456789abcdefghijABCDEFGHIJ0123 x")).isEqualTo("[redacted] x");
        assertThat(redactor.text("{\"password\":\"hunter22\"} up{token=\"abc\"}"))
                .doesNotContain("hunter22")
                .doesNotContain("abc");
        assertThat(redactor.text("api_key: abc, user: ann")).isEqualTo("api_key: [redacted], user: ann");
        assertThat(redactor.text(redactor.text("password=a token=b")))
                .isEqualTo("password=[redacted] token=[redacted]");
    }

    @Test
    void encoded_keys_and_kubeconfigs_are_known_by_how_they_begin() {
        String key = "-----BEGIN EC PRIVATE KEY-----\n" + "MHcCAQEEIB".repeat(8);
        String kubeconfig = "apiVersion: v1\nkind: Config\nusers: []\n" + "# more\n".repeat(20);
        for (String secret : new String[] {key, key.replace("EC ", ""), key.replace("EC ", "RSA "), kubeconfig}) {
            String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            assertThat(redactor.text("data " + encoded + " end")).isEqualTo("data [redacted] end");
        }
        String certificate = Base64.getEncoder()
                .encodeToString("-----BEGIN CERTIFICATE-----\nMIIB".getBytes(StandardCharsets.UTF_8));
        assertThat(redactor.text(certificate)).isEqualTo(certificate);
    }

    @Test
    void a_number_may_be_a_secret() {
        assertThat(JsonCodec.text(redactor.tree(Records.parse("{\"pwd\": 12345678}"))))
                .isEqualTo("{\"pwd\":\"[redacted]\"}");
    }

    @Test
    void a_service_names_what_it_knows() {
        Redactor own = Redactor.common()
                .hides(Set.of("motto"))
                .knows(object -> object.path("kind").asString("").equals("Secret")
                        ? object.deepCopy().without("data")
                        : object);
        assertThat(JsonCodec.text(own.tree(Records.parse("""
                [{"kind": "Secret", "data": {"a": "YQ=="}}, {"kind": "Other", "data": 1, "motto": "x"}]"""))))
                .isEqualTo("[{\"kind\":\"Secret\"},{\"kind\":\"Other\",\"data\":1,\"motto\":\"[redacted]\"}]");
    }

    @Test
    void no_text_takes_long() {
        for (String evil : new String[] {
            "://",
            "bearer ",
            "password",
            "-----BEGIN ",
            "eyJaaaaaaaa.",
            "eyJ-",
            "eyJaaaaaaaa.aaaa",
            "a:",
            "password=\"",
            "-----BEGIN PRIVATE KEY-----",
            "PRIVATE KEY-----"
        }) {
            String text = evil.repeat(1_000_000 / evil.length());
            assertThatCode(() -> redactor.text(text)).doesNotThrowAnyException();
        }
        Random random = new Random(1);
        String letters = "eyJ.:@/-= pasword\n\"";
        StringBuilder any = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            any.append(letters.charAt(random.nextInt(letters.length())));
        }
        assertThat(redactor.text(any.toString())).isNotEmpty();
    }
}
