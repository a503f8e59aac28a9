// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.common.net.InetAddresses;
import org.apache.james.core.Domain;
import org.postern.accounts.ScramDecoys;
import org.postern.distribution.admin.AdminModule;
import org.postern.distribution.metrics.MetricsModule;
import org.postern.distribution.pop.PopModule;

/**
 * Fills what is missing in a home: the configuration, a key with its certificate, and credentials of which no other
 * home has the like. What exists is never touched.
 */
public final class FirstStart {

    /** The private key, PEM, in {@code conf/}. */
    public static final String KEY = "private.key";
    /** Its certificate, PEM, in {@code conf/}. */
    public static final String CERTIFICATE = "certificate.pem";

    private static final String DOMAINS = "domainlist.xml";
    private static final int SECRET_BYTES = 24;

    private final Path templates;
    private final Clock clock;

    /** @param templates the directory with the distribution's configuration */
    public FirstStart(Path templates, Clock clock) {
        this.templates = templates;
        this.clock = clock;
    }

    /**
     * Makes {@code home} ready for a start.
     *
     * @param domain the default domain of a home that has none yet
     * @throws IOException if the home cannot be written
     */
    public void fill(Home home, Optional<Domain> domain) throws IOException {
        for (Path directory : List.of(home.conf(), home.var(), home.logs(), home.store())) {
            Files.createDirectories(directory);
        }
        boolean hadDomains = Files.exists(home.conf().resolve(DOMAINS));
        boolean hadName = Files.exists(home.conf().resolve(ServerName.FILE));
        copyConfiguration(home);
        if (domain.isPresent() && !hadDomains) {
            setDefaultDomain(home.conf().resolve(DOMAINS), domain.get());
        }
        ServerName name = ServerName.ofHost(domain);
        if (!hadName && name.isQualified()) {
            name.writeTo(home.conf().resolve(ServerName.FILE));
        }
        makeCertificate(home);
        makeCredentials(home);
    }

    private void copyConfiguration(Home home) throws IOException {
        try (Stream<Path> files = Files.walk(templates)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = home.conf().resolve(templates.relativize(file).toString());
                if (Files.notExists(copy)) {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static void setDefaultDomain(Path domains, Domain domain) throws IOException {
        String xml = Files.readString(domains);
        Files.writeString(domains, xml.replaceFirst("<defaultDomain>[^<]*</defaultDomain>",
            "<defaultDomain>" + domain.asString() + "</defaultDomain>"));
    }

    private void makeCertificate(Home home) throws IOException {
        Path key = home.conf().resolve(KEY);
        Path certificate = home.conf().resolve(CERTIFICATE);
        if (Files.exists(key) || Files.exists(certificate)) {
            return;
        }
        SelfSigned made = SelfSigned.make(certificateNames(home), clock);
        PrivateFiles.create(key, made.key());
        Files.writeString(certificate, made.certificate(), StandardCharsets.US_ASCII);
    }

    /** The server's name first; the host's own for those who are near. */
    private static List<String> certificateNames(Home home) throws IOException {
        Stream<String> near = ServerName.hostNames().stream().filter(name -> !InetAddresses.isInetAddress(name));
        return Stream.of(Stream.of(serverName(home)), near, Stream.of("localhost"))
            .flatMap(names -> names).distinct().toList();
    }

    private static String serverName(Home home) throws IOException {
        try {
            return ServerName.of(home).value();
        } catch (IllegalArgumentException e) {
            // The start says so; a certificate may have another name.
            return "localhost";
        }
    }

    private static void makeCredentials(Home home) throws IOException {
        createIfMissing(home.conf().resolve(AdminModule.WEBADMIN_PASSWORD), secret() + "\n");
        createIfMissing(home.conf().resolve(AdminModule.JMX_PASSWORD), "james-admin " + secret() + "\n");
        createIfMissing(home.conf().resolve(AdminModule.JMX_ACCESS), "james-admin readwrite\n");
        createIfMissing(home.conf().resolve(MetricsModule.PASSWORD), secret() + "\n");
        createIfMissing(home.conf().resolve(PopModule.TOKEN), secret() + "\n");
        createIfMissing(home.conf().resolve(ScramDecoys.FILE), secret() + "\n");
    }

    private static void createIfMissing(Path file, String content) throws IOException {
        if (Files.notExists(file)) {
            PrivateFiles.create(file, content);
        }
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
