package org.licensehub.hub.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Some hands that work side by side; the first failure ends the work. */
final class Crew implements AutoCloseable {

    private final ExecutorService hands;

    Crew(int count) {
        hands = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "demo");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A piece of work. */
    interface Work {
        void run() throws Exception;
    }

    Future<?> start(Work work) {
        return hands.submit(() -> {
            work.run();
            return null;
        });
    }

    <T> void each(List<T> items, Consumer<T> action) {
        List<Future<?>> started = new ArrayList<>();
        items.forEach(item -> started.add(start(() -> action.accept(item))));
        await(started);
    }

    static void await(List<Future<?>> started) {
        for (Future<?> work : started) {
            try {
                work.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("已中断 / interrupted", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException accident ? accident : new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public void close() {
        hands.shutdownNow();
    }
}
