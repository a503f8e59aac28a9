// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.dns;

import java.net.IDN;
import java.util.Arrays;

import org.apache.james.core.Domain;
import org.postern.submission.MailDomains;
import org.xbill.DNS.Cache;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Tells why nothing is found for a domain: there is no such name, there is no such record, or there is no answer. */
final class DomainStandings implements MailDomains {
    private static final int[] ADDRESSES = {Type.A, Type.AAAA};

    private final Resolver resolver;
    private final Cache cache;

    DomainStandings(Resolver resolver, Cache cache) {
        this.resolver = resolver;
        this.cache = cache;
    }

    @Override
    public Standing standing(Domain domain) {
        try {
            // In full: no search path may make a misspelt domain one of ours.
            Name name = Name.fromString(IDN.toASCII(domain.asString(), IDN.ALLOW_UNASSIGNED), Name.root);
            Lookup exchangers = lookup(name, Type.MX);
            return switch (exchangers.getResult()) {
                case Lookup.SUCCESSFUL -> isNullMx(exchangers.getAnswers()) ? Standing.NULL_MX : Standing.TAKES_MAIL;
                case Lookup.HOST_NOT_FOUND -> Standing.NO_SUCH_DOMAIN;
                case Lookup.TYPE_NOT_FOUND -> byAddress(name);
                default -> Standing.UNKNOWN;
            };
        } catch (TextParseException | IllegalArgumentException e) {
            return Standing.UNKNOWN;
        }
    }

    private Standing byAddress(Name name) {
        Standing standing = Standing.NO_HOST;
        for (int type : ADDRESSES) {
            int result = lookup(name, type).getResult();
            if (result == Lookup.SUCCESSFUL) {
                return Standing.TAKES_MAIL;
            }
            if (result != Lookup.TYPE_NOT_FOUND && result != Lookup.HOST_NOT_FOUND) {
                standing = Standing.UNKNOWN;
            }
        }
        return standing;
    }

    private Lookup lookup(Name name, int type) {
        Lookup lookup = new Lookup(name, type);
        lookup.setResolver(resolver);
        lookup.setCache(cache);
        lookup.run();
        return lookup;
    }

    /** RFC 7505 §3: beside others, a null MX is no null MX. */
    private static boolean isNullMx(Record... exchangers) {
        return Arrays.stream(exchangers).allMatch(record -> ((MXRecord) record).getTarget().equals(Name.root));
    }
}
