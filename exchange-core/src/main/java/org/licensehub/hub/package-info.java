/**
 * The hub: a modular monolith in which every direct sub-package is a module. The walk of a record is intake, review, issuing,
 * peering; the walk of a question is sharing, access, audit. What a package may use stands in its own package-info and is
 * verified by a test.
 */
package org.licensehub.hub;
