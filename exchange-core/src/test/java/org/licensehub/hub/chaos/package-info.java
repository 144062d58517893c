/**
 * Hubs in JVMs of their own that are killed, paused and started again, to see what is left of what they acknowledged. Kept
 * apart from the other tests because it ends processes; it ends only those it started.
 */
package org.licensehub.hub.chaos;
