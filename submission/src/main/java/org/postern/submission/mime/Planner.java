// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out what has to be changed in a message, from the innermost part to the message itself. */
final class Planner {
    /** What is known of a part when all in it is done. */
    private static final class State {
        private boolean changed;
        private boolean unfit;
        private boolean eightBit;
    }

    private final Target target;
    private final Map<Part, State> states = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private boolean breaksSignature;
    private boolean eightBitPartHeader;

    Planner(Target target) {
        this.target = target;
    }

    /** @param parts in their order, the message itself first */
    Plan plan(List<Part> parts) {
        long end = parts.get(0).bodyEnd();
        for (int i = parts.size() - 1; i >= 0; i--) {
            decide(parts.get(i), end);
        }
        changes.sort(Comparator.comparingLong(Change::start));
        return new Plan(List.copyOf(changes), !state(parts.get(0)).unfit, breaksSignature, eightBitPartHeader);
    }

    private void decide(Part part, long messageEnd) {
        State state = state(part);
        boolean composite = part.kind() == Part.Kind.MULTIPART || part.kind() == Part.Kind.MESSAGE;
        if (composite) {
            state.unfit |= !target.takes(part.body());
            state.eightBit |= part.body().hasEightBit();
        }
        Optional<Encoding> encoding = composite ? around(part, state) : inside(part, state, messageEnd);
        state.changed |= encoding.isPresent();
        boolean mimeVersion = state.changed && part.isMessage() && !part.hasMimeVersion();
        if (encoding.isPresent() || mimeVersion) {
            boolean charset = !composite && part.isMessage() && !part.hasContentType() && part.body().hasEightBit();
            changes.add(new HeaderChange(part.start(), part.fieldsEnd(), encoding, mimeVersion, charset));
            breaksSignature |= part.isSigned();
        }
        part.parent().ifPresent(parent -> tell(state(parent), part, state));
    }

    private Optional<Encoding> around(Part part, State state) {
        return state.unfit ? Optional.empty() : target.labelAround(part.encoding(), state.changed, state.eightBit);
    }

    private Optional<Encoding> inside(Part part, State state, long messageEnd) {
        Optional<Encoding> wanted = target.encoding(part);
        boolean encoded = wanted.filter(encoding -> !encoding.isIdentity()).isPresent();
        boolean possible = part.encoding().isIdentity() && (part.kind() == Part.Kind.LEAF || !encoded);
        if (wanted.isPresent() && !possible) {
            state.unfit = true;
        } else if (encoded) {
            changes.add(new BodyChange(part.bodyStart(), part.bodyEnd(), wanted.get(), part.bodyEnd() == messageEnd));
            return wanted;
        }
        state.eightBit = part.body().hasEightBit();
        return possible ? wanted : Optional.empty();
    }

    private void tell(State parent, Part part, State state) {
        eightBitPartHeader |= part.header().hasEightBit();
        parent.changed |= state.changed;
        parent.unfit |= state.unfit || !target.takes(part.header());
        parent.eightBit |= state.eightBit || part.header().hasEightBit();
    }

    private State state(Part part) {
        return states.computeIfAbsent(part, key -> new State());
    }
}
