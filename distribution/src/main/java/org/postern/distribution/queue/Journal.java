// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.LongUnaryOperator;

import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.LocalTransactionId;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerId;
import org.apache.activemq.command.SessionId;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.store.MessageRecoveryListener;
import org.apache.activemq.store.MessageStore;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;
import org.apache.activemq.util.IdGenerator;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.postern.hooks.NoRoom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ActiveMQ's journal, without the rest of a broker: what is written here is on disk when the call returns. Who write at the
 * same time share one sync. After a write that fails nobody knows what is on disk but the disk: the server ends, and reads it when
 * it starts again. So that a full disk comes to that last of all, new mail leaves room for what has to be written of the mail before.
 */
@Singleton
public final class Journal {

    /** Where a mail is in the journal. */
    record Place(ProducerId writer, long number) {

        private static Place of(MessageId id) {
            return new Place(id.getProducerId(), id.getProducerSequenceId());
        }

        private MessageId id() {
            return new MessageId(writer, number);
        }

        @Override
        public String toString() {
            return id().toString();
        }
    }

    /** A mail and the queue that it is in. */
    record Located(String queue, Place place) {
    }

    /** A mail to be written. */
    record Addition(String queue, ActiveMQBytesMessage message) {
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(Journal.class);
    private static final String NAME = "postern";
    private static final long MOST_ROOM = 64L * 1024 * 1024;
    private static final long LEAST_ROOM = 16L * 1024 * 1024;
    private static final long SHARE_OF_DISK = 20;
    private static final long MEGABYTE = 1024 * 1024;
    /** EX_IOERR of sysexits.h. */
    private static final int CANNOT_WRITE = 74;

