// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.distribution.dkim.KeyRecord;
import org.postern.distribution.dkim.KeyType;
import org.postern.distribution.home.FirstStart;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.PrivateFiles;
import org.postern.distribution.server.ServerOptions;
import org.postern.distribution.testing.TestDns;
import org.postern.submission.dkim.PrivateKeyPem;
import org.postern.submission.dkim.SigningKey;
import org.xbill.DNS.Type;

class HomeCheckTest {

    private static final Path TEMPLATES = Path.of("..", "conf");

    private Home home;
    private TestDns dns;

    @BeforeEach
    void fill(@TempDir Path directory) throws Exception {
        home = Home.at(directory);
        dns = TestDns.start();
        new FirstStart(TEMPLATES, Clock.systemUTC()).fill(home, Optional.empty());
        edit("smtpserver.xml", "<bind>[^<]*<", "<bind>127.0.0.1:0<");
        edit("webadmin.properties", "(?m)^port=.*", "port=0");
        edit("jmx.properties", "(?m)^jmx.port=.*", "jmx.port=0");
        edit("server.properties", "(?m)^name=.*", "name=localhost");
        edit("dnsservice.xml", "<autodiscover>", "<servers><server>" + dns.address() + "</server></servers><autodiscover>");
    }

    @AfterEach
    void close() {
        dns.close();
    }

