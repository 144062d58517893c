/**
 * What every other module stands on: configuration, clock, database, keys, the store's parts as beans, strict JSON and
 * errors as RFC 9457 problem details. Open to all modules, depends on none.
 */
@org.springframework.modulith.ApplicationModule(type = org.springframework.modulith.ApplicationModule.Type.OPEN)
package org.licensehub.hub.platform;
