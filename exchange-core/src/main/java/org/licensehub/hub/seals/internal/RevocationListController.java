package org.licensehub.hub.seals.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.util.Arrays;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.platform.SealAuthority.Issuer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Lists of revoked certificates for everybody (RFC 5280, 4.2.1.13; media type of RFC 2585). */
@RestController
class RevocationListController {

    private final RevocationLists lists;

    RevocationListController(RevocationLists lists) {
        this.lists = lists;
    }

    @Operation(summary = "证书吊销列表 / The newest list of revoked certificates: signers.crl, makers.crl or time-stamps.crl")
    @GetMapping(path = "/api/v1/revocation-lists/{file}", produces = "application/pkix-crl")
    byte[] list(@PathVariable String file) {
        return Arrays.stream(Issuer.values()).filter(issuer -> RevocationLists.fileName(issuer).equals(file)).findFirst()
                .flatMap(lists::newest)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该吊销列表 / No such list of revoked certificates"));
    }
}
