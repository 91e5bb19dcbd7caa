// A certified authorization server for the tests beside it: oidc-provider with its own login pages, in memory.
//
//   node server.mjs PORT < keys.json      prints "listening" once it can be asked
//
// Standard input is {"jwks": {…}}, the public keys of the clients that sign. The server ends with its standard input.
import { generateKeyPairSync } from 'node:crypto';
import { Provider, errors } from 'oidc-provider';

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;

let input = '';
process.stdin.setEncoding('utf8');
await new Promise((resolve) => {
  process.stdin.on('data', (chunk) => {
    input += chunk;
    if (input.includes('\n')) resolve();
  });
  process.stdin.on('end', () => process.exit());
});
const { jwks } = JSON.parse(input);

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { ...privateKey.export({ format: 'jwk' }), kid: 'server-1', alg: 'RS256', use: 'sig' };

const device = 'urn:ietf:params:oauth:grant-type:device_code';
const ciba = 'urn:openid:params:grant-type:ciba';
const callback = (name) => [`https://${name}.example.com/callback`];
const web = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] };

const clients = [
  {
    client_id: 'shop', client_secret: 'shop-secret', redirect_uris: callback('shop'),
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials', device, ciba], response_types: ['code'],
    backchannel_token_delivery_mode: 'poll', post_logout_redirect_uris: ['https://shop.example.com/bye'],
  },
  { client_id: 'post', client_secret: 'post-secret', token_endpoint_auth_method: 'client_secret_post', redirect_uris: [], grant_types: ['client_credentials'], response_types: [] },
  { client_id: 'shared', client_secret: 'a-secret-of-more-than-thirty-two-bytes', token_endpoint_auth_method: 'client_secret_jwt', redirect_uris: [], grant_types: ['client_credentials'], response_types: [] },
  { client_id: 'signed', token_endpoint_auth_method: 'private_key_jwt', jwks, redirect_uris: [], grant_types: ['client_credentials'], response_types: [] },
  { client_id: 'web', token_endpoint_auth_method: 'none', redirect_uris: callback('web'), ...web },
  { client_id: 'till', client_secret: 'till-secret', redirect_uris: callback('till'), ...web },
  { client_id: 'brief', client_secret: 'brief-secret', redirect_uris: callback('brief'), ...web },
  { client_id: 'short', client_secret: 'short-secret', redirect_uris: callback('short'), ...web },
  { client_id: 'bound', client_secret: 'bound-secret', redirect_uris: [], grant_types: ['client_credentials'], response_types: [], dpop_bound_access_tokens: true },
  { client_id: 'pushed', client_secret: 'pushed-secret', redirect_uris: callback('pushed'), ...web, require_pushed_authorization_requests: true },
];

// approve plays the telephone of the person who is asked: anna says yes, boris no, vera has not looked yet.
async function approve(provider, request, account, client) {
  if (account.accountId === 'boris') {
    await provider.backchannelResult(request, new errors.AccessDenied());
  } else if (account.accountId === 'anna') {
    const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
    grant.addOIDCScope('openid');
    await grant.save();
    await provider.backchannelResult(request, grant);
  }
}

// What the client "brief" redeems and the client "short" is given expires at once.
const brief = (ctx, token, client) => (client.clientId === 'brief' ? 1 : 60);
const short = (seconds) => (ctx, token, client) => (client.clientId === 'short' ? 1 : seconds);

const provider = new Provider(issuer, {
  clients,
  jwks: { keys: [key] },
  cookies: { keys: ['a key of the tests'] },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, name: id, email: `${id}@example.com` }) }),
  claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
  scopes: ['openid', 'offline_access'],
  pkce: { required: (ctx, client) => client.clientId === 'web' },
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  clockTolerance: 0, // so that little time is waited for what expires
  ttl: {
    AccessToken: short(300), AuthorizationCode: brief, RefreshToken: short(600), ClientCredentials: () => 300,
    BackchannelAuthenticationRequest: () => 60, DeviceCode: () => 60, Grant: () => 600, IdToken: () => 300, Interaction: () => 300, Session: () => 600,
  },
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    registration: { enabled: true },
    jwtResponseModes: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    ciba: {
      enabled: true,
      deliveryModes: ['poll'],
      processLoginHint: (ctx, hint) => hint,
      validateRequestContext: () => {},
      validateBindingMessage: () => {},
      verifyUserCode: () => {},
      triggerAuthenticationDevice: (ctx, request, account, client) => approve(provider, request, account, client),
    },
    dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: (ctx) => ctx.oidc.client?.clientId === 'bound' },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, resource) => {
        if (resource !== 'https://api.example.com/') throw new errors.InvalidTarget();
        return { scope: 'cakes:read', audience: resource, accessTokenFormat: 'jwt', accessTokenTTL: 300, jwt: { sign: { alg: 'RS256' } } };
      },
    },
  },
});

provider.on('server_error', (ctx, err) => console.error(err));
const server = provider.listen(port, '127.0.0.1', () => console.log('listening'));
server.keepAliveTimeout = 60_000;
