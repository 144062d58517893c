package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.licensehub.signing.SealReport;
import org.springframework.boot.jackson.JsonMixin;

/** In answers a report leaves out what it does not know, as the API document says; the signing library knows nothing of JSON. */
@JsonMixin(SealReport.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
interface SealReportJson {
}
