package org.licensehub.hub.peering;

/** What a neighbour hub made of a question. */
public sealed interface PeerAnswer<T> {

    record Answered<T>(T body) implements PeerAnswer<T> {
    }

    /** The neighbour decided against it. @param status HTTP status of its problem detail */
    record Refused<T>(int status) implements PeerAnswer<T> {
    }

    /** It does not answer or answers nonsense. */
    record Unavailable<T>() implements PeerAnswer<T> {
    }
}
