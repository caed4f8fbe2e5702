package dev.tidemark.connectors.manifest.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {

    @ParameterizedTest
    @CsvSource({
        "https://x.io/v1, a, https://x.io/v1/a",
        "https://x.io/v1/, a/b, https://x.io/v1/a/b",
        "https://x.io/v1/, '', https://x.io/v1/",
        "https://x.io/v1, '', https://x.io/v1",
        "https://x.io/v1, https://y.io/z, https://y.io/z",
        "https://x.io/v1, ?q=1, https://x.io/v1/?q=1",
        "https://x.io/v1, a:b, a:b",
        "https://x.io/v1, /v2/x?y=1, https://x.io/v2/x?y=1",
        "https://x.io/v1, //y.io/z, https://y.io/z",
        "https://x.io/v1/w, ../a//b, https://x.io/v1/a/b",
    })
    void a_path_is_joined_to_its_base(String base, String path, String joined) {
        assertThat(Urls.join(base, path)).isEqualTo(joined);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://X.io, q=1, https://x.io/?q=1",
        "https://x.io/a b/ü, '', https://x.io/a%20b/%C3%BC",
        "https://x.io/a%2fb%41, '', https://x.io/a%2FbA",
        "https://x.io/?a=[1], b=2, https://x.io/?a=%5B1%5D&b=2",
        "https://x.io/100%, '', https://x.io/100%25",
    })
    void an_address_is_quoted_as_it_is_sent(String url, String more, String sent) {
        assertThat(Urls.sent(url, more)).isEqualTo(sent);
    }

    @Test
    void an_address_without_a_host_is_refused() {
        assertThatThrownBy(() -> Urls.sent("a:b", "")).isInstanceOf(Impossible.class);
        assertThatThrownBy(() -> Urls.sent("x.io/v1", "")).isInstanceOf(Impossible.class);
    }
}
