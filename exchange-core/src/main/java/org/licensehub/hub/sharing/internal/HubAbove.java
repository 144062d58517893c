package org.licensehub.hub.sharing.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.hub.peering.Neighbours;
import org.licensehub.hub.peering.PeerAnswer;
import org.springframework.stereotype.Component;

/** Puts a caller's question to the hub above, which decides and records it too. */
@Component
class HubAbove {

    private final Neighbours neighbours;

    HubAbove(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    /** What came from above; no licenses if it refused or did not answer. */
    record Result(List<LicenseView> licenses, LookupAnswer.Above summary) {
    }

    /** A lookup as one hub puts it to the next. */
    record PeerLookup(String caller, LookupRequest request) {

        @Override
        public String toString() {
            return "PeerLookup[" + caller + "]";
        }
    }

    /** A request for data or file by identifier as one hub puts it to the next. */
    record PeerUse(String caller, FiveElements elements) {
    }

    Result lookup(LookupRequest request, Set<String> types, Asker asker) {
        Optional<String> parent = neighbours.parent();
        if (parent.isEmpty()) {
            return new Result(List.of(), new LookupAnswer.Above("NONE", null, null, null));
        }
        LookupRequest passedOn = new LookupRequest(request.holderCode(), request.holderCodeType(), types, request.elements(),
                request.includeEnded(), LookupRequest.Reach.ABOVE, null, LookupRequest.LARGEST_LIMIT, null, request.oldestConfirmation());
        String caller = asker.onBehalfOf() == null ? asker.grantee() : asker.onBehalfOf();
        PeerAnswer<LookupAnswer> answer = neighbours.ask(parent.get(), "/peer/v1/lookups", new PeerLookup(caller, passedOn), LookupAnswer.class);
        if (answer instanceof PeerAnswer.Answered<LookupAnswer> answered) {
            LookupAnswer said = answered.body();
            return new Result(said.licenses(), new LookupAnswer.Above("ANSWERED", parent.get(), said.refusals(), said.receipt()));
        }
        List<MissingGrant> none = null;
        String status = answer instanceof PeerAnswer.Refused ? "REFUSED" : "UNAVAILABLE";
        return new Result(List.of(), new LookupAnswer.Above(status, parent.get(), none, null));
    }

    <T> Optional<PeerAnswer<T>> use(String identifier, String what, FiveElements elements, Asker asker, Class<T> type) {
        String caller = asker.onBehalfOf() == null ? asker.grantee() : asker.onBehalfOf();
        return neighbours.parent().map(parent -> neighbours.ask(parent, "/peer/v1/licenses/" + identifier + "/" + what,
                new PeerUse(caller, elements), type));
    }
}
