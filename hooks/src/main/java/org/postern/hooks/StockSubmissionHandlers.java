// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.List;
import java.util.stream.Stream;

import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.smtp.core.esmtp.MailSizeEsmtpExtension;
import org.apache.james.smtpserver.DataLineJamesMessageHookHandler;
import org.postern.hooks.auth.Auth;
import org.postern.hooks.commands.Ehlo;
import org.postern.hooks.commands.Greeting;
import org.postern.hooks.commands.Help;
import org.postern.hooks.commands.LimitErrors;
import org.postern.hooks.commands.LogRefusals;
import org.postern.hooks.commands.NoChunking;
import org.postern.hooks.commands.Noop;
import org.postern.hooks.commands.NotOffered;
import org.postern.hooks.commands.Quit;
import org.postern.hooks.commands.Rcpt;
import org.postern.hooks.commands.RoleAddresses;
import org.postern.hooks.commands.Rset;
import org.postern.hooks.commands.StartTls;
import org.postern.hooks.commands.StockData;
import org.postern.hooks.commands.TraceRefusals;
import org.postern.hooks.commands.Unknown;
import org.postern.hooks.commands.Utf8Commands;
import org.postern.hooks.commands.Vrfy;
import org.postern.hooks.extensions.DeliverByTime;
import org.postern.hooks.extensions.DeliveryReports;
import org.postern.hooks.extensions.FutureRelease;
import org.postern.hooks.extensions.Limits;
import org.postern.hooks.extensions.MtPriority;
import org.postern.hooks.extensions.RequireTls;
import org.postern.hooks.extensions.SmtpUtf8;

/**
 * The handlers of a submission port on a James without Postern's listener: jars and XML, nothing else. {@link CheckDomains} is not
 * among them, as a stock James waits for the DNS on the thread that serves other sessions too; it can be listed.
 *
 * <pre>{@code
 * <handlerchain coreHandlersPackage="org.postern.hooks.StockSubmissionHandlers">
 *   <!-- handlers with options of their own stand here, and act before those of the package -->
 * </handlerchain>
 * }</pre>
 */
public class StockSubmissionHandlers implements HandlersPackage {
    /** In the order in which they are asked. */
    public static final List<String> COMMANDS = Stream.of(
        Greeting.class,
        Utf8Commands.class,
        LimitErrors.class,
        LogRefusals.class,
        TraceRefusals.class,
        StopSuspended.class,
        EndLogins.class,
        LimitSending.class,
        WatchRecipients.class,
        Ehlo.class,
        StartTls.class,
        Auth.class,
        org.postern.hooks.commands.Mail.class,
        Rcpt.class,
        SmtpUtf8.class,
        DeliveryReports.class,
        FutureRelease.class,
        DeliverByTime.class,
        MtPriority.class,
        RequireTls.class,
        Limits.class,
        RoleAddresses.class,
        Rset.class,
        Noop.class,
        Quit.class,
        Help.class,
        Vrfy.class,
        NotOffered.class,
        Unknown.class,
        StampReceived.class,
        CheckMessage.class,
        WriteAttributes.class,
        LookAgain.class,
        Enqueue.class).map(Class::getName).toList();

    @Override
    public List<String> getHandlers() {
        return Stream.concat(
            COMMANDS.stream(),
            // Behind StampReceived, which adds lines for them to count and to keep.
            Stream.of(NoChunking.class, StockData.class, MailSizeEsmtpExtension.class, DataLineJamesMessageHookHandler.class)
                .map(Class::getName)).toList();
    }
}
