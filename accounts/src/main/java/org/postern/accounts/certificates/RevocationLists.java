// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.certificates;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Certificate revocation lists in files, PEM or DER; a file is read again when it has changed. */
final class RevocationLists {
    /** What tells that a file is another one. */
    private record Version(FileTime changed, long size, Object key) {
    }

    private record Content(Version version, List<X509CRL> lists) {
    }

    private final List<Path> files;
    private final Map<Path, Content> contents = new HashMap<>();

    RevocationLists(List<Path> files) {
        this.files = List.copyOf(files);
    }

    boolean areUsed() {
        return !files.isEmpty();
    }

    /**
     * Those that have not expired; Java would go on with one for a quarter of an hour.
     *
     * @throws IOException when one of the files cannot be read now: nobody knows what it would say
     */
    synchronized List<X509CRL> current() throws IOException {
        List<X509CRL> all = new ArrayList<>();
        for (Path file : files) {
            Version version = version(file);
            Content known = contents.get(file);
            if (known == null || !known.version().equals(version)) {
                known = new Content(version, read(file));
                contents.put(file, known);
            }
            all.addAll(known.lists());
        }
        Date now = new Date();
        all.removeIf(list -> list.getNextUpdate() != null && list.getNextUpdate().before(now));
        return all;
    }

    private static Version version(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Version(attributes.lastModifiedTime(), attributes.size(), Objects.requireNonNullElse(attributes.fileKey(), file));
    }

    private static List<X509CRL> read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            List<X509CRL> lists = CertificateFactory.getInstance("X.509").generateCRLs(in).stream().map(X509CRL.class::cast).toList();
            if (lists.isEmpty()) {
                throw new IOException(file + " has no revocation list, PEM or DER");
            }
            return lists;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is no revocation list, PEM or DER", e);
        }
    }
}
