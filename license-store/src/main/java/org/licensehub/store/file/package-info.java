/** Sealed license files, stored by digest and encrypted. */
package org.licensehub.store.file;
