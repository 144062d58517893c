package org.licensehub.connectors;

import java.util.Optional;

/** How far a polling connector has read. Saved only after the sink has returned, so a lost save means reading again. */
public interface PollCursor {

    /** The text last saved for this connector id, if any. */
    Optional<String> load(String connector);

    /** Keeps the text, durable on return. It may hold a source key and is to be treated as personal data. */
    void save(String connector, String cursor);
}
