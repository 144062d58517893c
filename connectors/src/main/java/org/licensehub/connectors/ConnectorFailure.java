package org.licensehub.connectors;

/** Something outside did not behave as agreed; the code says what, and the message is the code, so it is safe in a log. */
final class ConnectorFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    ConnectorFailure(String code) {
        super(code);
        this.code = code;
    }

    String code() {
        return code;
    }
}
