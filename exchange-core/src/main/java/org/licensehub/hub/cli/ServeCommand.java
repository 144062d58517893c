package org.licensehub.hub.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code hub serve}: runs one hub until it is stopped. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = {"运行一个证照库", "Run one hub until it is stopped"})
final class ServeCommand implements Callable<Integer> {

    @ParentCommand
    private HubCommand hub;

    @Mixin
    private HubConfigurationFile configuration;

    @Option(names = "--port", paramLabel = "PORT", description = {"HTTP 端口，默认 8080", "HTTP port, default 8080"})
    private Integer port;

    /** Set by whoever starts hubs as its own processes: when it is gone, so is the hub. */
    @Option(names = "--parent-pid", paramLabel = "PID", hidden = true)
    private Long parent;

    @Override
    public Integer call() throws InterruptedException {
        if (parent != null) {
            ProcessHandle.of(parent).map(ProcessHandle::onExit).orElseGet(() -> CompletableFuture.completedFuture(null))
                    .thenRun(() -> System.exit(0));
        }
        String[] arguments = port == null ? configuration.asSpringArguments() : configuration.asSpringArguments("--server.port=" + port);
        var context = (ServletWebServerApplicationContext) new SpringApplication(hub.application()).run(arguments);
        System.out.println("LicenseHub http://127.0.0.1:" + context.getWebServer().getPort() + "  (/v3/api-docs)");
        new CountDownLatch(1).await();
        return 0;
    }
}
