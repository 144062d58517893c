package org.licensehub.hub.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks for generated ID numbers in log files, at every position and inside longer runs of digits too. */
final class LogSearch {

    private static final int LENGTH = 18;

    private final Set<String> numbers;

    LogSearch(Set<String> numbers) {
        this.numbers = numbers;
    }

    /** @return {@code file:line} of each line that holds one; never the number */
    List<String> search(List<Path> logs) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path log : logs) {
            // Latin-1 reads any bytes, and the numbers are ASCII
            try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
                int number = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    if (holdsOne(line)) {
                        found.add(log.getFileName() + ":" + number);
                    }
                }
            }
        }
        return found;
    }

    private boolean holdsOne(String line) {
        for (int at = 0; at + LENGTH <= line.length(); at++) {
            if (Character.isDigit(line.charAt(at)) && numbers.contains(line.substring(at, at + LENGTH))) {
                return true;
            }
        }
        return false;
    }
}
