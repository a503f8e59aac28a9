// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;

import com.codahale.metrics.MetricRegistry;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.WiringException;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.NettyServer;
import org.apache.james.protocols.smtp.MailEnvelope;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.protocols.smtp.SMTPProtocolHandlerChain;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.DataCmdHandler;
import org.apache.james.protocols.smtp.core.DataLineMessageHookHandler;
import org.apache.james.protocols.smtp.core.MailCmdHandler;
import org.apache.james.protocols.smtp.core.QuitCmdHandler;
import org.apache.james.protocols.smtp.core.RcptCmdHandler;
import org.apache.james.protocols.smtp.core.RsetCmdHandler;
import org.apache.james.protocols.smtp.core.UnknownCmdHandler;
import org.apache.james.protocols.smtp.core.WelcomeMessageHandler;
import org.apache.james.protocols.smtp.core.esmtp.EhloCmdHandler;
import org.apache.james.protocols.smtp.core.esmtp.StartTlsCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MessageHook;
import org.apache.james.protocols.smtp.hook.RcptHook;

/** The mail exchanger at the other end: offers STARTTLS, takes everything for {@code bob}, keeps each octet. */
final class ReceivingMx implements AutoCloseable {
    /** The one recipient that it refuses, with 550 5.1.1. */
    static final String UNKNOWN_RECIPIENT = "gone";

    private final List<ReceivedMail> received = new CopyOnWriteArrayList<>();
    private final NettyServer server;

    private ReceivingMx(SSLContext tls) throws WiringException {
        server = new NettyServer.Factory()
            .protocol(new SMTPProtocol(handlers(), new SMTPConfigurationImpl()))
            .secure(Encryption.createStartTls(tls, null, null, null))
            .build();
        server.setGracefulShutdown(false);
        server.setListenAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** On a free port of the loopback address. */
    static ReceivingMx start(SSLContext tls) throws IOException {
        try {
            ReceivingMx mx = new ReceivingMx(tls);
            mx.server.bind();
            return mx;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The receiving MX does not start", e);
        }
    }

    int port() {
        return server.getListenAddresses().get(0).getPort();
    }

    List<ReceivedMail> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.unbind();
    }

    private SMTPProtocolHandlerChain handlers() throws WiringException {
        DropWizardMetricFactory metrics = new DropWizardMetricFactory(new MetricRegistry());
        SMTPProtocolHandlerChain chain = new SMTPProtocolHandlerChain(metrics, false);
        // James's own set adds a Received line; here the octets are wanted as they came.
        for (ProtocolHandler handler : List.of(new CommandDispatcher<SMTPSession>(), new WelcomeMessageHandler(),
                new EhloCmdHandler(metrics), new StartTlsCmdHandler(), new MailCmdHandler(metrics), new RcptCmdHandler(metrics),
                new DataCmdHandler(metrics), new DataLineMessageHookHandler(), new RsetCmdHandler(), new QuitCmdHandler(metrics),
                new UnknownCmdHandler(metrics), new Recipients(), new Keep())) {
            chain.add(handler);
        }
        chain.wireExtensibleHandlers();
        return chain;
    }

    private static final class Recipients implements RcptHook {
        @Override
        public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient, Map<String, String> parameters) {
            if (recipient.getLocalPart().equals(UNKNOWN_RECIPIENT)) {
                return HookResult.builder()
                    .hookReturnCode(HookReturnCode.deny())
                    .smtpReturnCode(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE)
                    .smtpDescription("5.1.1 No such mailbox")
                    .build();
            }
            return HookResult.OK;
        }
    }

    private final class Keep implements MessageHook {
        @Override
        public HookResult onMessage(SMTPSession session, MailEnvelope mail) {
            try (InputStream octets = mail.getMessageInputStream()) {
                received.add(new ReceivedMail(mail.getMaybeSender().asString(""),
                    mail.getRecipients().stream().map(MailAddress::asString).toList(),
                    new String(octets.readAllBytes(), StandardCharsets.ISO_8859_1),
                    session.isTLSStarted()));
                return HookResult.OK;
            } catch (IOException e) {
                return HookResult.DENYSOFT;
            }
        }
    }
}
