package org.licensehub.hub.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that say which hub a command works on. */
final class HubConfigurationFile {

    @Option(names = "--config", paramLabel = "FILE", description = {"配置文件（YAML）", "Configuration file (YAML) of this hub"})
    private Path file;

    @Option(names = "--home", paramLabel = "DIR", description = {"数据目录，默认 ./data", "Folder of database, files and keys; default ./data"})
    private Path home;

    String[] asSpringArguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        if (file != null) {
            arguments.add("--spring.config.additional-location=" + file.toAbsolutePath().toUri());
        }
        if (home != null) {
            arguments.add("--licensehub.home=" + home.toAbsolutePath());
        }
        return arguments.toArray(String[]::new);
    }
}
