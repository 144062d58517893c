package org.licensehub.hub.national.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.signing.Sm2Verifier;
import org.licensehub.store.catalogue.ServiceItemCatalogue;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Administration of what callers of the national interface are registered with. */
@RestController
class ShareTermsController {

    private static final String GIVEN = "-";
    private static final int LONGEST_PEM = 2000;

    private final ShareTermsRegister register;
    private final CallerDirectory callers;
    private final ServiceItemCatalogue items;
    private final AuditLog audit;

    ShareTermsController(ShareTermsRegister register, CallerDirectory callers, ServiceItemCatalogue items, AuditLog audit) {
        this.register = register;
        this.callers = callers;
        this.items = items;
        this.audit = audit;
    }

    @Operation(summary = "国家标准共享接口的登记事项 / What is registered of a caller for the national interface")
    @GetMapping("/api/v1/callers/{clientId}/national-interface")
    public ShareTerms terms(@PathVariable String clientId) {
        requireCaller(clientId);
        return register.of(clientId);
    }

    @Operation(summary = "登记国家标准共享接口的缺省要素与加密 / Defaults and encryption of a caller's national interface; replaces everything",
            description = "What is left out is none. Counts from the caller's next request on.")
    @PutMapping("/api/v1/callers/{clientId}/national-interface")
    @Transactional
    public ShareTerms replace(@PathVariable String clientId, @RequestBody ShareTerms request, Principal admin) {
        requireCaller(clientId);
        ShareTerms terms = checked(request);
        register.replace(clientId, terms);
        audit.appendInTransaction(AuditDraft.of(AuditEvent.CALLER_CHANGED, admin.getName()).with("caller", clientId)
                .with("changed", "national-interface"));
        return terms;
    }

    private void requireCaller(String clientId) {
        if (callers.find(clientId).isEmpty()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "没有该账号 / No such caller");
        }
    }

    private ShareTerms checked(ShareTerms terms) {
        if (terms.serviceItem() != null && items.find(terms.serviceItem()).isEmpty()) {
            throw ProblemException.invalid("serviceItem", "unknown_service_item", "事项目录中没有该事项编码", "not in the service-item catalogue");
        }
        new FiveElements(GIVEN, orGiven(terms.operator()), GIVEN, orGiven(terms.caseNumber()), GIVEN).requireComplete();
        return new ShareTerms(terms.operator(), terms.serviceItem(), terms.caseNumber(), terms.encryption() == null ? null
                : checked(terms.encryption()));
    }

    private static String orGiven(String value) {
        return value == null ? GIVEN : value;
    }

    private static ShareTerms.Encryption checked(ShareTerms.Encryption encryption) {
        if (encryption.order() == null || encryption.part() == null) {
            throw ProblemException.invalid("encryption", "missing_field", "须给出密文顺序 order 与加密范围 part", "give order and part");
        }
        try {
            if (encryption.publicKey() != null && encryption.publicKey().length() <= LONGEST_PEM) {
                return new ShareTerms.Encryption(Sm2Verifier.publicKeyToPem(Sm2Verifier.publicKeyFromPem(encryption.publicKey())),
                        encryption.order(), encryption.part());
            }
        } catch (IllegalArgumentException e) {
            throw badKey();
        }
        throw badKey();
    }

    private static ProblemException badKey() {
        return ProblemException.invalid("encryption.publicKey", "bad_key", "须为 PEM 格式的 SM2 公钥", "must be an SM2 public key as PEM");
    }
}
