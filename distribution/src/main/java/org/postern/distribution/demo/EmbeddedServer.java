// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;

import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.postern.distribution.home.FirstStart;
import org.postern.distribution.home.Home;
import org.postern.distribution.server.Endpoint;
import org.postern.distribution.server.Server;
import org.postern.distribution.server.ServerOptions;

/** Postern in this very process, as {@code postern run} starts it. */
final class EmbeddedServer implements DemoServer {
    private final Server server;
    private final Account account;

    private EmbeddedServer(Server server, Account account) {
        this.server = server;
        this.account = account;
    }

    /**
     * @param home begun
     * @throws IOException when the server does not get ready
     */
    static EmbeddedServer start(DemoHome homes, Home home, int dnsPort, int mxPort) throws IOException {
        homes.complete(home, dnsPort, mxPort);
        Server server = new Server(new ServerOptions(home, 0, Optional.empty(), Optional.of(Domain.of(Gallery.DOMAIN))));
        try {
            server.start();
            String password = UUID.randomUUID().toString();
            addPeople(server, password);
            return new EmbeddedServer(server, new Account("localhost", port(server, "submission"), port(server, "submissions"),
                Tls.trusting(home.conf().resolve(FirstStart.CERTIFICATE)), Gallery.USER, password));
        } catch (Exception e) {
            server.stop();
            throw new IOException("The server does not start: " + e.getMessage(), e);
        }
    }

    private static void addPeople(Server server, String password)
            throws UsersRepositoryException, RecipientRewriteTableException, GeneralSecurityException {
        server.get(UsersRepository.class).addUser(Username.of(Gallery.USER), password);
        server.get(RecipientRewriteTable.class)
            .addAliasMapping(MappingSource.fromUser(Username.of(Gallery.ALIAS)), Gallery.USER);
    }

    private static int port(Server server, String name) {
        return server.endpoints().stream()
            .filter(endpoint -> endpoint.name().equals(name))
            .findFirst()
            .map(Endpoint::port)
            .orElseThrow(() -> new IllegalStateException("There is no listener " + name));
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public void close() {
        server.stop();
    }
}
