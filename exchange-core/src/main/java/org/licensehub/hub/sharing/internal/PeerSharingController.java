package org.licensehub.hub.sharing.internal;

import io.swagger.v3.oas.annotations.Hidden;
import java.security.Principal;
import org.licensehub.hub.platform.ProblemException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The same questions from a hub below, over mutual TLS; this hub decides by its own grants for that hub and records them. */
@RestController
@Hidden
class PeerSharingController {

    private final Lookups lookups;
    private final LicenseUse use;

    PeerSharingController(Lookups lookups, LicenseUse use) {
        this.lookups = lookups;
        this.use = use;
    }

    @PostMapping("/peer/v1/lookups")
    LookupAnswer lookup(@RequestBody HubAbove.PeerLookup question, Principal peer) {
        if (question.request().consent() != null) {
            throw ProblemException.invalid("consent", "not_between_hubs", "授权码不跨库使用", "a consent code is used at the hub that gave it");
        }
        return lookups.answer(question.request().checked(), Asker.peer(peer.getName(), named(question.caller())));
    }

    @PostMapping("/peer/v1/licenses/{identifier}/data")
    LicenseUse.DataAnswer data(@PathVariable String identifier, @RequestBody HubAbove.PeerUse question, Principal peer) {
        return use.data(identifier, question.elements().requireComplete(), LookupRequest.Reach.ABOVE,
                Asker.peer(peer.getName(), named(question.caller())));
    }

    @PostMapping(path = "/peer/v1/licenses/{identifier}/file", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    byte[] file(@PathVariable String identifier, @RequestBody HubAbove.PeerUse question, Principal peer) {
        return use.file(identifier, question.elements().requireComplete(), LookupRequest.Reach.ABOVE,
                Asker.peer(peer.getName(), named(question.caller()))).content();
    }

    private static String named(String caller) {
        if (caller == null || caller.isBlank() || caller.length() > 120) {
            throw ProblemException.invalid("caller", "missing_field", "须说明原调用方", "the asking hub names its own caller");
        }
        return caller;
    }
}
