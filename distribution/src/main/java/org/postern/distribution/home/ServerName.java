// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.home;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.james.core.Domain;

/**
 * By which name the server calls itself towards others (RFC 5321, 4.1.1.1: a fully qualified one).
 *
 * @param value without a dot where this host has no better name
 */
public record ServerName(String value) {

    /** In {@code conf/}. */
    public static final String FILE = "server.properties";

    private static final String KEY = "name";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");
    private static final String NOBODY = "localhost";

    /** @throws IllegalArgumentException if {@code value} is no host name; the message says what is expected */
    public ServerName {
        if (!isName(value)) {
            throw new IllegalArgumentException(FILE + ": name=" + value
                + ": the fully qualified name of this host is expected, such as mail.example.org");
        }
    }

    /**
     * What the home's configuration says; else what this host is called.
     *
     * @throws IllegalArgumentException if the configuration gives no host name
     */
    public static ServerName of(Home home) throws IOException {
        Path file = home.conf().resolve(FILE);
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        String configured = properties.getProperty(KEY, "").strip();
        return configured.isEmpty() ? ofHost(Optional.empty()) : new ServerName(configured);
    }

    /** This host's name. A short one is completed with {@code domain}. */
    static ServerName ofHost(Optional<Domain> domain) {
        return best(hostNames(), domain);
    }

    /** The first that is fully qualified; else the first at all, in {@code domain} if there is one. */
    static ServerName best(List<String> names, Optional<Domain> domain) {
        List<String> usable = names.stream().filter(ServerName::isName).map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return usable.stream().filter(ServerName::isQualified).findFirst()
            .or(() -> usable.stream().filter(name -> !name.startsWith(NOBODY)).findFirst()
                .map(name -> domain.map(of -> name + "." + of.asString()).filter(ServerName::isName).orElse(name)))
            .map(ServerName::new)
            .orElse(new ServerName(NOBODY));
    }

    /** What the operating system and then the DNS call this host. */
    static List<String> hostNames() {
        try {
            InetAddress local = InetAddress.getLocalHost();
            return Stream.of(local.getHostName(), local.getCanonicalHostName()).distinct().toList();
        } catch (UnknownHostException e) {
            // A host without a name of its own is still "localhost".
            return List.of(NOBODY);
        }
    }

    /** Writes the name into the fresh file. */
    void writeTo(Path file) throws IOException {
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^" + KEY + "=.*$", KEY + "=" + value));
    }

    /** Whether it means one host in the whole Internet. */
    public boolean isQualified() {
        return isQualified(value);
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches() && !ADDRESS.matcher(name).matches();
    }

    private static boolean isQualified(String name) {
        return name.contains(".") && !name.startsWith(NOBODY + ".") && !name.endsWith(".localdomain")
            && !name.endsWith("." + NOBODY);
    }

    @Override
    public String toString() {
        return value;
    }
}
