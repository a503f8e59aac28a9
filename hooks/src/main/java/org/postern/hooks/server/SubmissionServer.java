// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SmtpMetrics;

/** A submission listener: one {@code <smtpserver>} element. */
// James narrows a generic return type to a raw one further up.
@SuppressWarnings("unchecked")
public class SubmissionServer extends SMTPServer {
    public SubmissionServer(SmtpMetrics metrics) {
        super(metrics);
    }

    @Override
    protected int getDefaultPort() {
        return 587;
    }

    @Override
    public String getServiceType() {
        return "Submission Service";
    }

    @Override
    protected String getDefaultJMXName() {
        return "submission";
    }

    @Override
    protected Class<? extends HandlersPackage> getCoreHandlersPackage() {
        return SubmissionHandlers.class;
    }

    /** Takes no new connection from now on; running ones go on. May be called more than once. */
    public void stopAccepting() {
        unbind();
    }
}
