/**
 * Flags: what an auditor would look for in the log, counted by rules that follow the log and told with numbers and positions. A flag accuses
 * nobody; it says where to look.
 */
package org.licensehub.hub.audit.internal.flags;
