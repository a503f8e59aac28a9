// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.Authorizator.AuthorizationState;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.smtpserver.netty.SMTPServerFactory;
import org.apache.james.user.api.DelegationStore;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.memory.MemoryDelegationStore;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.apache.mailet.MailetContext;
import org.postern.accounts.AccountLookup;
import org.postern.accounts.AppPassword;
import org.postern.accounts.AppPasswordStore;
import org.postern.accounts.AppPasswords;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Endings;
import org.postern.accounts.KnownNetworks;
import org.postern.accounts.KnownNetworksInMemory;
import org.postern.accounts.LimitsFile;
import org.postern.accounts.LoginMemory;
import org.postern.accounts.MemoryAppPasswords;
import org.postern.accounts.Network;
import org.postern.accounts.NoOtherNode;
import org.postern.accounts.ScramVerifiers;
import org.postern.accounts.StoredNames;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.accounts.alerts.AccountAlerts;
import org.postern.accounts.alerts.AccountWatch;
import org.postern.accounts.pop.PopLogins;
import org.postern.accounts.pop.PopSettings;
import org.postern.accounts.sending.UsageInMemory;
import org.postern.accounts.sending.UsageStore;
import org.postern.bridge.AddressesFile;
import org.postern.bridge.Grants;
import org.postern.bridge.StoreCalls;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.hooks.Handover;
import org.postern.hooks.SpoolHandover;
import org.postern.hooks.server.SubmissionServerFactory;

/** A listener on a free port of the loopback interface, with its stores in memory. */
public final class Listener implements AutoCloseable {
    public static final String ALICE = "alice@example.org";
    /** Another name of the same person. */
    public static final String ALICES_OTHER = "alice.other@example.org";
    public static final String BOSS = "boss@example.org";
    /** Sends as {@code joerg@müller.example} too. */
    public static final String JOERG = "j\u00f6rg@m\u00fcller.example";
    public static final String PASSWORD = "correct horse";
    /** In the file {@code filter.password}. */
    public static final String FILTER_PASSWORD = "battery staple";

    /** Wrong tries are answered at once. */
    private static final String QUICK = "<guessing><delay first=\"0 s\" longest=\"0 s\"/></guessing>";
    private static final String STOCK_HANDLERS = " coreHandlersPackage=\"org.postern.hooks.StockSubmissionHandlers\"";

    public final Spool spool = new Spool();
    /** What the trace was told. */
    public final List<TraceEvent> traced = new CopyOnWriteArrayList<>();
    /** When present, the user store waits for it before it answers for this name. */
    public volatile Map<String, CountDownLatch> slowUsers = Map.of();
    public volatile Optional<Exception> userFault = Optional.empty();
    /** What becomes of noticing where people log in. */
    public volatile Optional<RuntimeException> watchFault = Optional.empty();
    /** Of mailetcontainer.xml. */
    public volatile String postmaster = "operator@example.org";
    public final Domains dns = new Domains();
    public final Suspensions suspensions = new Suspensions(new SuspensionsInMemory());
    public final Fragile rightsStore = new Fragile();
    public final Fragile domainStore = new Fragile();
    public final AppPasswordStore appPasswords = new MemoryAppPasswords();
    /** By which app passwords and tokens of live sessions expire. */
    public final ShiftedClock clock = new ShiftedClock();
    public final Endings endings;
    public final CountDownLatch slowUserAsked = new CountDownLatch(1);
    public final PopLogins popLogins;
    /** By which POP3 logins are forgotten, in nanoseconds. */
    public final AtomicLong popClock = new AtomicLong();
    private final Duration storePatience;
    private final Grants grants;
    private final boolean keepsVerifiers;
    private final Map<String, String> files;
    private final Path directory;
    private final SMTPServerFactory factory;
    private final int port;

    private Listener(boolean stock, String options, String chain) throws Exception {
        this(stock, options, chain, Duration.ofSeconds(60), Grants.none(), Map.of());
    }

    private Listener(boolean stock, String options, String chain, Duration storePatience, Grants grants, Map<String, String> files)
            throws Exception {
        this(stock, options, chain, storePatience, grants, files, false);
    }

