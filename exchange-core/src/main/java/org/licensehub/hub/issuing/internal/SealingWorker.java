package org.licensehub.hub.issuing.internal;

import java.util.ArrayList;
import java.util.List;
import org.licensehub.hub.platform.Accidents;
import org.licensehub.hub.platform.HubProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Threads that seal what waits for its seal, in small transactions; several nodes may run them side by side. */
@Component
class SealingWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SealingWorker.class);
    private static final int GROUP = 8;

    private final SealingDesk desk;
    private final HubProperties.Issuing settings;
    private final boolean wanted;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    SealingWorker(SealingDesk desk, HubProperties hub) {
        this.desk = desk;
        this.settings = hub.issuing();
        this.wanted = hub.workers();
    }

    private void work() {
        while (running) {
            int sealed = 0;
            try {
                sealed = desk.sealWaiting(GROUP);
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("Sealing paused, the system of record fails: {}", e.getClass().getSimpleName());
            } catch (RuntimeException e) {
                LOG.error("Sealing failed: {}", Accidents.describe(e));
            }
            if (sealed < GROUP) {
                rest();
            }
        }
    }

    private void rest() {
        synchronized (threads) {
            try {
                if (running) {
                    threads.wait(settings.pollInterval().toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void start() {
        running = true;
        for (int i = 0; i < settings.threads(); i++) {
            Thread thread = new Thread(this::work, "sealing-" + i);
            thread.start();
            threads.add(thread);
        }
    }

    @Override
    public void stop() {
        running = false;
        synchronized (threads) {
            threads.notifyAll();
        }
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        threads.clear();
    }

    @Override
    public boolean isAutoStartup() {
        return wanted;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
