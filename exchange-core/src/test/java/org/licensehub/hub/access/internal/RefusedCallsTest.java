package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.AuditReceipt;

class RefusedCallsTest {

    private final MovedClock clock = new MovedClock("2026-11-22T04:00:00Z");
    private final List<String> appended = new ArrayList<>();
    private boolean down;
    private final RefusedCalls refused = new RefusedCalls(new AuditLog(null, null) {
        @Override
        public AuditReceipt append(AuditDraft draft) {
            if (down) {
                throw new IllegalStateException("The log is down");
            }
            appended.add(draft.toString());
            return null;
        }
    }, clock);

    @Test
    void callsRefusedWhileTheLogIsDownAreCountedWhenItIsBack() {
        down = true;
        assertThatThrownBy(() -> refused.record("caller", "foreign_network", "10.0.0.1")).isInstanceOf(IllegalStateException.class);
        refused.record("caller", "foreign_network", "10.0.0.1");
        clock.move(Duration.ofMinutes(2));
        assertThatThrownBy(refused::recordRepetitions).isInstanceOf(IllegalStateException.class);
        down = false;
        clock.move(Duration.ofMinutes(2));
        refused.recordRepetitions();
        assertThat(appended).hasSize(1).first().asString().contains("count=2");
        clock.move(Duration.ofMinutes(2));
        refused.recordRepetitions();
        assertThat(appended).hasSize(1);
    }
}
