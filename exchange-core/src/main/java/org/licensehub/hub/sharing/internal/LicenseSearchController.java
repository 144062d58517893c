package org.licensehub.hub.sharing.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Search for licenses by staff (精准化搜索). By POST, so that no name and no number stands in an address. */
@RestController
class LicenseSearchController {

    private final LicenseSearches searches;

    LicenseSearchController(LicenseSearches searches) {
        this.searches = searches;
    }

    @Operation(summary = "检索证照 / Search for licenses", description = "By number, names, type, state, division, days. Latest day of issue first; no license is skipped or"
            + " repeated while others are issued. Only what is granted is found, and nothing by a field that is not shown in clear.")
    @PostMapping("/api/v1/licenses/search")
    LicenseSearchAnswer search(@RequestBody LicenseSearchRequest request, Principal caller) {
        return searches.answer(request, Asker.caller(caller.getName()));
    }
}
