/**
 * What holders see and say of the uses of their licenses (本人用证记录): every use with who, when, why and on what ground, proven to be all of them, and
 * objections that somebody has to answer in time. Holders come through a system that has made sure who they are.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit", "access"})
package org.licensehub.hub.holder;
