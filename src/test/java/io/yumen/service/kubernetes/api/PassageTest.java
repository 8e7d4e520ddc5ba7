package io.yumen.service.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.service.ToolFailure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a path of the API is about is known before it is passed on. */
class PassageTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/namespaces/shops/pods/web, get, '', pods, shops, web",
        "GET, /api/v1/namespaces/shops/pods/web/log, get, '', pods, shops, web",
        "GET, /api/v1/namespaces/shops/pods, list, '', pods, shops, ''",
        "GET, /api/v1/pods, list, '', pods, '', ''",
        "POST, /apis/apps/v1/namespaces/shops/deployments, create, apps, deployments, shops, ''",
        "PATCH, /apis/apps/v1/namespaces/shops/deployments/web, patch, apps, deployments, shops, web",
        "PUT, /api/v1/namespaces/shops/finalize, update, '', namespaces, '', shops",
        "DELETE, /api/v1/namespaces/shops, delete, '', namespaces, '', shops",
        "DELETE, /api/v1/namespaces/shops/secrets, delete, '', secrets, shops, ''",
        "POST, /apis/rbac.authorization.k8s.io/v1/clusterroles, create, rbac.authorization.k8s.io, clusterroles, '', ''",
        "GET, /version, '', '', '', '', ''",
        "GET, /openapi/v3/apis/apps/v1, '', '', '', '', ''",
        "GET, /apis/apps/v1, '', '', '', '', ''"
    })
    void a_request_is_about(
            String method, String path, String verb, String group, String plural, String namespace, String name) {
        assertThat(Passage.of(method, path)).isEqualTo(new Passage(verb, group, plural, namespace, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/shops/../hidden/secrets",
                "/api/v1/namespaces/shops%2F..%2Fhidden/secrets",
                "/api/v1//namespaces/hidden/secrets",
                "/api/v1/namespaces/shops/secrets/",
                "/metrics",
                "/logs/messages",
                "/"
            })
    void what_leads_elsewhere_is_not_passed_on(String path) {
        assertThatExceptionOfType(ToolFailure.class).isThrownBy(() -> Passage.of("GET", path));
    }

    @Test
    void only_questions_are_about_no_object() {
        assertThatExceptionOfType(ToolFailure.class).isThrownBy(() -> Passage.of("POST", "/version"));
        assertThatExceptionOfType(ToolFailure.class).isThrownBy(() -> Passage.of("CONNECT", "/api/v1/pods"));
    }

    @FuzzTest(maxDuration = "20s")
    void any_path_is_about_what_it_names_or_refused(byte[] bytes) {
        String path = "/" + new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            Passage passage = Passage.of("GET", path);
            assertThat(path)
                    .contains(passage.plural())
                    .contains(passage.namespace())
                    .contains(passage.name());
            assertThat(passage.changes()).isFalse();
        } catch (ToolFailure refused) {
            assertThat(refused).message().isNotBlank();
        }
    }
}
