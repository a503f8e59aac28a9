// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.postern.accounts.FileStructure;
import org.postern.distribution.autoconfig.MailService.Login;
import org.postern.distribution.autoconfig.MailService.Protocol;
import org.postern.distribution.autoconfig.MailService.Tls;
import org.postern.distribution.home.ServerName;

/**
 * {@code conf/autoconfig.xml}: what mail programs are told about the site, and whether this server tells them. Without it, only the
 * listeners are known, and nothing is served.
 *
 * <pre>{@code
 * <autoconfig enabled="true">
 *   <https>0.0.0.0:443</https>
 *   <incoming type="imap" host="imap.example.org" port="993" tls="implicit"/>
 * </autoconfig>
 * }</pre>
 */
public final class AutoconfigFile {

    public static final String NAME = "autoconfig.xml";

    private static final String ENABLED = "enabled";
    private static final String HTTP = "http";
    private static final String HTTPS = "https";
    private static final String HOST = "host";
    private static final String USER_NAME = "userName";
    private static final String OUTGOING = "outgoing";
    private static final String INCOMING = "incoming";
    private static final String PORT = "port";
    private static final int HIGHEST_PORT = 65_535;
    private static final FileStructure STRUCTURE =
        new FileStructure(NAME, Set.of(INCOMING), Set.of("autoconfig", OUTGOING, INCOMING));
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
        OUTGOING, Set.of(HOST, "submissions", "submission"),
        INCOMING, Set.of("type", HOST, PORT, "tls"));
    private static final Set<String> ELEMENTS = Set.of(HTTP, HTTPS, HOST, "displayName", USER_NAME, OUTGOING, INCOMING);
    private static final Map<String, UserNameForm> USER_NAMES =
        Map.of("address", UserNameForm.ADDRESS, "localPart", UserNameForm.LOCAL_PART);

    private final HierarchicalConfiguration<ImmutableNode> file;
    private final List<MailService> incoming;

    private AutoconfigFile(HierarchicalConfiguration<ImmutableNode> file) throws ConfigurationException {
        this.file = file;
        STRUCTURE.check(file);
        onlyKnown(root(file), ELEMENTS, Set.of(ENABLED));
        for (ImmutableNode child : root(file).getChildren()) {
            onlyKnown(child, Set.of(), ATTRIBUTES.getOrDefault(child.getNodeName(), Set.of()));
        }
        word(file, "[@" + ENABLED + "]", "false", List.of("true", "false"));
        word(file, USER_NAME, "address", List.copyOf(USER_NAMES.keySet()));
        if (isServed() && binds(HTTPS).isEmpty() && binds(HTTP).isEmpty()) {
            throw new ConfigurationException(NAME + ": enabled=\"true\" needs <https> or <http> with HOST:PORT");
        }
        for (String element : List.of(HTTPS, HTTP)) {
            for (String bind : binds(element)) {
                checkBind(element, bind);
            }
        }
        if (file.containsKey(HOST)) {
            name("<host>", file.getString(HOST));
        }
        checkOutgoing();
        incoming = readIncoming();
    }

    /** @throws ConfigurationException when the file cannot be read; its message says what is allowed */
    public static AutoconfigFile of(ConfigurationProvider configuration) throws ConfigurationException {
        return parse(configuration.getConfiguration("autoconfig"));
    }

    /**
     * @param file the content of {@code autoconfig.xml}
     * @throws ConfigurationException as {@link #of} does
     */
    public static AutoconfigFile parse(HierarchicalConfiguration<ImmutableNode> file) throws ConfigurationException {
        return new AutoconfigFile(file);
    }

    /** Whether mail programs can ask this server. */
    public boolean isServed() {
        return file.getString("[@" + ENABLED + "]", "false").strip().equals("true");
    }

    /** Where they ask with TLS: HOST:PORT each. */
    public List<String> https() {
        return binds(HTTPS);
    }

    /** Where they ask without. */
    public List<String> http() {
        return binds(HTTP);
    }

    /** The name under which they reach it, if that is not the server's. */
    public Optional<String> host() {
        return Optional.ofNullable(file.getString(HOST)).map(String::strip);
    }

    Optional<String> displayName() {
        return Optional.ofNullable(file.getString("displayName")).map(String::strip).filter(name -> !name.isEmpty());
    }

    UserNameForm userNames() {
        return USER_NAMES.get(file.getString(USER_NAME, "address").strip());
    }

    /** Under which name a listener is reached. */
    String outgoingHost(String otherwise) {
        return file.getString(OUTGOING + "[@host]", otherwise).strip();
    }

    /** At which port a listener is reached. */
    int outgoingPort(Tls tls, int otherwise) {
        return file.getInt(OUTGOING + "[@" + (tls == Tls.IMPLICIT ? "submissions" : "submission") + "]", otherwise);
    }

    /** Where mail is read, in the order of the file. */
    public List<MailService> incoming() {
        return incoming;
    }

    private List<String> binds(String element) {
        return Stream.of(file.getString(element, "").split(",")).map(String::strip).filter(bind -> !bind.isEmpty()).toList();
    }

    private static void checkBind(String element, String bind) throws ConfigurationException {
        int colon = bind.lastIndexOf(':');
        String port = bind.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > HIGHEST_PORT) {
            throw new ConfigurationException(NAME + ": <" + element + "> is '" + bind + "': HOST:PORT is expected, with a port up to "
                + HIGHEST_PORT);
        }
    }

    private void checkOutgoing() throws ConfigurationException {
        for (HierarchicalConfiguration<ImmutableNode> outgoing : file.configurationsAt(OUTGOING)) {
            if (outgoing.containsKey("[@host]")) {
                name("<outgoing host>", outgoing.getString("[@host]"));
            }
            for (String port : List.of("submissions", "submission")) {
                if (outgoing.containsKey("[@" + port + "]")) {
                    port("<outgoing " + port + ">", outgoing.getString("[@" + port + "]"));
                }
            }
        }
    }

    private List<MailService> readIncoming() throws ConfigurationException {
        List<MailService> services = new ArrayList<>();
        for (HierarchicalConfiguration<ImmutableNode> service : file.configurationsAt(INCOMING)) {
            Protocol protocol = Protocol.valueOf(word(service, "[@type]", "", List.of("imap", "pop3")).toUpperCase(Locale.ROOT));
            Tls tls = Tls.valueOf(word(service, "[@tls]", "implicit", List.of("implicit", "starttls")).toUpperCase(Locale.ROOT));
            services.add(new MailService(protocol, name("<incoming host>", service.getString("[@host]", "")),
                port("<incoming port>", service.getString("[@port]", "")), tls, List.of(Login.PASSWORD)));
        }
        return List.copyOf(services);
    }

    private static String name(String where, String value) throws ConfigurationException {
        try {
            return new ServerName(value.strip()).value();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(NAME + ": " + where + " is '" + value.strip()
                + "', allowed is the name of a host, such as mail.example.org", e);
        }
    }

    private static int port(String where, String value) throws ConfigurationException {
        String digits = value.strip();
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > HIGHEST_PORT) {
            throw new ConfigurationException(NAME + ": " + where + " is '" + digits + "', allowed is a whole number of 1 to "
                + HIGHEST_PORT);
        }
        return Integer.parseInt(digits);
    }

    private static String word(HierarchicalConfiguration<ImmutableNode> element, String key, String otherwise, List<String> allowed)
            throws ConfigurationException {
        String value = element.getString(key, otherwise).strip();
        if (!allowed.contains(value)) {
            String shown = key.startsWith("[") ? root(element).getNodeName() + " " + key.replaceAll("[\\[\\]@]", "") : key;
            throw new ConfigurationException(NAME + ": <" + shown + "> is '" + value + "', allowed is "
                + String.join(" or ", allowed.stream().sorted().toList()));
        }
        return value;
    }

    private static void onlyKnown(ImmutableNode element, Set<String> elements, Set<String> attributes) throws ConfigurationException {
        for (ImmutableNode child : element.getChildren()) {
            known("<" + child.getNodeName() + ">", child.getNodeName(), elements, element);
        }
        for (String attribute : element.getAttributes().keySet()) {
            known(attribute + "=\"...\"", attribute, attributes, element);
        }
    }

    private static void known(String shown, String name, Set<String> known, ImmutableNode parent) throws ConfigurationException {
        if (!known.contains(name)) {
            throw new ConfigurationException(NAME + ": <" + parent.getNodeName() + "> does not know " + shown + ", allowed is "
                + (known.isEmpty() ? "nothing" : String.join(", ", known.stream().sorted().toList())));
        }
    }

    private static ImmutableNode root(HierarchicalConfiguration<ImmutableNode> element) {
        return element.getNodeModel().getNodeHandler().getRootNode();
    }
}
