package org.licensehub.store.cache;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.licensehub.store.model.License;

/**
 * All issued licenses of one holder at one revision; personal data is ciphertext as in the database.
 *
 * @param revision holder revision read before the licenses were
 * @param readAt when they were read, for the answer's statement of freshness
 */
public record CachedHolder(long revision, List<License> licenses, Instant readAt) implements Serializable {

    private static final long serialVersionUID = 1L;
}
