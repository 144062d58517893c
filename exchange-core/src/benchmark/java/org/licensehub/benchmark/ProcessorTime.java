package org.licensehub.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Processor time of processes, as Linux counts it, in hundredths of a second. */
final class ProcessorTime {

    private static final double TICKS_A_SECOND = 100;
    /** Counted from the field behind the name: user, system, and both of children that ended. */
    private static final int FIRST_FIELD = 11;

    private ProcessorTime() {
    }

    /** Seconds used so far by a process, without its children. */
    static double of(ProcessHandle process) {
        return ticks(process, 2) / TICKS_A_SECOND;
    }

    /** Seconds used so far by a process and all that it started. */
    static double ofTree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants()).mapToLong(process -> ticks(process, process.equals(root) ? 4 : 2)).sum() / TICKS_A_SECOND;
    }

    private static long ticks(ProcessHandle process, int fields) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.ISO_8859_1);
            String[] values = line.substring(line.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = 0; i < fields; i++) {
                ticks += Long.parseLong(values[FIRST_FIELD + i]);
            }
            return ticks;
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
