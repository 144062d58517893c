package org.licensehub.connectors;

import java.nio.file.Path;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.builder.RouteBuilder;

/**
 * Template {@value ConnectorTemplates#CSV_DROP_FOLDER}. Camel finds the files; they stay where they are until
 * {@link CsvDropFolder} has handed on and archived all of one, and only then does it delete the plain file. Camel itself
 * never moves or deletes them (noop): its own rollback logs file names, which may hold personal numbers.
 */
final class CsvDropTemplate extends RouteBuilder {

    private static final String QUIET = "quiet";
    private static final String DONE_FILE = "done-file";
    private static final int LARGEST_CHUNK = 5_000;

    private final ConnectorPorts ports;

    CsvDropTemplate(ConnectorPorts ports) {
        this.ports = ports;
    }

    @Override
    public void configure() {
        ConnectorTemplates.common(routeTemplate(ConnectorTemplates.CSV_DROP_FOLDER))
                .templateParameter("directory")
                .templateParameter("source")
                .templateParameter("resource")
                .templateParameter("charset", "UTF-8")
                .templateOptionalParameter("columns")
                .templateParameter("complete", QUIET)
                .templateParameter("quietPeriod", "2s")
                .templateParameter("chunk", "200")
                .configure(this::bind)
                .from("file:{{directory}}?includeExt=csv&noop=true&idempotent=false&readLock=none&sortBy=file:modified"
                        + "&filter=#{{bean.completeFiles}}&probeContentType=false"
                        + "&delay={{delay}}&initialDelay=0"
                        + "&pollStrategy=#{{bean.supervision}}&exceptionHandler=#{{bean.supervision}}")
                .routeConfigurationId(ConnectorErrors.ID)
                .process("{{bean.dropFolder}}");
    }

    private void bind(RouteTemplateContext context) {
        Parameters parameters = new Parameters(context);
        Supervision supervision = parameters.supervision(ports);
        String directory = parameters.text("directory");
        if (directory.chars().anyMatch(c -> "?#%&{}".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("connector parameter directory holds one of ? # % & { }");
        }
        CsvRowReader reader = new CsvRowReader(parameters.text("source"), parameters.text("resource"),
                CsvRowReader.charset(parameters.text("charset")), parameters.textOr("columns", ""));
        boolean quiet = switch (parameters.text("complete")) {
            case QUIET -> true;
            case DONE_FILE -> false;
            default -> throw new IllegalArgumentException("connector parameter complete is not quiet or done-file");
        };
        parameters.bean("completeFiles", CompleteFiles.class, quiet
                ? CompleteFiles.quietFor(parameters.duration("quietPeriod"), ports.clock())
                : CompleteFiles.withDoneFile());
        parameters.bean("dropFolder", CsvDropFolder.class, new CsvDropFolder(Path.of(directory), reader,
                parameters.count("chunk", LARGEST_CHUNK), ports.sink(), ports.archive(), supervision));
    }
}
