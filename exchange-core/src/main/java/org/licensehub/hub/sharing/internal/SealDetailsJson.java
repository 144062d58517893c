package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.licensehub.signing.SealDetails;
import org.springframework.boot.jackson.JsonMixin;

/** As {@link SealReportJson}: a seal without a time-stamp, or a signature without a seal, leaves out what there is none of. */
@JsonMixin(SealDetails.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
interface SealDetailsJson {
}
