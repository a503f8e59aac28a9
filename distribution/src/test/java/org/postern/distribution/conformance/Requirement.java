// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rows of {@code requirements.txt} that a test covers. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Requirement {
    /** Their ids, such as {@code 6409-4.3}. */
    String[] value();
}
