// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.NonStickyEventExecutorGroup;
import io.netty.util.concurrent.UnorderedThreadPoolEventExecutor;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.Metric;
import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.lib.SslConfig;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SmtpMetrics;
import org.apache.james.util.concurrent.NamedThreadFactory;
import org.postern.bridge.Workers;
import org.postern.hooks.EndsSessions;
import org.postern.hooks.NamedListener;
import org.postern.hooks.NoHandlerStatistics;
import org.postern.hooks.auth.Auth;
import org.postern.hooks.commands.HelpPage;
import org.postern.hooks.commands.LimitErrors;
import org.postern.submission.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A submission listener: one {@code <smtpserver>} element. Reads these elements of it, and {@code <handlerchain>}:
 *
 * <pre>{@code
 * <smtpserver enabled="true">
 *   <jmxName>submission</jmxName>               <!-- name in JMX, in thread names and in the mail attribute postern.listener -->
 *   <bind>0.0.0.0:587</bind>                    <!-- addresses and ports, separated by commas -->
 *   <tls startTLS="true">                       <!-- startTLS="true" (587) or socketTLS="true" (465); one of them is needed -->
 *     <privateKey>file://conf/private.key</privateKey>
 *     <certificates>file://conf/certs.pem</certificates>
 *     <supportedProtocols>                      <!-- what is neither TLSv1.2 nor TLSv1.3 is ignored -->
 *       <protocol>TLSv1.2</protocol>
 *       <protocol>TLSv1.3</protocol>
 *     </supportedProtocols>
 *   </tls>
 *   <helloName autodetect="false">mail.example.org</helloName>   <!-- in the greeting and in Received -->
 *   <smtpGreeting>mail.example.org ESMTP</smtpGreeting>          <!-- the whole greeting behind 220; default: the name -->
 *   <maxmessagesize>52428800B</maxmessagesize>  <!-- in KB unless a unit is given; 0: no limit -->
 *   <connectiontimeout>300</connectiontimeout>  <!-- seconds a client may take for a command -->
 *   <dataTimeout>600</dataTimeout>              <!-- seconds a client may take for a block of a message -->
 *   <connectionLimit>1000</connectionLimit>     <!-- sessions at a time; 0: no limit -->
 *   <connectionLimitPerIP>50</connectionLimitPerIP>   <!-- sessions at a time from one address; 0: no limit -->
 *   <connectionBacklog>200</connectionBacklog>  <!-- connections that wait to be accepted -->
 *   <shutdownGrace>5</shutdownGrace>            <!-- seconds that messages under way get at shutdown -->
 *   <ioWorkerCount>4</ioWorkerCount>            <!-- I/O threads; default: two per processor -->
 *   <maxExecutorCount>16</maxExecutorCount>     <!-- threads that look-ups and checks run on -->
 *   <proxyRequired>false</proxyRequired>        <!-- true: every connection begins with a PROXY header (HAProxy) -->
 * </smtpserver>
 * }</pre>
 *
 * <p>James's {@code auth}, {@code authorizedAddresses}, {@code verifyIdentity}, {@code heloEhloEnforcement},
 * {@code addressBracketsEnforcement}, {@code bossWorkerCount} and {@code gracefulShutdown} have no meaning here: nobody
 * sends without authentication, from nowhere.
 */
// James narrows a generic return type to a raw one further up.
@SuppressWarnings("unchecked")
public class SubmissionServer extends SMTPServer {
    /** Logins at a time that are not answered yet: each may wait for a directory. */
    private static final int MOST_SLOW_WORK = 128;
    private static final Logger LOGGER = LoggerFactory.getLogger(SubmissionServer.class);

