/**
 * The life of electronic seals (电子印章, 国办发〔2025〕33号): applied for, approved by two people, made, filed, used, suspended,
 * changed, cancelled, with who, when and why; and the log of every sealing. A seal seals nothing from the moment it leaves
 * use.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit", "access"})
package org.licensehub.hub.seals;
