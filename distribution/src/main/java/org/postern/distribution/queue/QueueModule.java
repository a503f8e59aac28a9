// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import javax.inject.Singleton;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;
import org.postern.hooks.Handover;

/** Binds James's queues to the journal, and the way from the dialogue into them. */
public final class QueueModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(Handover.class).to(ProcessingHandover.class);
        bind(MailProcessor.class).to(UnitProcessor.class);
    }

    @Provides
    @Singleton
    MailQueueFactory<? extends ManageableMailQueue> manageable(JournalledQueueFactory factory) {
        factory.setUseJMX(true);
        factory.init();
        return factory;
    }

    @Provides
    @Singleton
    MailQueueFactory<?> any(MailQueueFactory<? extends ManageableMailQueue> factory) {
        return factory;
    }

    @Provides
    @Singleton
    MailQueueFactory<? extends MailQueue> mailQueues(MailQueueFactory<? extends ManageableMailQueue> factory) {
        return factory;
    }
}