    private final SmtpMetrics metrics;
    private final FileSystem files;
    private List<InetSocketAddress> addresses = List.of();
    private int ioThreads = DEFAULT_IO_WORKER_COUNT;
    private ListenerSettings settings;
    private HierarchicalConfiguration<ImmutableNode> configuration;
    private List<X509Certificate> clientAuthorities = List.of();
    private EventExecutorGroup executors;
    private ExecutorService slowWork;
    private DialogueService service;
    private ConnectionLimits limits;
    private volatile Optional<Sockets> sockets = Optional.empty();
    private Optional<Long> shutdownDeadline = Optional.empty();
    private List<Runnable> endOfListening = List.of();

    public SubmissionServer(SmtpMetrics metrics, FileSystem files) {
        super(metrics);
        this.metrics = metrics;
        this.files = files;
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

    @Override
    protected Class<? extends HandlersPackage> getJMXHandlersPackage() {
        return NoHandlerStatistics.class;
    }

    @Override
    public void doConfigure(HierarchicalConfiguration<ImmutableNode> config) throws ConfigurationException {
        super.doConfigure(config);
        settings = ListenerSettings.parse(config);
        configuration = config;
        limits = new ConnectionLimits(connectionLimit, connPerIP);
    }

    @Override
    protected void preInit() throws Exception {
        super.preInit();
        clientAuthorities = getProtocolHandlerChain().getFirstHandler(Auth.class).map(Auth::authorities).orElse(List.of());
        if (!clientAuthorities.isEmpty()) {
            buildSSLContext();
        }
        TlsProtocols.restrict(getEncryption().sslHandler());
        executors = new NonStickyEventExecutorGroup(
            new UnorderedThreadPoolEventExecutor(settings.threads(), NamedThreadFactory.withName(jmxName)));
        slowWork = Workers.upTo(MOST_SLOW_WORK, jmxName + "-login");
        service = new Service();
    }

    /** Called once more when the handlers are there and want client certificates, and when ours is to be read again. */
    @Override
    protected void buildSSLContext() throws Exception {
        super.buildSSLContext();
        // <clientAuth> of <tls> is James's own way, and the operator's explicit wish.
        if (getEncryption().supportsEncryption() && getEncryption().getClientAuth() == ClientAuth.NONE) {
            encryption = ListenerTls.create(SslConfig.parse(configuration), files, clientAuthorities);
        }
    }

    @Override
    public synchronized void setListenAddresses(InetSocketAddress... listenAddresses) {
        addresses = List.of(listenAddresses);
    }

    @Override
    public void setIoWorkerCount(int count) {
        ioThreads = Math.max(1, count);
    }

    @Override
    public synchronized void bind() throws Exception {
        if (sockets.isPresent()) {
            throw new IllegalStateException("Listener " + jmxName + " runs already");
        }
        shutdownDeadline = Optional.empty();
        sockets = Optional.of(Sockets.open(jmxName, ioThreads, addresses, this::configureBootstrap,
            opened -> new SessionPipeline(service, executors, opened)));
        Sockets open = sockets.get();
        endOfListening = getProtocolHandlerChain().getHandlers(EndsSessions.class).stream()
            .map(some -> some.whenSomeEnd(open::someEnd)).toList();
    }

    /** Ends in order: no new connections, {@code shutdownGrace} for messages under way, and none after that. */
    @Override
    public synchronized void unbind() {
        if (sockets.isEmpty()) {
            return;
        }
        requestShutdown();
        endOfListening.forEach(Runnable::run);
        Duration left = Duration.ofNanos(Math.max(0, shutdownDeadline.orElseThrow() - System.nanoTime()));
        int unfinished = sockets.get().awaitSessions(left);
        if (unfinished > 0) {
            LOGGER.warn("Listener {} breaks off {} sessions that did not end in {} s", jmxName, unfinished,
                settings.shutdownGrace().toSeconds());
        }
        sockets.get().close();
        sockets = Optional.empty();
    }

    /** Takes no new connection from now on; running ones go on. May be called more than once. */
    public synchronized void stopAccepting() {
        sockets.ifPresent(Sockets::stopAccepting);
    }

    /** Takes no new connection, asks running sessions to end, and returns; {@link #unbind()} waits for them. */
    synchronized void requestShutdown() {
        if (sockets.isPresent() && shutdownDeadline.isEmpty()) {
            shutdownDeadline = Optional.of(System.nanoTime() + settings.shutdownGrace().toNanos());
            sockets.get().stopAccepting();
            sockets.get().requestShutdown();
        }
    }

    @Override
    protected void postDestroy() {
        super.postDestroy();
        slowWork.shutdownNow();
        executors.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    @Override
    public synchronized boolean isBound() {
        return sockets.isPresent();
    }

    /** As in JMX, in thread names and in the mail. */
    public String listenerName() {
        return jmxName;
    }

    /** Whether new connections are taken. */
    public boolean isListening() {
        return sockets.filter(Sockets::isListening).isPresent();
    }

    public int openSessions() {
        return sockets.map(Sockets::openSessions).orElse(0);
    }

    @Override
    public synchronized List<InetSocketAddress> getListenAddresses() {
        return sockets.map(Sockets::addresses).orElse(addresses);
    }

    @Override
    protected EventExecutorGroup getExecutorGroup() {
        return executors;
    }

    /** What every dialogue of this listener is served with. */
    DialogueService service() {
        return service;
    }

    private final class Configuration extends SMTPHandlerConfigurationDataImpl implements NamedListener {
        @Override
        public String listenerName() {
            return jmxName;
        }

        @Override
        public String getSoftwareName() {
            return "Postern";
        }

        @Override
        public boolean isRelayingAllowed(String remoteAddress) {
            return false;
        }
    }

    private final class Service implements DialogueService {
        private final Configuration configuration = new Configuration();
        private final LineHandler<ProtocolSession> dispatcher =
            getProtocolHandlerChain().getFirstHandler(CommandDispatcher.class).orElseThrow();
        private final Optional<LimitErrors> errors = getProtocolHandlerChain().getFirstHandler(LimitErrors.class);
        private final Optional<HelpPage> helpPage = getProtocolHandlerChain().getFirstHandler(HelpPage.class);
        private final List<EndsSessions> endsSessions = getProtocolHandlerChain().getHandlers(EndsSessions.class);

        @Override
        public boolean isProxyRequired() {
            return proxyRequired;
        }

        @Override
        public boolean isImplicitTls() {
            return !getEncryption().isStartTLS();
        }

        @Override
        public Duration commandTimeout() {
            return settings.commandTimeout();
        }

        @Override
        public Duration dataTimeout() {
            return settings.dataTimeout();
        }

        @Override
        public ConnectionLimits limits() {
            return limits;
        }

        @Override
        public Metric connections() {
            return metrics.getConnectionMetric();
        }

        @Override
        public Metric commands() {
            return metrics.getCommandsMetric();
        }

        @Override
        public SubmissionTransport newTransport(Channel channel) {
            return new SubmissionTransport(channel, getEncryption().isStartTLS(), proxyRequired);
        }

        @Override
        public SubmissionSession newSession(SubmissionTransport transport) {
            return new SubmissionSession(configuration, transport);
        }

        @Override
        public Executor slowWork() {
            return slowWork;
        }

        @Override
        public SslHandler newTlsHandler() {
            Encryption encryption = getEncryption();
            return TlsProtocols.restrict(encryption.sslHandler());
        }

        @Override
        public LineHandler<ProtocolSession> dispatcher() {
            return dispatcher;
        }

        @Override
        public <T> LinkedList<T> handlers(Class<? super T> kind) {
            return (LinkedList<T>) getProtocolHandlerChain().getHandlers(kind);
        }

        @Override
        public Response countError(SubmissionSession session, Response response) {
            return errors.map(limit -> limit.count(session, response)).orElse(response);
        }

        @Override
        public Optional<Reply> farewell(SubmissionSession session) {
            return endsSessions.stream().flatMap(some -> some.farewell(session).stream()).findFirst();
        }

        @Override
        public Response explain(Response response) {
            return helpPage.map(page -> page.explain(response)).orElse(response);
        }
    }
}
