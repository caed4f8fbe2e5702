package dev.tidemark.sandbox.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Against the vectors of RFC 4231 and RFC 2202. */
class HmacTest {
    private static final String KEY = "Jefe";
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void parts_are_signed_as_one() {
        assertThat(HEX.formatHex(Hmac.sha256(KEY, "what do ya want ", "for nothing?".getBytes(UTF_8))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(HEX.formatHex(Hmac.sha1(KEY, "what do ya want for nothing?".getBytes(UTF_8))))
                .isEqualTo("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    }
}
