// SPDX-License-Identifier: Apache-2.0
/**
 * People whom the site's LDAP directory knows: they are searched for, and their passwords are tested by a bind.
 * What speaks LDAP comes in, and how the site has its directory in {@code usersrepository.xml}.
 * Nothing that writes to a directory, and no password but to the directory, over TLS.
 */
package org.postern.accounts.ldap;
