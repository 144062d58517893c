/**
 * The catalogue of license types and service items (证照目录, 事项). What a license may contain, who may see it masked or
 * clear, who issues it and for how long is data in versioned files, not code: a department adds a type by adding a file,
 * and a changed type is a new version beside the old one, because licenses issued under the old one live on.
 */
package org.licensehub.store.catalogue;
