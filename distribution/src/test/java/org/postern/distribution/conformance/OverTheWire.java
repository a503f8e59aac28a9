// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test that talks to the server, once for each port. It takes a {@link Wire}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(WireTests.class)
@interface OverTheWire {
    /** Where a test makes sense on one port only. */
    Port[] value() default {Port.SUBMISSION, Port.SUBMISSIONS};
}
