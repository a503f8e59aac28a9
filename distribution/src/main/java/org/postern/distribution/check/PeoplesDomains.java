// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import org.postern.distribution.admin.AdminModule;
import org.postern.distribution.admin.LoopbackJmx;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.Running;
import org.w3c.dom.NodeList;

/** The domains of the people: those of domainlist.xml, and those that the running server or else the database knows. */
final class PeoplesDomains {

    private static final String BEAN = "org.apache.james:type=component,name=domainlist";
    private static final String DERBY = "jdbc:derby:";

    private PeoplesDomains() {
    }

    static Set<String> configured(Home home) throws IOException {
        Set<String> domains = new TreeSet<>();
        for (String element : List.of("defaultDomain", "domainname")) {
            NodeList found = XmlFiles.read(home.conf().resolve("domainlist.xml")).getElementsByTagName(element);
            for (int i = 0; i < found.getLength(); i++) {
                domains.add(found.item(i).getTextContent().strip());
            }
        }
        return people(domains);
    }

    /** @throws IOException when neither a server nor the database answers; its message says why */
    static Set<String> stored(Home home) throws IOException {
        OptionalInt jmx = Running.port(home, "jmx");
        return people(jmx.isPresent() ? ofServer(home, jmx.getAsInt()) : ofDatabase(home));
    }

    private static Set<String> people(Set<String> domains) {
        domains.removeIf(domain -> domain.isEmpty() || domain.equals("localhost"));
        return domains;
    }

    private static Set<String> ofServer(Home home, int port) throws IOException {
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + LoopbackJmx.HOST + ":" + port + "/jmxrmi");
        String[] credentials = Files.readString(home.conf().resolve(AdminModule.JMX_PASSWORD)).strip().split("\\s+");
        try (JMXConnector connector = JMXConnectorFactory.connect(url, Map.of(JMXConnector.CREDENTIALS, credentials))) {
            Object domains = connector.getMBeanServerConnection().getAttribute(new ObjectName(BEAN), "Domains");
            Set<String> names = new TreeSet<>();
            ((List<?>) domains).forEach(domain -> names.add(domain.toString()));
            return names;
        } catch (JMException | SecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Set<String> ofDatabase(Home home) throws IOException {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(home.conf().resolve("james-database.properties"))) {
            file.load(reader);
        }
        boolean embedded = file.getProperty("database.url", "").startsWith(DERBY);
        Path store = home.store().resolve("derby");
        if (embedded && Files.notExists(store)) {
            return new TreeSet<>();
        }
        // Whoever opens Derby's files leaves some of his own there.
        if (embedded && !Files.getOwner(store).getName().equals(System.getProperty("user.name"))) {
            throw new IOException("only " + Files.getOwner(store).getName() + " may open " + store);
        }
        try {
            return ask(file, home);
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            if (embedded) {
                closeDerby();
            }
        }
    }

    private static Set<String> ask(Properties file, Home home) throws SQLException {
        System.setProperty("derby.stream.error.file", home.logs().resolve("derby.log").toString());
        String url = file.getProperty("database.url").replace("{store}", home.store().toString()).replace(";create=true", "");
        try (Connection connection = DriverManager.getConnection(url, file.getProperty("database.username", ""),
                file.getProperty("database.password", ""));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DOMAIN_NAME FROM JAMES_DOMAIN")) {
            Set<String> domains = new TreeSet<>();
            while (rows.next()) {
                domains.add(rows.getString(1));
            }
            return domains;
        }
    }

    private static void closeDerby() {
        try {
            DriverManager.getConnection(DERBY + ";shutdown=true").close();
        } catch (SQLException e) {
            // This is how Derby says that it has ended.
            return;
        }
    }
}
