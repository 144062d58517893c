/** People decide (审核): the queue of records that passed the gate but need a reviewer, approval, and return with a reason. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit", "intake"})
package org.licensehub.hub.review;
