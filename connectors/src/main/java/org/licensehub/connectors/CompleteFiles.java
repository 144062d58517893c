package org.licensehub.connectors;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Lets a dropped file be read only when its writer is done with it. Two conventions: the file has not been changed for a
 * quiet period (a writer that may pause longer writes {@code name.csv.part} and renames it), or a file {@code name.csv.done}
 * stands beside it. A file that is not complete is skipped, not waited for. Links and folders are never read.
 */
final class CompleteFiles implements GenericFileFilter<File> {

    static final String DONE_SUFFIX = ".done";

    private final Predicate<Path> complete;

    private CompleteFiles(Predicate<Path> complete) {
        this.complete = complete;
    }

    static CompleteFiles quietFor(Duration quietPeriod, Clock clock) {
        return new CompleteFiles(file ->
                file.toFile().lastModified() <= clock.instant().minus(quietPeriod).toEpochMilli());
    }

    static CompleteFiles withDoneFile() {
        return new CompleteFiles(file -> Files.isRegularFile(doneFile(file)));
    }

    static Path doneFile(Path file) {
        return file.resolveSibling(file.getFileName() + DONE_SUFFIX);
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = Path.of(file.getAbsoluteFilePath());
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && complete.test(path);
    }
}
