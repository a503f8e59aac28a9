// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

import org.postern.stock.MailSink;
import org.postern.stock.StockServer;

/** A stock James, configured for submission as well as its own options allow. */
final class StockSubmissionServer implements SubmissionServer {
    private final StockServer james;
    private final MailSink nextHop;
    private final SqlAgent database;

    private StockSubmissionServer(StockServer james, MailSink nextHop, SqlAgent database) {
        this.james = james;
        this.nextHop = nextHop;
        this.database = database;
    }

    static StockSubmissionServer start(Path home) throws IOException {
        MailSink nextHop = new MailSink();
        SqlAgent database = SqlAgent.in(home.resolve("agent"), "jdbc:derby:memory:james");
        StockServer james = StockServer.in(home).withKeystore().deliverTo(nextHop)
            .conf("smtpserver.xml", StockServer.resource("smtpserver-submission.xml"))
            .conf("mailetcontainer.xml", StockServer.resource("mailetcontainer-submission.xml"))
            .conf("domainlist.xml", StockServer.resource("domainlist-sample.xml"))
            .conf("jmx.properties", "jmx.address=127.0.0.1\njmx.port=" + freePort() + "\n")
            .javaOption(database.javaOption())
            .domain(DOMAIN).user(ALICE, PASSWORD).user(BOB, PASSWORD).user(CARL, PASSWORD)
            .start();
        return new StockSubmissionServer(james, nextHop, database);
    }

    /** James's JMX cannot look for one by itself. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public int submissionPort() {
        return james.port();
    }

    @Override
    public MailSink nextHop() {
        return nextHop;
    }

    @Override
    public List<String> domains() {
        return james.domains();
    }

    @Override
    public long pid() {
        return james.pid();
    }

    @Override
    public void sql(String statement) throws IOException {
        database.run(statement);
    }

    @Override
    public void close() throws IOException {
        james.close();
        nextHop.close();
    }
}
