import formbody from '@fastify/formbody';
import type { SubgraphRuntime } from '@fleetgraph/kit/graphql/runtime';
import type { FastifyInstance } from 'fastify';
import { addConfirmEmailPages } from '../account/confirm-email/confirm-email.page.js';
import { addRegisterPages } from '../account/register/register.page.js';
import { addResetPasswordPages } from '../account/reset-password/reset-password.page.js';
import { addInteractionPages } from '../account/sign-in/interaction.page.js';
import { addSignInPages } from '../account/sign-in/sign-in.page.js';
import { createThrottle } from '../account/throttle/create-throttle.js';
import type { UsersSettings } from '../config.js';
import type { PageParts } from '../pages/page-parts.js';
import type { Secrets } from '../secrets/derive-secrets.js';
import { createProvider } from './create-provider.js';
import { currentProvider } from './current-provider.js';
import { ensureSigningKeys, loadSigningKeys, signingKeysVersion } from './signing-keys/signing-keys.js';
import { addUserinfo } from './userinfo.js';

/** What the provider's doors are opened with. */
export interface ProviderDoors {
  readonly runtime: SubgraphRuntime;
  readonly settings: UsersSettings;
  readonly secrets: Secrets;
}

/** Opens `/oidc`: our pages, and behind them the OpenID provider itself. */
export async function serveProvider(
  app: FastifyInstance,
  { runtime, settings, secrets }: ProviderDoors,
): Promise<void> {
  const { em, options } = runtime;
  await ensureSigningKeys(em(), secrets);
  const provider = currentProvider({
    create: async () => {
      const keys = await loadSigningKeys(em(), secrets);
      return { provider: createProvider({ runtime, secrets, keys }), version: keys.version };
    },
    version: () => signingKeysVersion(em()),
    trustMs: settings.keyTrustMs,
  });
  await provider();

  const base = new URL(options.issuer).pathname;
  const parts: PageParts = { runtime, settings, secrets, throttle: createThrottle(em, secrets), provider, base };
  await app.register(async (pages) => {
    await pages.register(formbody);
    pages.setErrorHandler((err, _request, reply) => {
      runtime.logger.error({ err }, 'a page failed');
      return reply.code(500).type('text/plain').send('Something went wrong on our side. Please try again.');
    });
    addInteractionPages(pages, parts);
    addSignInPages(pages, parts);
    addRegisterPages(pages, parts);
    addConfirmEmailPages(pages, parts);
    addResetPasswordPages(pages, parts);
    addUserinfo(pages, parts);
  });
  await app.register(async (protocol) => mountProtocol(protocol, parts));
}

/** The library reads the body from the socket by itself, so nothing of ours may touch it. */
function mountProtocol(app: FastifyInstance, { provider, base, runtime }: PageParts): void {
  const { protocol, host } = new URL(runtime.options.issuer);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.all(`${base}/*`, async (request, reply) => {
    const current = await provider();
    reply.hijack();
    // The issuer is the truth about how we are reached, whatever a proxy on the way wrote.
    request.raw.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    request.raw.headers['x-forwarded-host'] = host;
    // `baseUrl` is how the library learns where it is mounted.
    Object.assign(request.raw, { baseUrl: base, url: request.raw.url?.slice(base.length) });
    current.callback()(request.raw, reply.raw);
  });
}
