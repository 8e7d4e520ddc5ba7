package io.yumen.service.kubernetes.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Of what is long, the end is kept. */
class TailTest {
    @Test
    void the_last_bytes_are_told_however_they_come() {
        String all = "0123456789".repeat(30);
        for (int piece : new int[] {1, 3, 7, 150, 300}) {
            Tail tail = new Tail(10);
            for (int i = 0; i < all.length(); i += piece) {
                String some = all.substring(i, Math.min(all.length(), i + piece));
                tail.add(some.getBytes(StandardCharsets.UTF_8));
                int so = Math.min(all.length(), i + piece);
                assertThat(tail.text()).as("%s at a time", piece).isEqualTo(all.substring(Math.max(0, so - 10), so));
                assertThat(tail.lost()).isEqualTo(Math.max(0, so - 10));
            }
        }
    }
}
