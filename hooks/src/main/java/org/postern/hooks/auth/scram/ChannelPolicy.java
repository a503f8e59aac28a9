// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import java.util.Optional;

import org.postern.hooks.auth.scram.ClientFirst.Binding;

/** What a mechanism asks of the client's words on channel binding (RFC 5802 §6). */
interface ChannelPolicy {
    /** @return for the log, why the exchange ends here */
    Optional<String> objection(Binding binding);

    /** What stands behind the header in the client's final message, when there is no objection. */
    byte[] data(Binding binding);

    /** @param plusAnnounced who says that it saw no binding announced was told so by somebody in between */
    static ChannelPolicy unbound(boolean plusAnnounced) {
        return new ChannelPolicy() {
            @Override
            public Optional<String> objection(Binding binding) {
                if (binding instanceof Binding.Used) {
                    return Optional.of("channel binding in a mechanism without it");
                }
                return binding instanceof Binding.NotOffered && plusAnnounced
                    ? Optional.of("SCRAM-SHA-256-PLUS was hidden from the client")
                    : Optional.empty();
            }

            @Override
            public byte[] data(Binding binding) {
                return new byte[0];
            }
        };
    }

    /** One of these, by the choice of the client. */
    static ChannelPolicy boundTo(ChannelBindings bindings) {
        return new ChannelPolicy() {
            @Override
            public Optional<String> objection(Binding binding) {
                if (!(binding instanceof Binding.Used used)) {
                    return Optional.of("no channel binding in a mechanism that needs it");
                }
                return bindings.byType().containsKey(used.type()) ? Optional.empty() : Optional.of("channel binding " + used.type());
            }

            @Override
            public byte[] data(Binding binding) {
                return bindings.byType().get(((Binding.Used) binding).type()).clone();
            }
        };
    }
}
