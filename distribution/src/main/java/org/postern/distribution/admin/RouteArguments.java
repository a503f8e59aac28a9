// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import org.apache.james.core.Username;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import spark.HaltException;
import spark.Request;

/** What requests to our routes say, and what is said of those that are wrong. */
public final class RouteArguments {

    private RouteArguments() {
    }

    public static Username user(Request request) {
        return username(request.params(":user"));
    }

    public static Username username(String name) {
        try {
            return Username.of(name);
        } catch (IllegalArgumentException e) {
            throw refusal(400, ErrorType.INVALID_ARGUMENT, "'" + name + "' is no user name");
        }
    }

    public static boolean flag(Request request, String name) {
        return Boolean.parseBoolean(request.queryParamOrDefault(name, "false"));
    }

    public static HaltException refusal(int status, ErrorType type, String sentence) {
        return ErrorResponder.builder().statusCode(status).type(type).message(sentence).haltError();
    }
}
