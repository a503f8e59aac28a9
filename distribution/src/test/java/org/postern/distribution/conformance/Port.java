// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

/** The two ports of a submission server (RFC 8314 §3.3). */
enum Port {
    /** TLS begins with STARTTLS. */
    SUBMISSION("587 with STARTTLS", "submission", "hastysubmission", false),
    /** TLS begins with the connection. */
    SUBMISSIONS("465 with implicit TLS", "submissions", "hastysubmissions", true);

    private final String text;
    private final String listener;
    private final String hastyListener;
    private final boolean implicitTls;

    Port(String text, String listener, String hastyListener, boolean implicitTls) {
        this.text = text;
        this.listener = listener;
        this.hastyListener = hastyListener;
        this.implicitTls = implicitTls;
    }

    /** The listener's {@code <jmxName>}. */
    String listener() {
        return listener;
    }

    /** Of a listener of the same kind that waits for seconds where the other waits for minutes. */
    String hastyListener() {
        return hastyListener;
    }

    boolean isImplicitTls() {
        return implicitTls;
    }

    @Override
    public String toString() {
        return text;
    }
}
