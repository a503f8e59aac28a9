// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.junit.jupiter.api.Test;
import spark.HaltException;

class RouteArgumentsTest {

    @Test
    void shouldSayARefusalAsItIs() {
        assertThatThrownBy(() -> RouteArguments.refusal(404, ErrorType.NOT_FOUND, "there is no user '100%d' here"))
            .isInstanceOfSatisfying(HaltException.class, refusal -> {
                assertThat(refusal.statusCode()).isEqualTo(404);
                assertThat(refusal.body()).contains("\"message\":\"there is no user '100%d' here\"");
            });
    }
}
