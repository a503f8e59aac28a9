// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

import org.apache.commons.configuration2.ex.ConfigurationException;

/** A password of the server's own, alone in a file, so that the XML that names the file can be shown to others. */
public final class SecretFile {
    /** Opens what a URL of the configuration names. */
    public interface Source {
        InputStream open(String url) throws IOException;
    }

    private SecretFile() {
    }

    /**
     * @param url such as {@code file://conf/filter.password}
     * @param wrong makes the complaint from what is allowed in place of this url
     * @throws ConfigurationException when the file cannot be read, or has anything but one line
     */
    public static String read(Source files, String url, Function<String, ConfigurationException> wrong) throws ConfigurationException {
        List<String> lines;
        try (InputStream content = files.open(url)) {
            lines = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            throw wrong.apply("a file that can be read, as in file://conf/filter.password");
        }
        if (lines.size() != 1 || !lines.get(0).matches("[!-~]([ -~]*[!-~])?")) {
            throw wrong.apply("a file with one line, in ASCII, that is the password");
        }
        return lines.get(0);
    }
}
