package org.licensehub.hub.peering.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.platform.HubProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What administrators and auditors see of the neighbours. */
@RestController
class PeeringController {

    private final PeerDirectory peers;
    private final Outbox outbox;
    private final HeadWitness witness;
    private final Reconciliation reconciliation;

    PeeringController(PeerDirectory peers, Outbox outbox, HeadWitness witness, Reconciliation reconciliation) {
        this.peers = peers;
        this.outbox = outbox;
        this.witness = witness;
        this.reconciliation = reconciliation;
    }

    /** @param waiting envelopes not yet received by the neighbour */
    record Neighbour(String id, HubProperties.Delivery delivery, String region, long waiting) {
    }

    @Operation(summary = "相邻库 / Neighbour hubs and what waits for them")
    @GetMapping("/api/v1/peering/neighbours")
    List<Neighbour> neighbours() {
        return peers.all().stream().map(peer -> new Neighbour(peer.id(), peer.delivery(), peer.region(), outbox.waiting(peer.id()))).toList();
    }

    @Operation(summary = "与上级库对账 / Compare with the hub above")
    @PostMapping("/api/v1/peering/reconciliation")
    Reconciliation.Report reconcile() {
        return reconciliation.withParent();
    }

    @Operation(summary = "见证的树头 / Newest tree heads the neighbours have shown")
    @GetMapping("/api/v1/audit/witnessed-heads")
    List<TreeHead> witnessed() {
        return witness.all();
    }
}
