// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import javax.inject.Inject;

import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.JamesDataCmdHandler;
import org.postern.hooks.Answers;

/** DATA on James's own listener: James takes the lines of the message, and hands it to the message hooks. */
// James has a raw type further up.
@SuppressWarnings("unchecked")
public class StockData extends JamesDataCmdHandler {
    @Inject
    public StockData(MetricFactory metrics) {
        super(metrics);
    }

    @Override
    protected Response doDATAFilter(SMTPSession session, String argument) {
        return DataPrecondition.refusal(session, argument).map(Answers::of).orElse(null);
    }
}
