// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import java.time.Clock;
import java.util.Optional;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Settings;
import org.postern.hooks.Transaction;
import org.postern.submission.Reply;
import org.postern.submission.parameters.ByParameter;

/**
 * 2852: DELIVERBY (RFC 2852). The time counts from MAIL on.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.extensions.DeliverByTime">
 *   <enabled>true</enabled>         <!-- false: not announced, BY is unknown -->
 *   <minSeconds>60</minSeconds>     <!-- the shortest time after which a message comes back; 0 for any, default 60 -->
 * </handler>
 * }</pre>
 */
public class DeliverByTime extends MailExtension {
    private static final String KEYWORD = "DELIVERBY";
    private static final String MIN_SECONDS = "minSeconds";
    /** As long as one host may take that does not answer: a shorter time says no more than that one was slow. */
    private static final int A_MINUTE = 60;

    private final Clock clock;
    private int minSeconds = A_MINUTE;

    public DeliverByTime() {
        super(ByParameter.NAME);
        clock = Clock.systemUTC();
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "DeliverByTime", ENABLED, MIN_SECONDS);
        super.init(config);
        minSeconds = Settings.between(0, ByParameter.MOST_SECONDS, config, MIN_SECONDS, A_MINUTE);
    }

    @Override
    String announcement() {
        return minSeconds == 0 ? KEYWORD : KEYWORD + " " + minSeconds;
    }

    @Override
    Optional<Reply> take(SMTPSession session, String name, String value) {
        return new ByParameter(minSeconds).read(value, clock.instant())
            .handTo(by -> Transaction.ask(session, options -> options.withDeliverBy(by)));
    }
}
