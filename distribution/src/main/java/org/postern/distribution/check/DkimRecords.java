// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.postern.bridge.DkimKeyFiles;
import org.postern.distribution.dkim.KeyRecord;
import org.postern.distribution.server.ServerOptions;
import org.postern.distribution.zone.DkimDirectories;
import org.postern.submission.dkim.SigningKey;

/** Whether every DKIM key can be used, and receivers find its other half in the DNS (RFC 6376 §3.6). */
final class DkimRecords implements Look {

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<SigningKey> keys = new ArrayList<>();
        Set<Path> directories = directories(options);
        if (directories.isEmpty() && !DkimKeyFiles.list(options.home().dkim()).isEmpty()) {
            findings.add(Finding.warning("mailetcontainer.xml", "there are DKIM keys, but no mailet org.postern.mailets.SignDkim"));
        }
        for (Path directory : directories) {
            DkimKeyFiles read = DkimKeyFiles.read(directory);
            read.faults().forEach(fault -> findings.add(Finding.error(
                options.home().conf().relativize(fault.file()).toString(), fault.complaint())));
            keys.addAll(read.keys());
        }
        Dns dns = Dns.of(options.home());
        for (SigningKey key : keys) {
            try {
                findings.add(record(dns, KeyRecord.of(key)));
            } catch (Dns.SilentException e) {
                findings.add(Finding.warning(key.recordName(), "the DNS does not answer (" + e.getMessage() + ")"));
                break;
            } catch (Dns.UnansweredException e) {
                findings.add(Finding.warning(key.recordName(), "the DNS does not answer (" + e.getMessage() + ")"));
            }
        }
        return findings;
    }

    private static Finding record(Dns dns, KeyRecord record) throws Dns.UnansweredException {
        List<String> texts = dns.texts(record.name());
        if (texts.isEmpty()) {
            return Finding.warning(record.name(), "no TXT record; receivers cannot verify signatures; expected is \""
                + record.text() + "\"");
        }
        return texts.stream().anyMatch(record::isIn) ? Finding.ok(record.name(), "the DNS has this DKIM key")
            : Finding.error(record.name(), "the DNS has another key, so signatures are void; expected is \"" + record.text() + "\"");
    }

    private static Set<Path> directories(ServerOptions options) throws IOException {
        Path file = options.home().conf().resolve("mailetcontainer.xml");
        try (InputStream in = Files.newInputStream(file)) {
            return DkimDirectories.of(options.home(), FileConfigurationProvider.getConfig(in));
        } catch (ConfigurationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
