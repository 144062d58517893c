/** Two members of one hub, and what they may answer while one of them is paused, cut off or holds a stale cache. */
package org.licensehub.hub.cluster;
