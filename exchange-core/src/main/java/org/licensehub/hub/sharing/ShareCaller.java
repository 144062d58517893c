package org.licensehub.hub.sharing;

import java.util.List;
import java.util.UUID;

/**
 * A caller that asks through another interface of this hub, with what its audit records say beyond the usual.
 *
 * @param clientId OAuth 2 client id
 * @param defaulted names of those of the five elements that were not in the call but registered for the caller; the log must show that
 * @param download id of the one-time download that this belongs to, or {@code null}
 */
public record ShareCaller(String clientId, List<String> defaulted, UUID download) {

    /** The same caller, on behalf of a one-time download. */
    public ShareCaller forDownload(UUID id) {
        return new ShareCaller(clientId, defaulted, id);
    }
}
