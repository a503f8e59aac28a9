// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Instant;
import java.util.Map;

import com.google.inject.ImplementedBy;

/** Keeps from where people have logged in. Safe for use by many threads. */
@ImplementedBy(KnownNetworksInMemory.class)
public interface KnownNetworks {
    /**
     * The names that have logged in there, each with the last time.
     *
     * @throws Exception when it is not known now
     */
    Map<String, Instant> at(Network network) throws Exception;

    /** @throws Exception when it cannot be kept now */
    void remember(String account, Network network, Instant when) throws Exception;

    /** @throws Exception when nothing can be forgotten now */
    void forgetBefore(Instant when) throws Exception;
}
