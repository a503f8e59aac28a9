// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.postern.accounts.AuthenticationFile;

/** {@code authentication.xml} with an {@code <oauth>}, and the files that it names. */
final class OAuthFiles implements FileSystem {
    static final String SECRET_FILE = "file://conf/introspection.secret";
    static final String SECRET = "hush: & hush";

    static AuthenticationFile xml(String oauth) throws Exception {
        byte[] text = ("<authentication><oauth>" + oauth + "</oauth></authentication>").getBytes(StandardCharsets.UTF_8);
        return AuthenticationFile.parse(FileConfigurationProvider.getConfig(new ByteArrayInputStream(text)));
    }

    static OAuthSettings settings(String oauth) throws Exception {
        return OAuthSettings.of(xml(oauth), new OAuthFiles()::getResource);
    }

    static Issuers issuers(String elements) throws Exception {
        return Issuers.of(settings(elements).issuers());
    }

    @Override
    public InputStream getResource(String url) throws FileNotFoundException {
        if (!url.equals(SECRET_FILE)) {
            throw new FileNotFoundException(url);
        }
        return new ByteArrayInputStream((SECRET + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public File getFile(String url) {
        return new File(url);
    }

    @Override
    public File getBasedir() {
        return new File(".");
    }
}
