/**
 * How records get in and out of other systems: a folder files are dropped into, a department's own database that is
 * polled, a peer hub that is pushed to or pulled from. Each way is a Camel route template; configuration says how often
 * and where it is used. The package moves {@link org.licensehub.connectors.SharedRecord records} and sealed envelopes and
 * does not care what they hold: the ports ({@link org.licensehub.connectors.RecordSink},
 * {@link org.licensehub.connectors.DropArchive}, {@link org.licensehub.connectors.PollCursor},
 * {@link org.licensehub.connectors.EnvelopeOutbox}, {@link org.licensehub.connectors.EnvelopeInbox}) are implemented by
 * whoever does. Every way in delivers at least once and counts nothing as done before the port has returned.
 */
package org.licensehub.connectors;
