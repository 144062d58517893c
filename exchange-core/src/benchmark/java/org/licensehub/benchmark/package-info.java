/**
 * What a lookup costs, beside what plain solutions cost: programs that only a benchmark starts, with libraries that neither the hub
 * nor its tests use. Compiled with the profile {@code benchmark} alone.
 */
package org.licensehub.benchmark;
