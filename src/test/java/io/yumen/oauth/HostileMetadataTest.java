package io.yumen.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.oauth.FakeWorld.Answer;
import io.yumen.tenant.Principal;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and authorization servers that would lead us elsewhere: nothing is asked there, and nobody is sent there. */
class HostileMetadataTest {
    private static final String RESOURCE = "/.well-known/oauth-protected-resource/mcp";
    private static final String SERVER = "/.well-known/oauth-authorization-server";

    private FakeWorld world;
    private Login login;

    @BeforeEach
    void begin() throws IOException {
        world = new FakeWorld();
        login = world.logins().of(Principal.LOCAL);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_document_of_five_megabytes_is_not_read() {
        world.at(RESOURCE, Answer.json("{'resource':'" + "x".repeat(5 << 20) + "'}"));

        assertThat(refusal()).contains("larger than");
    }

    @ParameterizedTest
    @ValueSource(strings = {RESOURCE, SERVER})
    void a_redirect_is_not_followed(String path) {
        world.at("/elsewhere", world.json("{'resource':'%s/mcp','authorization_servers':['%s']}"));
        world.at(path, new Answer(302, "", Map.of("Location", world.origin() + "/elsewhere")));

        world.refuse(login, 401, "Bearer");

        assertThat(world.asked("/elsewhere")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "https://169.254.169.254/",
                "https://[fd00:ec2::254]/",
                "https://10.0.0.1/",
                "https://[64:ff9b::a9fe:a9fe]/",
                "https://[2002:a9fe:a9fe::]/",
                "http://192.168.0.1/",
                "file:///etc/passwd",
                "gopher://127.0.0.1/",
                "javascript:alert(1)",
                "ftp://127.0.0.1/x",
                "",
                "::",
                "https://"
            })
    void metadata_is_not_fetched_from_where_nobody_should_be_led(String place) {
        assertThat(world.refuse(login, 401, "Bearer resource_metadata=\"" + place + "\""))
                .isInstanceOf(Renewal.Refused.class);
        assertThat(world.asked("/register")).isEmpty();
    }

    @Test
    void a_token_endpoint_in_a_private_network_is_not_asked() {
        world.at(
                SERVER,
                world.json("{'issuer':'%1$s','authorization_endpoint':'%1$s/authorize',"
                        + "'token_endpoint':'https://10.0.0.1/token','registration_endpoint':'%1$s/register',"
                        + "'code_challenge_methods_supported':['S256']}"));
        world.refuse(login, 401, "Bearer");
        Visit visit = login.visit();

        assertThat(world.finish(Principal.LOCAL, world.comeBack(visit)))
                .extracting(Object::toString)
                .asString()
                .contains("not one that other parties may lead us to");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com/mcp",
                "http://127.0.0.1:1/mcp",
                "%s/mcp/deeper",
                "%s/mc",
                "%s/other",
                "%s/mcp?x=1",
                "https://127.0.0.1/mcp",
                "",
                "urn:x",
                "%s/mcp#x"
            })
    void the_metadata_of_another_server_is_not_believed(String resource) {
        world.at(RESOURCE, world.json("{'resource':'" + resource + "','authorization_servers':['%s']}"));

        assertThat(world.refuse(login, 401, "Bearer")).isInstanceOf(Renewal.Refused.class);
        assertThat(world.asked(SERVER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example.com", "%s/", "HTTP://127.0.0.1", ""})
    void an_authorization_server_that_calls_itself_otherwise_is_not_believed(String issuer) {
        world.at(SERVER, world.json("{'issuer':'" + issuer + "','token_endpoint':'%s/token'}"));

        assertThat(refusal()).contains("is that of");
        assertThat(world.asked("/register")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{'resource':1}",
                "{'resource':'%s/mcp'}",
                "{'resource':'%s/mcp','authorization_servers':[]}",
                "{'resource':'%s/mcp','authorization_servers':[1,{}]}",
                "{'resource':'%s/mcp','authorization_servers':'%s'}",
                "{'resource':'%s/mcp','resource':'%s/mcp'}",
                "{"
            })
    void a_document_that_is_none_leads_nowhere(String document) {
        world.at(RESOURCE, world.json(document));
        world.at(SERVER, new Answer(404, "", Map.of()));
        world.at("/register", new Answer(404, "", Map.of()));

        world.refuse(login, 401, "Bearer");

        assertThat(world.asked("/token")).isEmpty();
    }

    @Test
    void what_strangers_say_is_fit_for_a_terminal() {
        world.at(RESOURCE, Answer.json("{'resource':'http://x/\\u001b[31m\\n','authorization_servers':['a']}"));

        assertThat(refusal()).matches("[ -~]+");
    }

    private String refusal() {
        Renewal renewal = world.refuse(login, 401, "Bearer");
        assertThat(renewal).isInstanceOf(Renewal.Refused.class);
        return ((Renewal.Refused) renewal).why();
    }
}
