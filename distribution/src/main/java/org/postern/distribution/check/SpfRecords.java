// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.google.common.net.InetAddresses;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import org.apache.james.jspf.impl.DNSServiceXBillImpl;
import org.apache.james.jspf.impl.SPF;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Whether a domain says that this server may send its mail (RFC 7208). */
final class SpfRecords {

    private static final String VERSION = "v=spf1";

    private final Dns dns;

    SpfRecords(Dns dns) {
        this.dns = dns;
    }

    /** Those of a name; receivers take no notice of any when there is more than one (RFC 7208 §4.5). */
    List<String> of(String name) throws Dns.SilentException {
        return dns.texts(name).stream()
            .filter(text -> text.toLowerCase(Locale.ROOT).matches(VERSION + "( .*)?"))
            .toList();
    }

    /** What a receiver finds that gets mail from there: {@code pass}, {@code fail}, {@code permerror} … (RFC 7208 §2.6). */
    String result(InetAddress from, String domain, String greeting) {
        return new SPF(new LookUps(dns)).checkSPF(InetAddresses.toAddrString(from), "postmaster@" + domain, greeting).getResult();
    }

    /** The look-ups of an evaluation, at the name servers of the home and not remembered. */
    private record LookUps(Dns dns) implements DNSService {

        /** Above what any record may ask for. */
        private static final int RECORDS = 100;

        /** {@code null}, as jSPF wants it, when there are none. */
        @Override
        public List<String> getRecords(DNSRequest request) throws TimeoutException {
            try {
                Record[] records = dns.ask(request.getHostname(), type(request)).toArray(Record[]::new);
                return records.length == 0 ? null : DNSServiceXBillImpl.convertRecordsToList(records);
            } catch (Dns.SilentException e) {
                throw new TimeoutException(e.getMessage());
            } catch (IllegalArgumentException e) {
                // What is no name has no records.
                return null;
            }
        }

        private static int type(DNSRequest request) {
            return switch (request.getRecordType()) {
                case DNSRequest.A -> Type.A;
                case DNSRequest.AAAA -> Type.AAAA;
                case DNSRequest.MX -> Type.MX;
                case DNSRequest.PTR -> Type.PTR;
                default -> Type.TXT;
            };
        }

        @Override
        public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
            try {
                return CompletableFuture.completedFuture(getRecords(request));
            } catch (TimeoutException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public List<String> getLocalDomainNames() {
            return List.of();
        }

        @Override
        public int getRecordLimit() {
            return RECORDS;
        }

        @Override
        public void setRecordLimit(int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setTimeOut(int timeout) {
            throw new UnsupportedOperationException();
        }
    }
}
