// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.rmi.NoSuchObjectException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JMX server whose registry and objects share one loopback socket, open to those who know the credentials. (The
 * RMI export of James's own, and of the JDK's agent, listens on a random port of every interface.)
 */
public final class LoopbackJmx {

    /** Where it listens. */
    public static final String HOST = "127.0.0.1";

    private static final Logger LOGGER = LoggerFactory.getLogger(LoopbackJmx.class);
    private static final String ONLY_STRINGS = "java.lang.String;!*";

    private final int port;
    private final Path passwords;
    private final Path access;
    private final Loopback sockets = new Loopback();
    private final List<ObjectName> registered = new ArrayList<>();
    private Registry registry;
    private JMXConnectorServer connector;

    /**
     * @param port 0 for any free one
     * @param passwords {@code user password} lines
     * @param access {@code user readwrite} lines
     */
    public LoopbackJmx(int port, Path passwords, Path access) {
        this.port = port;
        this.passwords = passwords;
        this.access = access;
    }

    public synchronized void start() throws IOException {
        // Otherwise the stubs name this machine by an address on which nothing listens.
        System.setProperty("java.rmi.server.hostname", HOST);
        registry = LocateRegistry.createRegistry(port, null, sockets);
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi://" + HOST + ":" + port() + "/jndi/rmi://" + HOST + ":"
            + port() + "/jmxrmi");
        connector = JMXConnectorServerFactory.newJMXConnectorServer(url, Map.of(
            "jmx.remote.x.password.file", passwords.toString(),
            "jmx.remote.x.access.file", access.toString(),
            "jmx.remote.rmi.server.credentials.filter.pattern", ONLY_STRINGS,
            RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE, sockets), beans());
        connector.start();
        LOGGER.info("JMX on {}:{}", HOST, port());
    }

    public synchronized void register(String name, Object bean) throws JMException {
        ObjectName objectName = new ObjectName(name);
        beans().registerMBean(bean, objectName);
        registered.add(objectName);
    }

    /** The port that is bound. */
    public int port() {
        return sockets.bound.get(0).getLocalPort();
    }

    public synchronized void stop() {
        if (connector == null) {
            return;
        }
        try {
            connector.stop();
            UnicastRemoteObject.unexportObject(registry, true);
            for (ObjectName name : registered) {
                beans().unregisterMBean(name);
            }
        } catch (NoSuchObjectException e) {
            LOGGER.debug("The JMX registry was gone already", e);
        } catch (IOException | JMException e) {
            LOGGER.debug("JMX did not stop cleanly", e);
        }
        registered.clear();
        sockets.close();
        connector = null;
    }

    private static MBeanServer beans() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    private static final class Loopback implements RMIServerSocketFactory {

        private final List<ServerSocket> bound = new CopyOnWriteArrayList<>();

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
            } catch (IOException e) {
                socket.close();
                throw e;
            }
            bound.add(socket);
            return socket;
        }

        void close() {
            for (ServerSocket socket : bound) {
                try {
                    socket.close();
                } catch (IOException e) {
                    LOGGER.debug("A JMX socket did not close", e);
                }
            }
        }
    }
}
