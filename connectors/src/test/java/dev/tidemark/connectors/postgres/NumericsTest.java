package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.ByteConverter;

class NumericsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.0",
                "0.000001",
                "-0.5",
                "12.50",
                "-12345.678",
                "100000000",
                "999999999999999",
                "9999.99999999999",
                "0.000000000000001",
                "-0.999999999999999",
                "1000000000000000",
                "1E+3",
                "123456789012345678901234567890.1"
            })
    void a_decimal_is_the_same_after_its_binary_form(String text) {
        assertThat(throughBinary(new BigDecimal(text))).isEqualByComparingTo(new BigDecimal(text));
    }

    @Test
    void decimals_of_every_length_and_scale_keep_value_and_scale() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal value = new BigDecimal(new BigInteger(random.nextInt(70), random), random.nextInt(20));
            BigDecimal signed = random.nextBoolean() ? value : value.negate();
            assertThat(throughBinary(signed)).isEqualByComparingTo(signed).hasScaleOf(signed.scale());
        }
    }

    private static BigDecimal throughBinary(BigDecimal value) {
        Bytes bytes = new Bytes(4);
        assertThat(Numerics.write(bytes, value)).isNull();
        return (BigDecimal) ByteConverter.numeric(Arrays.copyOf(bytes.array, bytes.length));
    }
}
