package io.yumen.service.browser.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "FILE:///etc/passwd",
                "chrome://settings",
                "chrome-extension://abc/page.html",
                "devtools://devtools/x",
                "view-source:http://a.example/",
                "javascript:alert(1)",
                "data:text/html,x",
                "ftp://a.example/",
                "about:srcdoc",
                "",
                "a.example",
                "http://169.254.169.254/latest",
                "https://169.254.1.1:8080/",
                "http://user@169.254.169.254/",
                "http://100.100.100.200/",
                "http://168.63.129.16/",
                "http://0.0.0.0/",
                "http://metadata.google.internal/computeMetadata/",
                "http://METADATA.google.internal./",
                "http://instance-data/",
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/latest",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[64:ff9b::a9fe:a9fe]/"
            })
    void no_page_is_there(String url) {
        assertThat(UrlPolicy.refusal(url)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "about:blank",
                "http://a.example/",
                "https://a.example:8443/x?y#z",
                "http://127.0.0.1:3000/",
                "http://[2001:db8::1]/",
                "https://metadata.example/"
            })
    void a_page_is_there(String url) {
        assertThat(UrlPolicy.refusal(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"blob:http://a.example/1", "data:image/png,x", "about:srcdoc", "http://a.example/"})
    void a_page_may_have_parts_of_its_own(String url) {
        assertThat(UrlPolicy.refusalWithin(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/", "file:///etc/passwd", "chrome://version"})
    void a_page_has_no_other_parts(String url) {
        assertThat(UrlPolicy.refusalWithin(url)).isPresent();
    }
}
