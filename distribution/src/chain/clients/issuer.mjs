// SPDX-License-Identifier: Apache-2.0
// An OpenID provider on loopback, which signs people in without asking them: MODULE PORT KEYS_FILE CLIENT_ID SECRET
// Who asks for a token by client_credentials names the person in X-Person, and in "resource" what the token is for.
import fs from 'node:fs';
import {pathToFileURL} from 'node:url';

const [module, port, keysFile, clientId, secret] = process.argv.slice(2);
const {default: Provider} = await import(pathToFileURL(`${module}/lib/index.js`));

const MAIL = 'https://mail.example.org';
const RESOURCES = {
    [MAIL]: {audience: MAIL, accessTokenFormat: 'jwt', accessTokenTTL: 600},
    [`${MAIL}/brief`]: {audience: MAIL, accessTokenFormat: 'jwt', accessTokenTTL: 1},
    [`${MAIL}/opaque`]: {audience: MAIL, accessTokenFormat: 'opaque', accessTokenTTL: 600},
    'https://files.example.org': {audience: 'https://files.example.org', accessTokenFormat: 'jwt', accessTokenTTL: 600}
};

const keys = JSON.parse(fs.readFileSync(keysFile));
const provider = new Provider(`http://127.0.0.1:${port}`, {
    jwks: {keys},
    clients: [{client_id: clientId, client_secret: secret, grant_types: ['client_credentials'], redirect_uris: [], response_types: []}],
    clientDefaults: {id_token_signed_response_alg: 'ES256'},
    scopes: ['mail.send'],
    extraTokenClaims: ctx => ({email: ctx.get('X-Person'), email_verified: true}),
    features: {
        clientCredentials: {enabled: true},
        devInteractions: {enabled: false},
        introspection: {enabled: true, allowedPolicy: () => true},
        resourceIndicators: {
            enabled: true,
            getResourceServerInfo: (ctx, resource) =>
                ({scope: 'mail.send', jwt: {sign: {alg: 'ES256', kid: keys[0].kid}}, ...RESOURCES[resource]})
        }
    }
});
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
