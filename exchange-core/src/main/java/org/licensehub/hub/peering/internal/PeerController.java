package org.licensehub.hub.peering.internal;

import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.util.List;
import org.licensehub.connectors.EnvelopeInbox;
import org.licensehub.connectors.EnvelopePage;
import org.licensehub.connectors.PageReceipt;
import org.licensehub.connectors.PeerWire;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.repository.LicenseDigest;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What neighbour hubs call, over mutual TLS on a port of its own. */
@RestController
@Hidden
class PeerController {

    private final EnvelopeInbox inbox;
    private final Outbox outbox;
    private final LicenseRepository licenses;

    PeerController(EnvelopeInbox inbox, Outbox outbox, LicenseRepository licenses) {
        this.inbox = inbox;
        this.outbox = outbox;
        this.licenses = licenses;
    }

    @PostMapping(path = "/peer/v1/envelopes", consumes = PeerWire.PAGE_MEDIA_TYPE)
    ResponseEntity<byte[]> receive(InputStream body, Principal peer) throws IOException {
        byte[] bytes = body.readNBytes(PeerWire.LONGEST_PAGE_BYTES + 1);
        if (bytes.length > PeerWire.LONGEST_PAGE_BYTES) {
            throw new ProblemException(ProblemType.TOO_LARGE, "一页信封过大，请分页发送 / The page is too long; send fewer envelopes at once");
        }
        EnvelopePage page;
        try {
            page = PeerWire.readPage(bytes);
        } catch (IOException e) {
            throw ProblemException.invalid("envelopes", "malformed_page", "不是信封页", "is no page of envelopes");
        }
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(PeerWire.FEED_MEDIA_TYPE)).body(PeerWire.write(page.receive(peer.getName(), inbox)));
    }

    @GetMapping("/peer/v1/feed")
    ResponseEntity<byte[]> feed(@RequestParam(required = false) Long after, @RequestParam(defaultValue = "50") int limit, Principal peer) {
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(PeerWire.FEED_MEDIA_TYPE))
                .body(PeerWire.write(outbox.feed(peer.getName(), after, Page.limit(limit))));
    }

    @PostMapping(path = "/peer/v1/feed/receipts", consumes = PeerWire.FEED_MEDIA_TYPE)
    ResponseEntity<Void> receipts(@RequestBody byte[] body, Principal peer) {
        List<PageReceipt> receipts;
        try {
            receipts = PeerWire.readReceipts(body);
        } catch (IOException e) {
            throw ProblemException.invalid("receipts", "malformed_receipts", "不是回执列表", "is no list of receipts");
        }
        outbox.delivered(peer.getName(), receipts);
        return ResponseEntity.noContent().build();
    }

    /** @param scope hub that issued the licenses to compare */
    @GetMapping("/peer/v1/reconciliation")
    Page<LicenseDigest> reconciliation(@RequestParam String scope, @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "1000") int limit) {
        return Page.of(licenses.digestsAfter(scope, after, Page.limit(limit)), limit, LicenseDigest::identifier);
    }
}
