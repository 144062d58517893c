package org.licensehub.connectors;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one connector: lets a poll begin only when it is due, waits twice as long after each failed poll up to a cap, and
 * knows how the connector is doing. Camel asks it before and after every poll and hands it every failure, so no route
 * spins against a dead peer and no failure is logged with content.
 */
final class Supervision implements PollingConsumerPollStrategy, ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
    private static final int LARGEST_SHIFT = 20;

    private final String connector;
    private final String template;
    private final Clock clock;
    private final BooleanSupplier contextStopping;
    private Duration delay = Duration.ofSeconds(1);
    private Duration cap = Duration.ofMinutes(1);

    private boolean started;
    private boolean stopping;
    private boolean failedInThisPoll;
    private int consecutiveFailures;
    private long moved;
    private Instant lastSuccess;
    private Instant nextAttempt;
    private String lastFailure;

    Supervision(String connector, String template, Clock clock, BooleanSupplier contextStopping) {
        this.connector = connector;
        this.template = template;
        this.clock = clock;
        this.contextStopping = contextStopping;
    }

    synchronized void pace(Duration ordinaryDelay, Duration longestBackOff) {
        delay = ordinaryDelay;
        cap = longestBackOff;
    }

    synchronized void started() {
        started = true;
        stopping = false;
    }

    /** From now on long work ends at its next safe point. */
    synchronized void stopRequested() {
        started = false;
        stopping = true;
    }

    /** Long work calls this at points where it can end: what is unfinished then comes again after a restart. */
    void checkNotStopping() {
        if (isStopping()) {
            throw new ConnectorFailure("stopping");
        }
    }

    synchronized boolean isStopping() {
        return stopping || contextStopping.getAsBoolean();
    }

    synchronized void moved(int count) {
        moved += count;
    }

    /** The current poll did not do its work; counted once a poll however often it is said. */
    synchronized void failed(String reason) {
        if (isStopping()) {
            return;
        }
        lastFailure = reason;
        if (!failedInThisPoll) {
            failedInThisPoll = true;
            consecutiveFailures++;
            nextAttempt = clock.instant().plus(backOff());
        }
        LOG.warn("Connector {} failed ({} in a row): {}; next attempt {}", connector, consecutiveFailures, reason,
                nextAttempt);
    }

    void failed(Throwable failure) {
        failed(FailureReason.of(failure));
    }

    private Duration backOff() {
        long factor = 1L << Math.min(consecutiveFailures - 1, LARGEST_SHIFT);
        Duration wait = delay.multipliedBy(factor);
        return wait.compareTo(cap) > 0 ? cap : wait;
    }

    @Override
    public synchronized boolean begin(Consumer consumer, Endpoint endpoint) {
        if (stopping || nextAttempt != null && clock.instant().isBefore(nextAttempt)) {
            return false;
        }
        failedInThisPoll = false;
        return true;
    }

    @Override
    public synchronized void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        if (failedInThisPoll || isStopping()) {
            return;
        }
        if (consecutiveFailures > 0) {
            LOG.info("Connector {} works again after {} failed polls", connector, consecutiveFailures);
        }
        consecutiveFailures = 0;
        nextAttempt = null;
        lastSuccess = clock.instant();
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        failed(cause);
        return false;
    }

    @Override
    public void handleException(Throwable exception) {
        failed(exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        failed(exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        failed(exception);
    }

    synchronized ConnectorStatus status() {
        ConnectorStatus.State state = !started ? ConnectorStatus.State.STOPPED
                : consecutiveFailures > 0 ? ConnectorStatus.State.BACKING_OFF : ConnectorStatus.State.RUNNING;
        return new ConnectorStatus(connector, template, state, moved, consecutiveFailures,
                Optional.ofNullable(lastSuccess), Optional.ofNullable(lastFailure), Optional.ofNullable(nextAttempt));
    }
}
