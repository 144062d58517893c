package org.licensehub.hub;

import org.licensehub.hub.cli.HubCommand;

/** Entry point of the jar: runs the subcommand named on the command line. */
public final class Hub {

    private Hub() {
    }

    public static void main(String[] args) {
        System.exit(HubCommand.run(HubApplication.class, args));
    }
}
