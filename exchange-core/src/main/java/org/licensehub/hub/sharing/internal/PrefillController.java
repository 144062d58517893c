package org.licensehub.hub.sharing.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import org.licensehub.hub.access.FiveElements;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Pre-filled forms for approval systems. */
@RestController
class PrefillController {

    private final Prefills prefills;

    PrefillController(Prefills prefills) {
        this.prefills = prefills;
    }

    /** For whom, and the five elements; the service item is the form's. */
    record Prefill(String holderCode, String holderCodeType, FiveElements elements) {

        @Override
        public String toString() {
            return "Prefill[" + holderCodeType + "]";
        }
    }

    @Operation(summary = "表单预填 / Fill a form from the holder's licenses", description = "Exactly the form's fields; each empty one says why.")
    @PostMapping("/api/v1/forms/{code}/prefill")
    Prefills.FilledForm prefill(@PathVariable String code, @RequestBody Prefill request, Principal caller) {
        return prefills.fill(code, request.holderCode(), request.holderCodeType(), request.elements(), Asker.caller(caller.getName()));
    }
}
