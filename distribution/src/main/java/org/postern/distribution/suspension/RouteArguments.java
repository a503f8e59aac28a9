// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import spark.HaltException;
import spark.Request;

/** What requests say, and what is said of those that are wrong. */
final class RouteArguments {

    private RouteArguments() {
    }

    static String user(Request request) {
        return request.params(":user");
    }

    static boolean flag(Request request, String name) {
        return Boolean.parseBoolean(request.queryParamOrDefault(name, "false"));
    }

    static HaltException refusal(int status, ErrorType type, String sentence) {
        return ErrorResponder.builder().statusCode(status).type(type).message(sentence).haltError();
    }
}
