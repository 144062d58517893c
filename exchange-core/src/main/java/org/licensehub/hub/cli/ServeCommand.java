package org.licensehub.hub.cli;

import java.util.concurrent.Callable;
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

    @Override
    public Integer call() throws InterruptedException {
        String[] arguments = port == null ? configuration.asSpringArguments() : configuration.asSpringArguments("--server.port=" + port);
        var context = (ServletWebServerApplicationContext) new SpringApplication(hub.application()).run(arguments);
        System.out.println("LicenseHub http://127.0.0.1:" + context.getWebServer().getPort() + "  (/v3/api-docs)");
        new CountDownLatch(1).await();
        return 0;
    }
}
