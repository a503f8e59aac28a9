// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.submission.dkim.PrivateKeyPem;
import picocli.CommandLine;

class DkimKeygenCommandTest {

    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path home;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        home = directory;
        Files.createDirectories(home.resolve("conf"));
        Files.createFile(home.resolve("conf/smtpserver.xml"));
    }

    @ParameterizedTest
    @CsvSource({"rsa, RSA, 2048", "rsa, RSA, 3072", "rsa, RSA, 4096", "ed25519, Ed25519, 0"})
    void shouldWriteAPrivateKeyAndPrintTheRecordOfItsOtherHalf(String type, String algorithm, String bits) throws Exception {
        String[] size = type.equals("rsa") ? new String[] {"--bits", bits} : new String[0];

        assertThat(run(concatenated(size, "Example.ORG", "--selector", "s1", "--type", type))).as(err.toString()).isZero();

        Path file = home.resolve("conf/dkim/example.org/s1.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        String record = out.toString().lines().filter(line -> line.startsWith("s1._domainkey.example.org. IN TXT \"")).findFirst()
            .orElseThrow();
        assertThat(Pattern.compile("\"([^\"]*)\"").matcher(record).results()).allSatisfy(
            string -> assertThat(string.group(1).length()).isBetween(1, 255));
        assertThat(isOtherHalf(PrivateKeyPem.parse(Files.readString(file)), record.replace("\" \"", ""), algorithm)).isTrue();
    }

    @Test
    void shouldNameTheKeyAfterTheMonthAndTheType() {
        run("example.org");
        run("example.org", "--type", "ed25519");

        assertThat(out.toString()).containsPattern("\n20\\d{4}-rsa\\._domainkey\\.example\\.org\\. IN TXT \"v=DKIM1; k=rsa; p=")
            .containsPattern("\n20\\d{4}-ed25519\\._domainkey\\.example\\.org\\. IN TXT \"v=DKIM1; k=ed25519; p=");
    }

    @Test
    void shouldNotOverwriteAKey() throws Exception {
        run("example.org", "--selector", "s1");
        Path file = home.resolve("conf/dkim/example.org/s1.pem");
        String before = Files.readString(file);

        assertThat(run("example.org", "--selector", "s1")).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString()).isEqualTo("postern: " + file + " exists and is left as it is; choose another --selector\n");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "../etc       | --type=rsa     | '../etc' is no domain; one such as example.org is expected",
        "exa mple.org | --type=rsa     | 'exa mple.org' is no domain",
        "example.org  | --selector=a_b | 'a_b' is no selector",
        "example.org  | --selector=../b| '../b' is no selector",
        "example.org  | --type=dsa     | --type",
        "example.org  | --bits=1024    | --bits: 2048 to 4096 are expected, for --type rsa only",
        "example.org  | --bits=9999    | --bits: 2048 to 4096",
    })
    void shouldSayWhatIsExpectedWhenTheCommandLineIsWrong(String domain, String option, String told) {
        assertThat(run(domain, option)).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString()).startsWith("postern: ").contains(told).hasLineCount(1);
        assertThat(home.resolve("conf/dkim")).doesNotExist();
    }

    @Test
    void shouldAskForAHome() throws Exception {
        Files.delete(home.resolve("conf/smtpserver.xml"));

        assertThat(run("example.org")).isEqualTo(ExitCodes.CONFIG);
    }

    @Test
    void shouldSayThatTheHomeCannotBeWritten() throws Exception {
        Files.createFile(home.resolve("conf/dkim"));

        assertThat(run("example.org")).isEqualTo(ExitCodes.UNAVAILABLE);
    }

    private static boolean isOtherHalf(PrivateKey key, String record, String algorithm) throws Exception {
        Matcher matcher = Pattern.compile("p=([^\"]*)\"").matcher(record);
        assertThat(matcher.find()).isTrue();
        byte[] octets = Base64.getDecoder().decode(matcher.group(1));
        byte[] encoded = algorithm.equals("RSA") ? octets : HexFormat.of().parseHex(
            HexFormat.of().formatHex(ED25519_PREFIX) + HexFormat.of().formatHex(octets));
        PublicKey other = KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
        Signature signature = Signature.getInstance(algorithm.equals("RSA") ? "SHA256withRSA" : algorithm);
        signature.initSign(key);
        signature.update(octets);
        byte[] signed = signature.sign();
        signature.initVerify(other);
        signature.update(octets);
        return signature.verify(signed);
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(concatenated(arguments, "dkim-keygen", "--home", home.toString()));
    }

    private static String[] concatenated(String[] last, String... first) {
        String[] all = Arrays.copyOf(first, first.length + last.length);
        System.arraycopy(last, 0, all, first.length, last.length);
        return all;
    }
}
