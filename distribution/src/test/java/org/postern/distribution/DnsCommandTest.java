// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.distribution.home.FirstStart;
import org.postern.distribution.home.Home;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class DnsCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Home home;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        home = Home.at(directory);
        new FirstStart(Path.of("..", "conf"), Clock.systemUTC()).fill(home, Optional.empty());
        edit("server.properties", "(?m)^name=.*", "name=mail.example.org");
    }

    @Test
    void shouldPrintAZone() throws Exception {
        assertThat(run("Example.ORG")).as(err.toString()).isZero();

        assertThat(records()).containsExactly(
            "_submissions._tcp.example.org. SRV 0 0 465 mail.example.org.",
            "_submission._tcp.example.org. SRV 10 0 587 mail.example.org.",
            "example.org. TXT \"v=spf1 a:mail.example.org ~all\"",
            "mail.example.org. TXT \"v=spf1 a -all\"",
            "_dmarc.example.org. TXT \"v=DMARC1; p=quarantine; rua=mailto:postmaster@example.org\"");
        assertThat(out.toString()).contains("; DKIM: mail of example.org is not signed yet", "MX record", "are not served");
    }

    @Test
    void shouldPrintTheKeysOfTheDomainOnly() throws Exception {
        keygen("example.org", "--selector", "s1");
        keygen("example.net", "--selector", "s2", "--type", "ed25519");

        run("example.org");

        assertThat(records()).filteredOn(record -> record.contains("_domainkey")).singleElement().asString()
            .startsWith("s1._domainkey.example.org. TXT \"v=DKIM1; k=rsa; p=").contains("\" \"");
    }

    @Test
    void shouldPrintWhatTheFileForMailProgramsSays() throws Exception {
        edit("autoconfig.xml", "enabled=\"false\">", "enabled=\"true\"><host>www.example.org</host>"
            + "<incoming type=\"imap\" host=\"imap.example.org\" port=\"993\"/>"
            + "<outgoing host=\"submit.example.org\" submissions=\"10465\"/>");

        run("example.org", "--mx", "mx.example.net");

        assertThat(records()).contains("_submissions._tcp.example.org. SRV 0 0 10465 submit.example.org.",
            "_imaps._tcp.example.org. SRV 0 0 993 imap.example.org.", "autoconfig.example.org. CNAME www.example.org.",
            "_autodiscover._tcp.example.org. SRV 0 0 443 www.example.org.", "example.org. MX 10 mx.example.net.");
    }

    @Test
    void shouldDenyAListenerThatIsOff() throws Exception {
        Path file = home.conf().resolve("smtpserver.xml");
        Files.writeString(file, Files.readString(file).replaceFirst("<smtpserver enabled=\"true\">", "<smtpserver enabled=\"false\">"));

        run("example.org", "--port-offset", "1000");

        assertThat(records()).contains("_submissions._tcp.example.org. SRV 0 0 1465 mail.example.org.",
            "_submission._tcp.example.org. SRV 0 0 0 .");
    }

    @ParameterizedTest
    @CsvSource({"smarthost.example.net:587, a:smarthost.example.net", "192.0.2.25, ip4:192.0.2.25", "[2001:db8::25]:25, ip6:2001:db8::25"})
    void shouldNameTheSmarthostWhereAllMailLeavesThroughOne(String gateway, String mechanism) throws Exception {
        edit("mailetcontainer.xml", "<outgoing>", "<gateway>" + gateway + "</gateway><outgoing>");

        run("example.org");

        assertThat(records()).contains("example.org. TXT \"v=spf1 " + mechanism + " ~all\"")
            .noneMatch(record -> record.startsWith("mail.example.org."));
        assertThat(out.toString()).contains("smarthost");
    }

    @Test
    void shouldNameTheServerTooWhereASmarthostTakesSomeMailOnly() throws Exception {
        String delivery = "class=\"org.postern.distribution.delivery.Delivery\">";
        edit("mailetcontainer.xml", "<mailet match=\"All\" " + delivery, "<mailet match=\"HostIs=example.net\" " + delivery
            + "<gateway>smarthost.example.net</gateway></mailet>$0");

        run("example.org");

        assertThat(records()).contains("example.org. TXT \"v=spf1 a:mail.example.org a:smarthost.example.net ~all\"",
            "mail.example.org. TXT \"v=spf1 a -all\"");
        assertThat(out.toString()).contains("; Some mail leaves through a smarthost");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "exa mple.org | mx.example.org | DOMAIN: 'exa mple.org' is no domain name",
        "org          | mx.example.org | DOMAIN: 'org' is no domain name",
        "example.org  | mx example.org | --mx: 'mx example.org' is no domain name"})
    void shouldSayWhatIsExpectedWhenTheCommandLineIsWrong(String domain, String mx, String told) {
        assertThat(run(domain, "--mx", mx)).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString()).startsWith("postern: ").contains(told).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "server.properties | (?m)^name=.*   | name=submit                | set name=mail.example.org",
        "server.properties | (?m)^name=.*   | name=my host               | name=my host",
        "autoconfig.xml    | enabled=.false | enabled=\"yes              | <autoconfig enabled> is 'yes'"})
    void shouldSayWhatIsWrongInAFile(String file, String right, String wrong, String told) throws Exception {
        edit(file, right, wrong);

        assertThat(run("example.org")).isEqualTo(ExitCodes.CONFIG);

        assertThat(err.toString()).startsWith("postern: " + file).contains(told).hasLineCount(1);
    }

    /** As a name server reads the zone. */
    private List<String> records() throws Exception {
        List<String> records = new ArrayList<>();
        Path zone = Files.writeString(home.var().resolve("zone"), out.toString());
        try (Master master = new Master(zone.toString(), Name.root, 60)) {
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                assertThat(record.getDClass()).isEqualTo(DClass.IN);
                records.add(record.getName() + " " + Type.string(record.getType()) + " " + record.rdataToString());
            }
        }
        return records;
    }

    private int run(String... arguments) {
        return execute("dns", out, arguments);
    }

    private void keygen(String... arguments) {
        assertThat(execute("dkim-keygen", new StringWriter(), arguments)).isZero();
    }

    private int execute(String command, StringWriter printed, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command, "--home", home.shown().toString()));
        all.addAll(List.of(arguments));
        return Main.commandLine().setOut(new PrintWriter(printed, true)).setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    }

    private void edit(String file, String regex, String replacement) throws Exception {
        Path path = home.conf().resolve(file);
        String before = Files.readString(path);
        String after = before.replaceAll(regex, replacement);
        assertThat(after).as(file + " has " + regex).isNotEqualTo(before);
        Files.writeString(path, after);
    }
}
