package org.licensehub.hub.demo;

/** Where a demonstration tells how far it is. */
public interface DemoConsole {

    void say(String line);

    /** Begins a task that takes a while. */
    Steps begin(String task, long total);

    /** How far a task is. */
    interface Steps extends AutoCloseable {

        void to(long done);

        @Override
        void close();
    }
}
