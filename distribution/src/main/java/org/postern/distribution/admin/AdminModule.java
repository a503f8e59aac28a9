// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;

import javax.inject.Singleton;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.domainlist.api.DomainListManagementMBean;
import org.apache.james.domainlist.lib.DomainListManagement;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.apache.james.rrt.api.RecipientRewriteTableManagementMBean;
import org.apache.james.rrt.lib.RecipientRewriteTableManagement;
import org.apache.james.user.api.UsersRepositoryManagementMBean;
import org.apache.james.user.lib.UsersRepositoryManagement;
import org.apache.james.utils.PropertiesProvider;
import org.apache.james.webadmin.FixedPortSupplier;
import org.apache.james.webadmin.RandomPortSupplier;
import org.apache.james.webadmin.WebAdminConfiguration;
import org.apache.james.webadmin.authentication.AuthenticationFilter;

/** JMX and WebAdmin as Postern opens them; laid over James's WebAdmin module. */
public final class AdminModule extends AbstractModule {

    /** The WebAdmin password, a line by itself, in {@code conf/}. */
    public static final String WEBADMIN_PASSWORD = "webadmin.password";
    /** The JMX credentials, where the James CLI looks for them in {@code conf/}. */
    public static final String JMX_PASSWORD = "jmxremote.password";
    /** What a JMX user may do, in {@code conf/}. */
    public static final String JMX_ACCESS = "jmxremote.access";

    private static final int WEBADMIN_PORT = 8000;
    private static final int JMX_PORT = 9999;

    private final IntUnaryOperator shift;

    /** @param shift from the configured port to the one to bind */
    public AdminModule(IntUnaryOperator shift) {
        this.shift = shift;
    }

    @Override
    protected void configure() {
        bind(DomainListManagement.class).in(Scopes.SINGLETON);
        bind(DomainListManagementMBean.class).to(DomainListManagement.class);
        bind(UsersRepositoryManagement.class).in(Scopes.SINGLETON);
        bind(UsersRepositoryManagementMBean.class).to(UsersRepositoryManagement.class);
        bind(RecipientRewriteTableManagement.class).in(Scopes.SINGLETON);
        bind(RecipientRewriteTableManagementMBean.class).to(RecipientRewriteTableManagement.class);
    }

    @Provides
    @Singleton
    LoopbackJmx jmx(PropertiesProvider files, JamesDirectoriesProvider directories)
            throws FileNotFoundException, ConfigurationException {
        int port = files.getConfiguration("jmx").getInt("jmx.port", JMX_PORT);
        Path conf = Path.of(directories.getConfDirectory());
        return new LoopbackJmx(shift.applyAsInt(port), conf.resolve(JMX_PASSWORD), conf.resolve(JMX_ACCESS));
    }

    @Provides
    @Singleton
    WebAdminConfiguration webAdmin(PropertiesProvider files) throws FileNotFoundException, ConfigurationException {
        Configuration file = files.getConfiguration("webadmin");
        int port = shift.applyAsInt(file.getInt("port", WEBADMIN_PORT));
        return WebAdminConfiguration.builder()
            .enable(file.getBoolean("enabled", true))
            .host(file.getString("host", "127.0.0.1"))
            .port(port == 0 ? new RandomPortSupplier() : new FixedPortSupplier(port))
            .corsDisabled()
            // 3.8.1 sends this header even with CORS disabled; its default is any origin.
            .urlCORSOrigin("http://127.0.0.1")
            .build();
    }

    @Provides
    @Singleton
    AuthenticationFilter credentials(JamesDirectoriesProvider directories) throws IOException {
        return WebAdminCredentials.ofFiles(Path.of(directories.getConfDirectory(), WEBADMIN_PASSWORD));
    }
}
