// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.postern.bridge.DkimKeyFiles;
import org.postern.distribution.dkim.KeyRecord;
import org.postern.distribution.dkim.KeyType;
import org.postern.distribution.home.FirstStart;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.PrivateFiles;
import org.postern.distribution.zone.ZoneRecord;
import org.postern.submission.dkim.PrivateKeyPem;
import org.postern.submission.dkim.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern dkim-keygen}: makes a key with which mail of a domain is signed, and says what the DNS has to say of it. */
@Command(name = "dkim-keygen", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Make a DKIM key for a domain and print its DNS record.")
public final class DkimKeygenCommand implements Callable<Integer> {

    @Mixin
    private HomeOption homeOption;

    @Parameters(paramLabel = "DOMAIN", description = "The domain whose mail is signed.")
    private String domain;

    @Option(names = "--selector", paramLabel = "S", description = "The key's name in the DNS; default: this month and the type.")
    private String selector;

    @Option(names = "--type", paramLabel = "rsa|ed25519", defaultValue = "rsa", description = "Default: ${DEFAULT-VALUE}.")
    private KeyType type;

    @Option(names = "--bits", paramLabel = "N", description = "Size of an RSA key, 2048 to 4096; default: 2048.")
    private Integer bits;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Home home = homeOption.existing();
        SigningKey key = key();
        Path file = home.dkim().resolve(key.domain().asString()).resolve(key.selector() + DkimKeyFiles.SUFFIX);
        write(key, file, home);
        PrintWriter out = spec.commandLine().getOut();
        out.println("The key is " + file + ". Put this record into the DNS:");
        out.println();
        out.println(ZoneRecord.of(KeyRecord.of(key)).line());
        out.println();
        out.println("A running server begins to sign with it within seconds; \"postern check\" tells whether the record is there.");
        return ExitCodes.OK;
    }

    private SigningKey key() {
        if (bits != null && (type != KeyType.RSA || bits < KeyType.RSA_BITS || bits > KeyType.MOST_RSA_BITS)) {
            throw new ParameterException(spec.commandLine(), "--bits: " + KeyType.RSA_BITS + " to " + KeyType.MOST_RSA_BITS
                + " are expected, for --type rsa only");
        }
        try {
            return new SigningKey(domain, Optional.ofNullable(selector).orElseGet(this::thisMonth),
                type.generate(Optional.ofNullable(bits).orElse(KeyType.RSA_BITS)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private String thisMonth() {
        return LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMM")) + "-" + type;
    }

    private static void write(SigningKey key, Path file, Home home) {
        try {
            Path domain = file.getParent();
            List<Path> made = Stream.of(domain.getParent(), domain).filter(Files::notExists).toList();
            Files.createDirectories(domain);
            PrivateFiles.create(file, PrivateKeyPem.format(key.key()));
            giveToServer(home, file);
            for (Path directory : made) {
                giveToServer(home, directory);
            }
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(ExitCodes.USAGE, file + " exists and is left as it is; choose another --selector", e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.UNAVAILABLE, file + " cannot be written (" + e.getClass().getSimpleName() + ": "
                + e.getMessage() + ")", e);
        }
    }

    /** Who runs this as root makes the key for the user that the server runs as. */
    private static void giveToServer(Home home, Path file) throws IOException {
        Path other = home.conf().resolve(FirstStart.KEY);
        if (Files.exists(other) && !Files.getOwner(other).equals(Files.getOwner(file))) {
            Files.setOwner(file, Files.getOwner(other));
        }
    }
}
