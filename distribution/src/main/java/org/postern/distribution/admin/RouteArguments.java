// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import spark.HaltException;
import spark.Request;

/** What requests to our routes say, and what is said of those that are wrong. */
public final class RouteArguments {

    private RouteArguments() {
    }

    public static String user(Request request) {
        return request.params(":user");
    }

    public static boolean flag(Request request, String name) {
        return Boolean.parseBoolean(request.queryParamOrDefault(name, "false"));
    }

    public static HaltException refusal(int status, ErrorType type, String sentence) {
        return ErrorResponder.builder().statusCode(status).type(type).message(sentence).haltError();
    }
}
