package org.licensehub.hub.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hub}: the command that holds the subcommands. */
@Command(name = "hub", mixinStandardHelpOptions = true, version = "LicenseHub 0.1.0",
        description = {"电子证照库与政务数据共享交换", "Electronic license library and data-sharing hub"},
        subcommands = {ServeCommand.class, DemoCommand.class, ReindexCommand.class, VerifyLogCommand.class, VerifyHolderViewCommand.class,
                SealCommand.class, VerifyFileCommand.class, RehearseStartCommand.class})
public final class HubCommand implements Runnable {

    private final Class<?> application;

    @Spec
    private CommandSpec spec;

    private HubCommand(Class<?> application) {
        this.application = application;
    }

    /**
     * @param application the Spring Boot application that {@code serve} starts
     * @return exit code: 0 done, 1 failed, 2 wrong usage
     */
    public static int run(Class<?> application, String... args) {
        return commandLine(application).execute(args);
    }

    /** The same, saying everything to this writer. */
    public static int run(Class<?> application, PrintWriter out, String... args) {
        return commandLine(application).setOut(out).setErr(out).execute(args);
    }

    private static CommandLine commandLine(Class<?> application) {
        return new CommandLine(new HubCommand(application)).setCaseInsensitiveEnumValuesAllowed(true);
    }

    Class<?> application() {
        return application;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "请指定子命令 / Name a subcommand");
    }
}
