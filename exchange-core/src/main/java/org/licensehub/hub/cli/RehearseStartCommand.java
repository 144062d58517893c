package org.licensehub.hub.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.licensehub.hub.demo.StartRehearsal;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code hub rehearse-start}: for the launcher, which lets the JVM note the classes of a starting hub. */
@Command(name = "rehearse-start", hidden = true, mixinStandardHelpOptions = true,
        description = {"试启动一次，供启动器记录所需的类", "Start a hub once in a folder of its own, so that the JVM can note what it loads"})
final class RehearseStartCommand implements Callable<Integer> {

    @ParentCommand
    private HubCommand hub;

    @Override
    public Integer call() throws IOException {
        new StartRehearsal(hub.application(), Clock.systemDefaultZone()).run();
        return 0;
    }
}
