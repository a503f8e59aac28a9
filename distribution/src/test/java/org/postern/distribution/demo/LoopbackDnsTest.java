// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class LoopbackDnsTest {
    private static final Name DOMAIN = Name.fromConstantString("remote.example.");
    private static final Name HOST = Name.fromConstantString("mx.remote.example.");
    private static final Record MX = new MXRecord(DOMAIN, DClass.IN, 60, 10, HOST);
    private static final Record ADDRESS = new ARecord(HOST, DClass.IN, 60, InetAddress.getLoopbackAddress());

    private LoopbackDns dns;

    @BeforeEach
    void start() throws Exception {
        dns = LoopbackDns.serving(MX, ADDRESS);
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void shouldAnswerWithAuthorityWhenRecordExists() throws Exception {
        Message answer = ask(DOMAIN, Type.MX);

        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(answer.getSection(Section.ANSWER)).containsExactly(MX);
    }

    @Test
    void shouldAnswerNoRecordsWhenNameHasOnlyOthers() throws Exception {
        Message answer = ask(HOST, Type.MX);

        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void shouldAnswerNoRecordsWhenOnlyNamesBelowExist() throws Exception {
        assertThat(ask(Name.fromString("example."), Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void shouldAnswerNameErrorWhenNameIsUnknown() throws Exception {
        assertThat(ask(Name.fromString("nowhere.example."), Type.MX).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    private Message ask(Name name, int type) throws Exception {
        return new SimpleResolver(dns.address()).send(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
    }
}
