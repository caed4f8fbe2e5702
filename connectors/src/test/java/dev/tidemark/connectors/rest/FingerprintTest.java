package dev.tidemark.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {

    /** The vector of FIPS 180-2: a session that was kept before must be known after an update. */
    @Test
    void a_fingerprint_is_the_beginning_of_the_sha_256() {
        assertThat(Fingerprint.of("abc", 4)).isEqualTo("ba7816bf");
        assertThat(Fingerprint.of("abc", 32))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
