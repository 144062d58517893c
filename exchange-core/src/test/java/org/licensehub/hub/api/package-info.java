/**
 * Tests of the running hub over real HTTP: the real application, a real PostgreSQL, a real folder. One hub serves all classes
 * of a test run; each class makes callers and holders of its own.
 */
package org.licensehub.hub.api;