    @Test
    void shouldFindNothingWrongWithAFreshHome() {
        assertThat(errors(Clock.systemUTC())).isEmpty();
        assertThat(new HomeCheck(Clock.systemUTC()).obstacle(options())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        grants.xml | </grants> | | line
        logback.xml | </configuration> | | line
        mailetcontainer.xml | org.postern.mailets.RepairHeader | org.postern.mailets.Nope | there is no mailet org.postern.mailets.Nope
        mailetcontainer.xml | postern.matchers.IsSubmission | postern.matchers.Nope | there is no matcher org.postern.matchers.Nope
        mailetcontainer.xml | <processor>loops< | <processor>lops< | sends mail to the processor 'lops'
        mailetcontainer.xml | <!-- Repairs not to do | <off>add-dat</off><!-- | <off>add-dat: there is no 'add-dat', there are
        mailetcontainer.xml | <outgoing> | <gateway>a.invalid:25</gateway><outgoing> | there is no host a.invalid
        smtpserver.xml | <senderPolicy> | <check name="nil" enabled="true"/><senderPolicy> | there is no 'nil', there are
        smtpserver.xml | <bind>[^<]*< | <bind>localhost< | HOST:PORT is expected
        grants.xml | </grants> | <grant user="a" as="@@"/></grants> | <grant as="@@">
        smtpserver.xml | <handlerchain> | <handlerchain><handler class="org.postern.hooks.RecipientPolicy"><deny a="b"/></handler> | <deny>
        limits.xml | hour="500" | hour="lots" | <messages hour="lots">: allowed is a whole number
        limits.xml | <recipients hour | <messages day="9"/><recipients hour | <limit> has more than one <messages>, allowed is one
        limits.xml | <messages hour="500" day="2000"/> | <messages>500</messages> | <messages> holds the text '500', allowed are
        authentication.xml | <loginMemory> | <loginMemory/><loginMemory> | has more than one <loginMemory>, allowed is one
        usersrepository.xml | <sources> | <sources/><sources> | <usersrepository> has more than one <sources>, allowed is one
        usersrepository.xml | <people/> | ldap | <sources> holds the text 'ldap', allowed are attributes and elements
        addresses.xml | </addresses> | <rewrite from="a" to="b@c.test"/></addresses> | <rewrite from="a">: no address
        usersrepository.xml | SCRAM-SHA-256< | MD5< | <algorithm> is 'MD5', allowed is SCRAM-SHA-256
        usersrepository.xml | <iterations>600000 | <iterations>4095 | <iterations> is '4095', allowed is a whole number of 4096 to 10000000
        authentication.xml | <lifetime>300 | <lifetime>5m | <loginMemory>: <lifetime> is '5m', allowed is a whole number of 0 to 86400
        authentication.xml | <people> | <peple>1</peple><people> | <loginMemory>: unknown element <peple>, allowed is lifetime, people
        authentication.xml | <loginMemory> | <logins/><loginMemory> | unknown element <logins>, allowed are
        authentication.xml | <loginMemory> | <clientCertificates/><loginMemory> | needs <authorities>
        authentication.xml | <loginMemory> | <popBeforeSmtp><lifetime>long</lifetime></popBeforeSmtp><loginMemory> | <lifetime>
        usersrepository.xml | <people/> | <people/><pam/> | <sources> has <pam>, allowed are <people/>, <ldap>, <radius>
        usersrepository.xml | <people/> | <people/><ldap><host>ldap://ldap.test</host></ldap> | <ldap>
        usersrepository.xml | <people/> | <people/><radius><server>a.test</server></radius> | <radius>
        autoconfig.xml | enabled="false" | enabled="no" | <autoconfig enabled> is 'no', allowed is false or true
        autoconfig.xml | <userName> | <http>here</http><userName> | HOST:PORT is expected
        webadmin.properties | (?m)^port=.* | port=many | port=many: HOST:PORT is expected
        server.properties | name=.* | name=my host | name=my host: the fully qualified name
        domainlist.xml | <defaultDomain>localhost | <defaultDomain>a..b | a..b is no domain name
        """)
    void shouldNameTheFileAndWhatIsWrong(String file, String right, String wrong, String told) throws Exception {
        edit(file, right, wrong == null ? "" : wrong);

        assertThat(errors(Clock.systemUTC())).isNotEmpty().allSatisfy(error -> {
            assertThat(error.subject()).isEqualTo(file);
            assertThat(error.text()).contains(told).hasLineCount(1);
        });
    }

    @Test
    void shouldTellAKeyThatIsNotTheCertificates(@TempDir Path other) throws Exception {
        Home stranger = Home.at(other);
        new FirstStart(TEMPLATES, Clock.systemUTC()).fill(stranger, Optional.empty());
        Files.copy(stranger.conf().resolve(FirstStart.KEY), home.conf().resolve(FirstStart.KEY), StandardCopyOption.REPLACE_EXISTING);

        assertThat(errors(Clock.systemUTC())).singleElement()
            .hasToString("ERROR   certificate.pem: is not the certificate of private.key");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                             'warning usersrepository.xml: <radius> has no <domain>'",
        "<domain>example.org</domain>,   'ok      usersrepository.xml: <radius> is asked for names of its domains'"})
    void shouldWarnWhereOnePersonMayBeSeveralAccounts(String domain, String told) throws Exception {
        Files.writeString(home.conf().resolve("radius.secret"), "letters and numbers 123\n");
        edit("usersrepository.xml", "<people/>", "<people/><radius><server>192.0.2.7</server><secretFile>file://conf/radius.secret"
            + "</secretFile>" + domain + "</radius>");

        assertThat(findings(Clock.systemUTC())).anyMatch(line -> line.startsWith(told));
    }

    @Test
    void shouldWarnThirtyDaysBeforeACertificateEndsAndTellWhenItHas() {
        assertThat(findings(later(720))).anyMatch(line -> line.startsWith("warning certificate.pem: is valid until"));
        assertThat(errors(later(731))).singleElement().asString().startsWith("ERROR   certificate.pem: has been invalid since");
    }

    @Test
    void shouldWarnOfACertificateForAnotherName() throws Exception {
        edit("server.properties", "name=.*", "name=submit.example.org");

        assertThat(findings(Clock.systemUTC()))
            .anyMatch(line -> line.startsWith("warning certificate.pem: is not for submit.example.org"));
    }

    @Test
    void shouldTellAKeyThatOthersCanRead() throws Exception {
        Files.setPosixFilePermissions(home.conf().resolve(FirstStart.KEY), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(errors(Clock.systemUTC())).singleElement().asString().startsWith("ERROR   private.key: others can read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm.options", "lib", "lib/driver.jar"})
    void shouldTellCodeThatOthersCanChange(String name) throws Exception {
        Path code = home.conf().resolve(name);
        Files.createDirectories(home.conf().resolve("lib"));
        Files.write(home.conf().resolve("lib/driver.jar"), new byte[0]);
        assertThat(errors(Clock.systemUTC())).isEmpty();

        Files.setPosixFilePermissions(code, PosixFilePermissions.fromString(Files.isDirectory(code) ? "rwxrwxr-x" : "rw-rw-r--"));

        assertThat(errors(Clock.systemUTC())).singleElement()
            .hasToString("ERROR   " + name + ": others can change what this server runs; chmod go-w " + code);
    }

    @Test
    void shouldTellEveryPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            for (String file : List.of("webadmin.properties", "jmx.properties")) {
                edit(file, "port=0", "port=" + taken.getLocalPort());
            }
            edit("smtpserver.xml", "127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort());

            assertThat(errors(Clock.systemUTC())).extracting(Finding::subject)
                .containsExactly("smtpserver.xml", "smtpserver.xml", "webadmin.properties", "jmx.properties");
        }
    }

    @Test
    void shouldLeaveAListenerAloneThatIsOff() throws Exception {
        edit("smtpserver.xml", "<smtpserver enabled=\"true\">", "<smtpserver enabled=\"false\">");
        edit("smtpserver.xml", "<bind>[^<]*<", "<bind>192.0.2.1:0<");

        assertThat(findings(Clock.systemUTC())).noneMatch(line -> line.contains("192.0.2.1"));
    }

    @Test
    void shouldPassOverAddressesThatAreEmpty() throws Exception {
        edit("autoconfig.xml", "enabled=\"false\"", "enabled=\"true\"");
        edit("autoconfig.xml", "<https>[^<]*</https>", "<https></https><http>127.0.0.1:0, </http>");

        assertThat(errors(Clock.systemUTC())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"AAAA, fd00::25", "A, 100.64.0.25"})
    void shouldNotJudgeAnAddressThatOthersDoNotSee(String type, String address) throws Exception {
        peopleAtMailPeopleTest();
        edit("server.properties", "name=.*", "name=hostless.test");
        dns.record("hostless.test", type, address).record("people.test", "TXT", "\"v=spf1 ip4:192.0.2.25 -all\"");

        assertThat(findings(Clock.systemUTC())).contains("ok      people.test: SPF (TXT v=spf1): v=spf1 ip4:192.0.2.25 -all");
    }

    @Test
    void shouldAskTheConfiguredNameServerAboutTheDomains() throws Exception {
        edit("domainlist.xml", "<defaultDomain>localhost", "<defaultDomain>people.test");

        assertThat(findings(Clock.systemUTC())).contains("ok      people.test: MX: 10 mx.test.")
            .anyMatch(line -> line.startsWith("warning people.test: SPF"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        _submissions._tcp | SRV | 5 1 465 mail.people.test. | ok | SRV _submissions._tcp: 5 1 465 mail.people.test.
        _submissions._tcp | SRV | 0 0 465 other.test. | warning | 0 0 465 other.test.; expected is 0 0 465 mail.people.test.
        _submissions._tcp | SRV | 0 0 0 . | warning | SRV _submissions._tcp: 0 0 0 .; expected is 0 0 465 mail.people.test.
        other | SRV | 0 0 0 . | warning | SRV _submission._tcp: no such record; mail programs cannot find this server; expected is 10 0 587
        _autodiscover._tcp | SRV | 0 0 443 mail.people.test. | ok | SRV _autodiscover._tcp: 0 0 443
        other | SRV | 0 0 0 . | warning | SRV _autodiscover._tcp: no such record; Outlook cannot find its settings; expected is 0 0 443
        autoconfig | A | 192.0.2.25 | ok | autoconfig.people.test: leads to mail.people.test.
        autoconfig | A | 192.0.2.26 | warning | autoconfig.people.test: has other addresses than mail.people.test.
        _dmarc | TXT | "v=DMARC1; p=none" | ok | DMARC (TXT v=DMARC1): v=DMARC1; p=none
        _dmarc | TXT | "v=DMARC1; p=bin" | warning | DMARC (TXT v=DMARC1): v=DMARC1; p=bin: receivers heed one record only
        _dmarc | TXT | "v=DMARC1; p=Reject" | ok | DMARC (TXT v=DMARC1): v=DMARC1; p=Reject
        other | TXT | "" | warning | DMARC (TXT v=DMARC1): no such record; forged mail is not refused; expected is "v=DMARC1; p=quarantine
        '' | TXT | "v=spf1 a:mail.people.test ~all" | ok | SPF (TXT v=spf1): v=spf1 a:mail.people.test ~all
        '' | TXT | "v=spf1 ip4:192.0.2.0/24 -all" | ok | SPF (TXT v=spf1): v=spf1 ip4:
        '' | TXT | "v=spf1 include:more.people.test -all" | ok | SPF (TXT v=spf1): v=spf1 include:
        '' | TXT | "v=spf1 a:a.test/8 redirect=more.people.test" | ok | SPF (TXT v=spf1): v=spf1 a:a.test/8 redirect=
        '' | TXT | "v=spf1 ip6:2001:db8::/32 a:other.test//64 mail=x exists:%{i}.test -all" | ok | SPF (TXT v=spf1): v=spf1 ip6:
        '' | TXT | "v=spf1 include:none.test -all" | ERROR | receivers cannot evaluate it
        '' | TXT | "v=spf1 include:people.test -all" | ERROR | receivers cannot evaluate it
        '' | TXT | "v=spf1 mx -all" | warning | may send: fail; add a:mail.people.test
        '' | TXT | "v=spf1 mx ~all" | warning | mail.people.test (192.0.2.25) may send: softfail
        '' | TXT | "v=spf1 nonsense:x -all" | ERROR | receivers cannot evaluate it; expected is "v=spf1 a:mail.people.test ~all"
        '' | TXT | "v=spf1 a:mail.people.test nonsense:x -all" | ERROR | receivers cannot evaluate it
        '' | TXT | "v=spf1 a:mail.people.test ip4:192.0.2.300 -all" | ERROR | receivers cannot evaluate it
        '' | TXT | "v=spf1 a:mail.people.test ip6:192.0.2.1 -all" | ERROR | receivers cannot evaluate it
        '' | TXT | "v=spf1 a:mail.people.test ip4:192.0.2.0/33 -all" | ERROR | receivers cannot evaluate it
        '' | TXT | "v=spf1 a:mail.people.test include -all" | ERROR | receivers cannot evaluate it
        '' | TXT | "v=spf1 a:mail.people.test redirect=a.test redirect=b.test" | ERROR | receivers cannot evaluate it
        other | TXT | "" | warning | SPF (TXT v=spf1): no such record; many receivers will distrust its mail; expected is "v=spf1 a:mail
        """)
    void shouldCompareTheDnsWithWhatItShouldSay(String name, String type, String data, String level, String told) throws Exception {
        peopleAtMailPeopleTest();
        dns.record("more.people.test", "TXT", "\"v=spf1 a:mail.people.test -all\"");
        dns.record(name.isEmpty() ? "people.test" : name + ".people.test", type, data);

        assertThat(findings(Clock.systemUTC())).anyMatch(line -> line.matches(level + " *people\\.test: .*") && line.contains(told));
    }

    @Test
    void shouldTellOfASecondSpfRecordAndOfReportsThatReceiversDistrust() throws Exception {
        peopleAtMailPeopleTest();
        dns.record("people.test", "TXT", "\"v=spf1 -all\"").record("people.test", "TXT", "\"v=spf1 +all\"");

        assertThat(findings(Clock.systemUTC())).contains("ERROR   people.test: SPF (TXT v=spf1): there are 2, so receivers heed none; make"
            + " one of them").anyMatch(line -> line.startsWith("warning mail.people.test: SPF (TXT v=spf1): no such record; many receivers")
            && line.endsWith("expected is \"v=spf1 a -all\""));
    }

    @Test
    void shouldLookAtTheOtherRecordsWhenANameServerFailsForOne() throws Exception {
        peopleAtMailPeopleTest();
        edit("domainlist.xml", "</domainlist>", "<domainnames><domainname>work.test</domainname></domainnames></domainlist>");
        dns.record("people.test", "TXT", "\"v=spf1 include:broken.test -all\"").failing(Type.TXT);
        key("a");

        assertThat(findings(Clock.systemUTC())).contains("ok      people.test: MX: 10 mx.test.", "ok      work.test: MX: 10 mx.test.",
            "warning people.test: SPF (TXT v=spf1): v=spf1 include:broken.test -all: the DNS does not answer for a name in it, so"
            + " receivers cannot evaluate it for now",
            "warning people.test: the DNS does not answer (_dmarc.people.test TXT: SERVFAIL)",
            "warning a._domainkey.people.test: the DNS does not answer (a._domainkey.people.test TXT: SERVFAIL)")
            .anyMatch(line -> line.startsWith("warning people.test: SRV _autodiscover._tcp: no such record"));
    }

    @Test
    void shouldNotJudgeTheAddressesOfASmarthost() throws Exception {
        peopleAtMailPeopleTest();
        edit("mailetcontainer.xml", "<outgoing>", "<gateway>localhost:25</gateway><outgoing>");
        dns.record("people.test", "TXT", "\"v=spf1 include:spf.elsewhere.test -all\"");

        assertThat(findings(Clock.systemUTC())).contains("ok      people.test: SPF (TXT v=spf1): v=spf1 include:spf.elsewhere.test -all");
    }

    @Test
    void shouldWarnOfSettingsThatMailProgramsCannotUse() throws Exception {
        peopleAtMailPeopleTest();
        String told = "warning autoconfig.xml: there is no <incoming>";

        assertThat(findings(Clock.systemUTC())).anyMatch(line -> line.startsWith(told));
        edit("autoconfig.xml", "<outgoing ", "<incoming type=\"imap\" host=\"imap.test\" port=\"993\"/><outgoing ");
        assertThat(findings(Clock.systemUTC())).noneMatch(line -> line.startsWith(told))
            .anyMatch(line -> line.startsWith("warning people.test: SRV _imaps._tcp: no such record"));
    }

    private void peopleAtMailPeopleTest() throws Exception {
        edit("domainlist.xml", "<defaultDomain>localhost", "<defaultDomain>people.test");
        edit("server.properties", "name=.*", "name=mail.people.test");
        edit("autoconfig.xml", "enabled=\"false\">", "enabled=\"true\"><outgoing submissions=\"465\" submission=\"587\"/>");
        edit("autoconfig.xml", "0.0.0.0:443", "127.0.0.1:0");
        dns.record("mail.people.test", "A", "192.0.2.25");
    }

    @Test
    void shouldTellWhetherTheDnsHasEveryDkimKey() throws Exception {
        KeyRecord first = key("a");
        KeyRecord second = key("b");
        KeyRecord third = key("c");
        dns.text(first.name(), first.text()).text(second.name(), third.text());

        assertThat(findings(Clock.systemUTC())).contains("ok      a._domainkey.people.test: the DNS has this DKIM key")
            .anyMatch(line -> line.startsWith("ERROR   b._domainkey.people.test: the DNS has another key"))
            .anyMatch(line -> line.startsWith("warning c._domainkey.people.test: no TXT record") && line.contains(third.text()));
    }

    @Test
    void shouldTellADkimKeyThatCannotBeUsed() throws Exception {
        key("a");
        Path file = home.dkim().resolve("people.test/a.pem");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(errors(Clock.systemUTC())).singleElement()
            .hasToString("ERROR   dkim/people.test/a.pem: others can read or change it; chmod 600 " + file);
    }

    @Test
    void shouldTellThatNothingSignsWithADkimKey() throws Exception {
        key("a");
        edit("mailetcontainer.xml", "org.postern.mailets.SignDkim", "org.postern.mailets.AddDate");

        assertThat(findings(Clock.systemUTC()))
            .contains("warning mailetcontainer.xml: there are DKIM keys, but no mailet org.postern.mailets.SignDkim");
    }

    private KeyRecord key(String selector) throws Exception {
        SigningKey key = new SigningKey("people.test", selector, KeyType.RSA.generate(KeyType.RSA_BITS));
        Path file = home.dkim().resolve("people.test").resolve(selector + ".pem");
        Files.createDirectories(file.getParent());
        PrivateFiles.create(file, PrivateKeyPem.format(key.key()));
        return KeyRecord.of(key);
    }

    private static Clock later(int days) {
        return Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
    }

    private List<String> findings(Clock clock) {
        return new HomeCheck(clock).all(options()).stream().map(Finding::toString).toList();
    }

    private List<Finding> errors(Clock clock) {
        return new HomeCheck(clock).all(options()).stream().filter(Finding::isError).toList();
    }

    private ServerOptions options() {
        return ServerOptions.of(home);
    }

    private void edit(String file, String regex, String replacement) throws Exception {
        Path path = home.conf().resolve(file);
        String before = Files.readString(path);
        String after = before.replaceAll(regex, replacement);
        assertThat(after).as(file + " has " + regex).isNotEqualTo(before);
        Files.writeString(path, after);
    }
}