    private Listener(boolean stock, String options, String chain, Duration storePatience, Grants grants, Map<String, String> files,
            boolean keepsVerifiers) throws Exception {
        this.keepsVerifiers = keepsVerifiers;
        this.grants = grants;
        this.files = files;
        this.storePatience = storePatience;
        AuthenticationFile file = new AuthenticationFile(configuration());
        LoginMemory memory = new LoginMemory(file);
        endings = new Endings(memory, new NoOtherNode(), clock);
        popLogins = new PopLogins(PopSettings.of(file), popClock::get, endings);
        directory = Files.createTempDirectory("listener");
        Certificate.write(directory);
        Files.writeString(directory.resolve("filter.password"), FILTER_PASSWORD + "\n");
        Map<Class<?>, Object> bound = new HashMap<>(bindings());
        bound.put(LoginMemory.class, memory);
        MetricFactory metrics = (MetricFactory) bound.get(MetricFactory.class);
        Handlers handlers = new Handlers(bound);
        factory = stock
            ? new SMTPServerFactory(noDns(), handlers, new DirectoryFiles(directory), metrics)
            : new SubmissionServerFactory(noDns(), handlers, new DirectoryFiles(directory), metrics);
        factory.configure(xml("<smtpservers><smtpserver enabled=\"true\">"
            + "<jmxName>test-" + directory.getFileName() + "</jmxName><bind>127.0.0.1:0</bind>"
            + "<helloName autodetect=\"false\">mail.example.org</helloName>"
            + options
            + "<handlerchain enableJmx=\"false\"" + (stock ? STOCK_HANDLERS : "") + ">"
            + chain + "</handlerchain></smtpserver></smtpservers>"));
        factory.init();
        port = factory.getServers().get(0).getPort();
    }

    /** On Postern's listener; {@code options} stand in {@code <smtpserver>}, {@code chain} in {@code <handlerchain>}. */
    public static Listener startTls(String options, String chain) throws Exception {
        return new Listener(false, tls("startTLS") + options, chain);
    }

    public static Listener startTls() throws Exception {
        return startTls("", "");
    }

    /** Its stores have only so long to answer. */
    public static Listener impatient(Duration storePatience, String chain) throws Exception {
        return new Listener(false, tls("startTLS"), chain, storePatience, Grants.none(), Map.of());
    }

    /** This user may send as these addresses too. */
    public static Listener granting(String user, String addresses) throws Exception {
        return new Listener(false, tls("startTLS"), "", Duration.ofSeconds(60),
            Grants.parse(xml("<grants><grant user=\"" + user + "\" as=\"" + addresses + "\"/></grants>")), Map.of());
    }

    /** With files of {@code conf/}, by name, without {@code .xml}. */
    public static Listener configured(Map<String, String> files, String chain) throws Exception {
        return new Listener(false, tls("startTLS"), chain, Duration.ofSeconds(60), Grants.none(), files);
    }

    /** Keeps passwords as SCRAM needs them. */
    public static Listener keepingVerifiers(String chain) throws Exception {
        return keepingVerifiers(Map.of(), chain);
    }

    /** The same, with files of {@code conf/}. */
    public static Listener keepingVerifiers(Map<String, String> files, String chain) throws Exception {
        return new Listener(false, tls("startTLS"), chain, Duration.ofSeconds(60), Grants.none(), files, true);
    }

    public static Listener implicitTls(String options) throws Exception {
        return new Listener(false, tls("socketTLS") + options, "");
    }

    public static Listener withoutTls() throws Exception {
        return new Listener(false, "", "");
    }

    /** On James's own listener. */
    public static Listener stock(String chain) throws Exception {
        return new Listener(true, tls("startTLS"), chain);
    }

    /** The same, with files of {@code conf/}. */
    public static Listener stockConfigured(Map<String, String> files, String chain) throws Exception {
        return new Listener(true, tls("startTLS"), chain, Duration.ofSeconds(60), Grants.none(), files);
    }

