package org.licensehub.hub.demo;

/** The demonstration cannot be run as wanted; the message says why, Chinese first. */
public final class DemoRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoRefused(String message) {
        super(message);
    }
}
