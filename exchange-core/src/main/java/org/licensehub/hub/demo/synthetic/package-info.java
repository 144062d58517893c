/**
 * License records that belong to nobody, for the demonstration and for tests. The numbers in them have correct check
 * characters but come from reserved patterns (births 1800 to 1849, organisation bodies that begin with DEM, telephones
 * with 100), so that no real person or company is ever shown. The same seed gives the same records, and a known share
 * is spoiled in known ways, so that a whole run can be checked against what was put in.
 */
package org.licensehub.hub.demo.synthetic;