    private final KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
    private final ConnectionContext context = new ConnectionContext();
    private final Map<String, MessageStore> queues = new ConcurrentHashMap<>();
    private final ConnectionId connection = new ConnectionId(new IdGenerator().generateId());
    private final ProducerId writer = new ProducerId(new SessionId(connection, 1), 1);
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private final BodyFiles bodies;
    private final FileStore disk;
    private final long room;
    private final Runnable end;
    private final AtomicLong promised = new AtomicLong();
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private final ExecutorService writers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "journal");
        thread.setDaemon(true);
        return thread;
    });
    private boolean isClosed;

    @Inject
    Journal(JamesDirectoriesProvider directories) throws Exception {
        this(directories, Journal::room, () -> Runtime.getRuntime().halt(CANNOT_WRITE));
    }

    /**
     * @param room how much of a disk of so many octets is for the mail that is queued
     * @param end of this server, when the journal cannot be written any more
     */
    Journal(JamesDirectoriesProvider directories, LongUnaryOperator room, Runnable end) throws Exception {
        this.end = end;
        Path directory = Path.of(directories.getVarDirectory(), "queue");
        bodies = BodyFiles.in(directory.resolve("bodies"));
        disk = Files.getFileStore(directory);
        this.room = room.applyAsLong(disk.getTotalSpace());
        BrokerService nobody = new BrokerService();
        nobody.setBrokerName(NAME);
        nobody.setUseJmx(false);
        nobody.setIoExceptionHandler(null);
        store.setBrokerService(nobody);
        store.setDirectory(directory.resolve("journal").toFile());
        store.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.ALWAYS.name());
        store.setConcurrentStoreAndDispatchQueues(false);
        store.start();
        removeOrphans();
        LOGGER.info("Queues opened under {}", directory);
    }

    static long room(long ofDisk) {
        return Math.max(LEAST_ROOM, Math.min(MOST_ROOM, ofDisk / SHARE_OF_DISK));
    }

    BodyFiles bodies() {
        return bodies;
    }

    /** Room on the disk, until it is closed: what is written by then takes part of what is free. */
    interface Room extends AutoCloseable {
        /** For what has to be written of mail that is queued already: it has all that is left. */
        Room ALL = () -> { };

        @Override
        void close();
    }

    /** @throws NoRoom when so much more would take the room that is left for the mail before */
    Room newRoom(long octets) throws IOException {
        long all = promised.addAndGet(octets);
        long free = disk.getUsableSpace();
        if (free - all < room) {
            promised.addAndGet(-octets);
            throw new NoRoom("No new mail is taken: " + free / MEGABYTE + " MB are free on the disk of " + bodies.directory()
                + ", and " + room / MEGABYTE + " are kept for the mail that is queued");
        }
        return () -> promised.addAndGet(-octets);
    }

    /** Whether it is open, and new mail of little size would have room. */
    boolean takesMail() {
        open.readLock().lock();
        try {
            newRoom(0).close();
            return !isClosed;
        } catch (IOException e) {
            return false;
        } finally {
            open.readLock().unlock();
        }
    }

    private Place add(Addition addition) throws IOException {
        prepare(addition, null);
        queue(addition.queue()).addMessage(context, addition.message());
        return Place.of(addition.message().getMessageId());
    }

    private void remove(Located mail) throws IOException {
        queue(mail.queue()).removeMessage(context, removal(mail, null));
    }

    /**
     * All of it or nothing, whenever the process ends. Returns when it is on disk.
     *
     * @return where the additions are, in their order
     */
    List<Place> change(List<Addition> additions, List<Located> removals) throws IOException {
        // KahaDB does not know what is written when its caller is interrupted, as all are when James stops.
        Future<List<Place>> change = writers.submit(() -> changeNow(additions, removals));
        try {
            return Uninterruptibles.getUninterruptibly(change);
        } catch (ExecutionException e) {
            Throwables.throwIfInstanceOf(e.getCause(), IOException.class);
            throw new IOException("The journal cannot be written", e.getCause());
        }
    }

    private List<Place> changeNow(List<Addition> additions, List<Located> removals) throws IOException {
        open.readLock().lock();
        try {
            if (isClosed) {
                throw new IOException("The queues are closed");
            }
            return write(additions, removals);
        } catch (IOException | RuntimeException | Error e) {
            if (isClosed) {
                throw e;
            }
            LOGGER.error("The journal of the queues cannot be written ({}); this server ends, and goes on from the disk when it starts",
                e.getMessage(), e);
            end.run();
            throw e;
        } finally {
            open.readLock().unlock();
        }
    }

    private List<Place> write(List<Addition> additions, List<Located> removals) throws IOException {
        if (additions.size() == 1 && removals.isEmpty()) {
            return List.of(add(additions.get(0)));
        }
        if (additions.isEmpty() && removals.size() == 1) {
            remove(removals.get(0));
            return List.of();
        }
        TransactionId transaction = new LocalTransactionId(connection, transactions.incrementAndGet());
        for (Addition addition : additions) {
            prepare(addition, transaction);
            queue(addition.queue()).addMessage(context, addition.message());
        }
        for (Located removal : removals) {
            queue(removal.queue()).removeMessage(context, removal(removal, transaction));
        }
        store.createTransactionStore().commit(transaction, false, null, null);
        return additions.stream().map(addition -> Place.of(addition.message().getMessageId())).toList();
    }

    /** @throws IOException also when it is not there */
    QueuedEnvelope read(Located mail) throws IOException {
        Message message = queue(mail.queue()).getMessage(mail.place().id());
        if (message == null) {
            throw new IOException("The journal has no " + mail.place() + " in " + mail.queue());
        }
        return envelope(message);
    }

    /** Each mail of a queue, in the order of its writing. */
    void each(String queue, BiConsumer<Place, QueuedEnvelope> reader) throws IOException {
        try {
            queue(queue).recover(new All(reader));
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The journal of " + queue + " cannot be read", e);
        }
    }

    private void removeOrphans() throws IOException {
        if (bodies.isEmpty()) {
            return;
        }
        Set<String> inUse = new HashSet<>();
        for (ActiveMQDestination destination : store.getDestinations()) {
            each(destination.getPhysicalName(), (place, mail) -> mail.bodyFile().ifPresent(inUse::add));
        }
        int removed = bodies.keepOnly(inUse);
        if (removed > 0) {
            LOGGER.info("Removed {} message bodies that no queued mail refers to", removed);
        }
    }

    private void prepare(Addition addition, TransactionId transaction) {
        ActiveMQBytesMessage message = addition.message();
        message.setMessageId(new MessageId(writer, numbers.incrementAndGet()));
        message.setDestination(new ActiveMQQueue(addition.queue()));
        message.setTransactionId(transaction);
        message.setTimestamp(System.currentTimeMillis());
        message.setPersistent(true);
        // Asks for a sync: in a transaction too, as its records may lie in two files.
        message.setResponseRequired(true);
    }

    private static MessageAck removal(Located mail, TransactionId transaction) {
        MessageAck removal = new MessageAck();
        removal.setDestination(new ActiveMQQueue(mail.queue()));
        removal.setAckType(MessageAck.INDIVIDUAL_ACK_TYPE);
        removal.setLastMessageId(mail.place().id());
        removal.setMessageCount(1);
        removal.setTransactionId(transaction);
        removal.setResponseRequired(true);
        return removal;
    }

    private MessageStore queue(String name) throws IOException {
        MessageStore known = queues.get(name);
        if (known != null) {
            return known;
        }
        synchronized (queues) {
            MessageStore opened = queues.get(name);
            if (opened == null) {
                opened = store.createQueueMessageStore(new ActiveMQQueue(name));
                queues.put(name, opened);
            }
            return opened;
        }
    }

    private static QueuedEnvelope envelope(Message message) throws IOException {
        if (message instanceof ActiveMQBytesMessage mail) {
            return QueuedEnvelope.read(mail);
        }
        throw new IOException(message.getMessageId() + " in the journal is not mail");
    }

    @PreDestroy
    public void stop() {
        // Whoever writes has written.
        open.writeLock().lock();
        try {
            isClosed = true;
            store.stop();
        } catch (Exception e) {
            LOGGER.warn("The queues did not close cleanly; they recover at the next start", e);
        } finally {
            open.writeLock().unlock();
            writers.shutdown();
        }
    }

    private record All(BiConsumer<Place, QueuedEnvelope> reader) implements MessageRecoveryListener {

        @Override
        public boolean recoverMessage(Message message) throws Exception {
            reader.accept(Place.of(message.getMessageId()), envelope(message));
            return true;
        }

        @Override
        public boolean recoverMessageReference(MessageId reference) {
            return false;
        }

        @Override
        public boolean hasSpace() {
            return true;
        }

        @Override
        public boolean isDuplicate(MessageId reference) {
            return false;
        }
    }
}
