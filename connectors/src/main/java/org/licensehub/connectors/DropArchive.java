package org.licensehub.connectors;

import java.io.IOException;
import java.nio.file.Path;

/** Where a dropped file goes once all of it was handed on. The file is personal data in clear: it is to be kept encrypted. */
public interface DropArchive {

    /**
     * Keeps the file. After return the connector deletes the plain file; after a crash in between the same file may be
     * archived twice.
     *
     * @param source   the system the file came from
     * @param fileName the name it was dropped under, with {@code refused/} before it when the whole file was refused; may hold
     *                 personal data
     * @param file     the plain file, readable until this returns
     * @throws IOException when it is not durable; the file stays where it is and is read again later
     */
    void archive(String source, String fileName, Path file) throws IOException;
}
