/** What a license is: its data as stored, its states and the moves between them. */
package org.licensehub.store.model;
