package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Meters.ModelGauge;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final Meters meters = new Meters();

    private double value(String series) {
        String line = meters.text()
                .lines()
                .filter(l -> l.startsWith(series + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is not among\n" + meters.text()));
        return Double.parseDouble(line.substring(series.length() + 1));
    }

    @Test
    void whatIsCountedCanBeRead() {
        AtomicInteger waiting = new AtomicInteger(5);
        meters.models(() -> List.of(new ModelGauge("digits", "open", waiting.get())));
        meters.ran("digits", "decode", 3, 60, 2_000_000);
        meters.ran("digits", "decode", 1, 4, 500_000);
        meters.sessionOpened();
        meters.sessionOpened();
        meters.sessionClosed();
        meters.frameSent(100);
        meters.frameSent(28);
        meters.frameDropped();
        meters.answered("/api/models", "GET", 200, 1_000_000);
        assertEquals(5, value("isthmus_queue_jobs{model=\"digits\"}"));
        waiting.set(6);
        assertEquals(6, value("isthmus_queue_jobs{model=\"digits\"}"));
        assertEquals(1, value("isthmus_models{model=\"digits\",state=\"open\"}"));
        meters.models(() -> List.of(new ModelGauge("digits", "failed", 0)));
        assertEquals(1, value("isthmus_models{model=\"digits\",state=\"failed\"}"));
        assertFalse(meters.text().contains("state=\"open\""), meters.text());
        assertEquals(64, value("isthmus_batch_rows_sum{model=\"digits\",operation=\"decode\"}"));
        assertEquals(1, value("isthmus_batch_rows_bucket{model=\"digits\",operation=\"decode\",le=\"4.0\"}"));
        assertEquals(4, value("isthmus_batch_jobs_sum{model=\"digits\",operation=\"decode\"}"));
        assertEquals(0.0025, value("isthmus_batch_time_seconds_sum{model=\"digits\",operation=\"decode\"}"), 1e-9);
        assertEquals(1, value("isthmus_sessions"));
        assertEquals(2, value("isthmus_sessions_opened_total"));
        assertEquals(2, value("isthmus_frames_sent_total"));
        assertEquals(128, value("isthmus_frames_sent_bytes_total"));
        assertEquals(1, value("isthmus_frames_dropped_total"));
        assertEquals(1, value("isthmus_requests_seconds_count{method=\"GET\",path=\"/api/models\",status=\"200\"}"));
        assertTrue(meters.text().contains("jvm_memory_used_bytes"));
    }
}