    private static String tls(String kind) {
        return "<tls " + kind + "=\"true\"><privateKey>key.pem</privateKey><certificates>cert.pem</certificates></tls>";
    }

    public static XMLConfiguration xml(String text) throws Exception {
        return FileConfigurationProvider.getConfig(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    public int port() {
        return port;
    }

    public SMTPServerFactory factory() {
        return factory;
    }

    public SmtpClient connect() throws Exception {
        return connect(Certificate.trustingClient());
    }

    /** @param tls the client's side */
    public SmtpClient connect(SSLContext tls) throws Exception {
        return new SmtpClient(port(), tls);
    }

    /** The side of a client that takes any server, and that resumes its sessions when it is used again. */
    public static SSLContext anyServer() throws Exception {
        return Certificate.trustingClient();
    }

    /** From another address of loopback than most. */
    public SmtpClient connectFrom(String address) throws Exception {
        return new SmtpClient(address, port(), Certificate.trustingClient());
    }

    public boolean refusesConnections() throws Exception {
        try (SmtpClient client = connect()) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    /** Over STARTTLS, authenticated as Alice. */
    public SmtpClient alice() throws Exception {
        return connect().startTls().login(ALICE, PASSWORD);
    }

    /** The same as Jörg. */
    public SmtpClient joerg() throws Exception {
        return connect().startTls().login(JOERG, PASSWORD);
    }

    /** Makes one, and says what nobody is told again. */
    public String appPassword(String owner, String name, AppPassword.Limits limits) {
        return appPasswords().add(Username.of(owner), name, limits, true);
    }

    /** As its owner or an operator does. */
    public void revoke(String owner, String name) {
        appPasswords().revoke(Username.of(owner), Username.of(owner), name);
    }

    private AppPasswords appPasswords() {
        UsersRepository nobody = Spool.stub(UsersRepository.class, (method, arguments) -> {
            throw new IllegalStateException(method);
        });
        return new AppPasswords(appPasswords, nobody, new StoreCalls(), endings);
    }

    private Map<Class<?>, Object> bindings() throws Exception {
        MemoryDomainList domains = new MemoryDomainList(noDns());
        domains.configure(DomainListConfiguration.builder().autoDetect(false).autoDetectIp(false).build());
        domains.addDomain(Domain.of("example.org"));
        MemoryUsersRepository users = MemoryUsersRepository.withVirtualHosting(domains);
        users.addUser(Username.of(ALICE), PASSWORD);
        users.addUser(Username.of(BOSS), PASSWORD);
        domains.addDomain(Domain.of("m\u00fcller.example"));
        users.addUser(Username.of(JOERG), PASSWORD);
        MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable();
        table.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
        table.addMapping(MappingSource.fromUser("joerg", "m\u00fcller.example"), Mapping.alias(JOERG));
        return Map.ofEntries(
            Map.entry(DNSService.class, dns),
            Map.entry(ConfigurationProvider.class, configuration()),
            Map.entry(AddressesFile.class, AddressesFile.parse(new BaseHierarchicalConfiguration())),
            Map.entry(MailetContext.class, operator()),
            Map.entry(PopLogins.class, popLogins),
            Map.entry(StoreCalls.class, new StoreCalls(storePatience)),
            Map.entry(DomainList.class, domainStore.guard(DomainList.class, domains)),
            Map.entry(UsersRepository.class, guarded(users)),
            Map.entry(RecipientRewriteTable.class, rightsStore.guard(RecipientRewriteTable.class, table)),
            Map.entry(DelegationStore.class, new MemoryDelegationStore()),
            Map.entry(Grants.class, grants),
            Map.entry(Authorizator.class, (Authorizator) (user, other) -> user.equals(Username.of(ALICE)) && other.equals(Username.of(BOSS))
                ? AuthorizationState.ALLOWED
                : AuthorizationState.FORBIDDEN),
            Map.entry(AppPasswordStore.class, appPasswords),
            Map.entry(Handover.class, new SpoolHandover(spool.factory())),
            Map.entry(Suspensions.class, suspensions),
            Map.entry(Endings.class, endings),
            Map.entry(AccountWatch.class, watch(new LimitsFile(configuration()))),
            Map.entry(UsageStore.class, new UsageInMemory()),
            Map.entry(Trace.class, (Trace) traced::add),
            Map.entry(FileSystem.class, new DirectoryFiles(directory)),
            Map.entry(KnownNetworks.class, new KnownNetworksInMemory()),
            Map.entry(MetricFactory.class, metrics()));
    }

    private AccountWatch watch(LimitsFile limits) throws Exception {
        return new AccountWatch(limits, new AccountAlerts(limits, suspensions, metrics(), new StoreCalls(storePatience)), suspensions) {
            @Override
            public void loggedIn(Username username, Network network) {
                watchFault.ifPresent(fault -> {
                    throw fault;
                });
                super.loggedIn(username, network);
            }
        };
    }

    private ConfigurationProvider configuration() {
        return Spool.stub(ConfigurationProvider.class, (method, arguments) -> {
            String name = (String) arguments[0];
            return xml(name.equals("authentication") ? authentication() : files.getOrDefault(name, "<empty/>"));
        });
    }

    /** A test that says nothing of guessing does not wait. */
    private String authentication() {
        String text = files.getOrDefault("authentication", "<authentication></authentication>");
        return text.contains("<guessing") ? text : text.replace("</authentication>", QUICK + "</authentication>");
    }

    private interface PeopleWithVerifiers extends UsersRepository, ScramVerifiers, AccountLookup {
    }

    private UsersRepository guarded(UsersRepository users) {
        return Spool.stub(PeopleWithVerifiers.class, (method, arguments) -> {
            if (method.equals("keepsVerifiers")) {
                return keepsVerifiers;
            }
            if (userFault.isPresent()) {
                throw userFault.get();
            }
            if (method.equals("account")) {
                Username name = (Username) arguments[0];
                return StoredNames.find(users, name.equals(Username.of(ALICES_OTHER)) ? Username.of(ALICE) : name);
            }
            if (method.equals("iterations")) {
                return Map.of(ScramClient.ITERATIONS, 1L);
            }
            if (method.equals("find")) {
                Optional<Username> stored = StoredNames.find(users, (Username) arguments[0]);
                return stored.isEmpty() ? Optional.empty() : Optional.of(new ScramVerifiers.Stored(stored.get(),
                    ScramClient.verifier(PASSWORD, stored.get().asString())));
            }
            CountDownLatch gate = method.equals("test") ? slowUsers.get(((Username) arguments[0]).asString()) : null;
            if (gate != null) {
                slowUserAsked.countDown();
                gate.await();
            }
            for (Method candidate : UsersRepository.class.getMethods()) {
                if (candidate.getName().equals(method) && candidate.getParameterCount() == (arguments == null ? 0 : arguments.length)) {
                    try {
                        return candidate.invoke(users, arguments);
                    } catch (InvocationTargetException e) {
                        throw (Exception) e.getCause();
                    }
                }
            }
            throw new IllegalStateException(method);
        });
    }

    private MailetContext operator() {
        return Spool.stub(MailetContext.class, (method, arguments) -> new MailAddress(postmaster));
    }

    private static DNSService noDns() {
        return Spool.stub(DNSService.class, (method, arguments) -> {
            throw new IllegalStateException("No DNS here");
        });
    }

    private static MetricFactory metrics() {
        Metric metric = Spool.stub(Metric.class, (method, arguments) -> method.equals("getCount") ? 0L : null);
        TimeMetric timer = Spool.stub(TimeMetric.class, (method, arguments) -> null);
        return Spool.stub(MetricFactory.class, (method, arguments) -> method.equals("timer") ? timer : metric);
    }

    @Override
    public void close() throws Exception {
        if (factory.getServers().get(0).isStarted()) {
            factory.destroy();
        }
        dns.close();
        Files.deleteIfExists(directory.resolve("filter.password"));
        Files.deleteIfExists(directory.resolve("key.pem"));
        Files.deleteIfExists(directory.resolve("cert.pem"));
        Files.deleteIfExists(directory);
    }
}
