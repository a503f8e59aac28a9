// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import javax.inject.Singleton;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.CoreDataModule;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailrepository.api.MailRepositoryFactory;
import org.apache.james.mailrepository.api.MailRepositoryUrlStore;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.jpa.JPAMailRepository;
import org.apache.james.mailrepository.jpa.JPAMailRepositoryFactory;
import org.apache.james.mailrepository.jpa.JPAMailRepositoryUrlStore;
import org.apache.james.mailrepository.memory.MailRepositoryStoreConfiguration;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.jpa.JPARecipientRewriteTable;
import org.apache.james.rrt.lib.AliasReverseResolverImpl;
import org.apache.james.rrt.lib.CanSendFromImpl;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.user.api.DelegationStore;
import org.apache.james.user.api.DelegationUsernameChangeTaskStep;
import org.apache.james.user.api.UsernameChangeTaskStep;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.utils.PropertiesProvider;
import org.postern.accounts.AppPasswordStore;
import org.postern.accounts.EndingStore;
import org.postern.accounts.JamesPeople;
import org.postern.accounts.KnownNetworks;
import org.postern.accounts.SourcesFile;
import org.postern.bridge.StoreCalls;

/** Domains, users, rewrite rules, delegations and mail repositories in the database of james-database.properties. */
public final class JpaStoreModule extends AbstractModule {

    private static final String UNIT = "Postern";

    @Override
    protected void configure() {
        install(new CoreDataModule());

        bind(PeopleDomains.class).in(Scopes.SINGLETON);
        bind(DomainList.class).to(PeopleDomains.class);

        bind(PeopleRepository.class).in(Scopes.SINGLETON);
        bind(AppPasswordTable.class).in(Scopes.SINGLETON);
        bind(AppPasswordStore.class).to(AppPasswordTable.class);
        bind(EndingTable.class).in(Scopes.SINGLETON);
        bind(EndingStore.class).to(EndingTable.class);

        bind(JPARecipientRewriteTable.class).in(Scopes.SINGLETON);
        bind(RecipientRewriteTable.class).to(JPARecipientRewriteTable.class);
        bind(AliasReverseResolverImpl.class).in(Scopes.SINGLETON);
        bind(AliasReverseResolver.class).to(AliasReverseResolverImpl.class);
        bind(CanSendFromImpl.class).in(Scopes.SINGLETON);
        bind(CanSendFrom.class).to(CanSendFromImpl.class);

        bind(DelegationTable.class).in(Scopes.SINGLETON);
        bind(DelegationStore.class).to(DelegationTable.class);
        bind(Authorizator.class).to(DelegationAuthorizator.class);
        Multibinder<UsernameChangeTaskStep> changeOfName = Multibinder.newSetBinder(binder(), UsernameChangeTaskStep.class);
        changeOfName.addBinding().to(DelegationUsernameChangeTaskStep.class);
        changeOfName.addBinding().to(AccountUsernameChangeStep.class);

        bind(KnownNetworkTable.class).in(Scopes.SINGLETON);
        bind(KnownNetworks.class).to(KnownNetworkTable.class);

        bind(JPAMailRepositoryUrlStore.class).in(Scopes.SINGLETON);
        bind(MailRepositoryUrlStore.class).to(JPAMailRepositoryUrlStore.class);
        bind(MailRepositoryStoreConfiguration.Item.class).toProvider(() -> new MailRepositoryStoreConfiguration.Item(
            List.of(new Protocol("jpa")), JPAMailRepository.class.getName(), new BaseHierarchicalConfiguration()));
        Multibinder.newSetBinder(binder(), MailRepositoryFactory.class)
            .addBinding().to(JPAMailRepositoryFactory.class);
    }

    @Provides
    @Singleton
    EntityManagerFactory entityManagers(PropertiesProvider files, JamesDirectoriesProvider directories)
            throws FileNotFoundException, ConfigurationException {
        Configuration database = files.getConfiguration("james-database");
        String store = Path.of(directories.getVarDirectory(), "store").toString();

        Map<String, String> properties = new HashMap<>();
        properties.put("openjpa.ConnectionDriverName", database.getString("database.driverClassName"));
        properties.put("openjpa.ConnectionURL", database.getString("database.url").replace("{store}", store));
        putIfSet(properties, "openjpa.ConnectionUserName", database.getString("database.username", ""));
        putIfSet(properties, "openjpa.ConnectionPassword", database.getString("database.password", ""));
        putIfSet(properties, "openjpa.ConnectionProperties", pool(database));
        for (Iterator<String> keys = database.getKeys("openjpa"); keys.hasNext();) {
            String key = keys.next();
            properties.put(key, database.getString(key));
        }
        return Persistence.createEntityManagerFactory(UNIT, properties);
    }

    /** Tested on its own repository: there is no need to ask a directory for whom the database does not know. */
    @Provides
    @Singleton
    JamesPeople peopleOfTheDatabase(PeopleRepository users, StoreCalls stores) {
        return new JamesPeople(users, stores);
    }

    @Provides
    @Singleton
    UsersRepository everybody(PeopleRepository users, SourcesFile file) {
        return new KnownPeople(users, file.sources());
    }

    private static String pool(Configuration database) {
        StringBuilder pool = new StringBuilder();
        for (Iterator<String> keys = database.getKeys("datasource"); keys.hasNext();) {
            String key = keys.next();
            pool.append(pool.isEmpty() ? "" : ",")
                .append(key.substring("datasource.".length())).append('=').append(database.getString(key));
        }
        return pool.toString();
    }

    private static void putIfSet(Map<String, String> properties, String key, String value) {
        if (!value.isEmpty()) {
            properties.put(key, value);
        }
    }

    @ProvidesIntoSet
    InitializationOperation configureDomains(DomainListConfiguration configuration, PeopleDomains domains) {
        return InitilizationOperationBuilder.forClass(PeopleDomains.class)
            .init(() -> domains.configure(configuration));
    }

    @ProvidesIntoSet
    InitializationOperation configureUsers(ConfigurationProvider files, PeopleRepository users) {
        return InitilizationOperationBuilder.forClass(PeopleRepository.class)
            .init(() -> users.configure(files.getConfiguration("usersrepository")));
    }

    @ProvidesIntoSet
    InitializationOperation configureRewriteRules(ConfigurationProvider files, JPARecipientRewriteTable rules) {
        return InitilizationOperationBuilder.forClass(JPARecipientRewriteTable.class)
            .init(() -> rules.configure(files.getConfiguration("recipientrewritetable")));
    }
}
