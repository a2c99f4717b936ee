import { bearerToken, createTokenVerifier, InvalidToken } from '@fleetgraph/kit/auth/verify-token';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PageParts } from '../pages/page-parts.js';
import { findAccount } from './find-account.js';

/**
 * Userinfo for the token that clients have anyway, the one for the graph; the library's own endpoint wants a second,
 * opaque one. Answers what `profile:read` allows.
 */
export function addUserinfo(app: FastifyInstance, { runtime, base }: PageParts): void {
  const verify = createTokenVerifier(runtime.options);

  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    void reply.header('cache-control', 'no-store');
    const token = bearerToken(request.headers.authorization);
    const viewer = token === undefined ? undefined : await verify(token).catch(rejectAsStranger);
    if (viewer === undefined)
      return reply
        .code(401)
        .header('www-authenticate', 'Bearer error="invalid_token"')
        .send({ error: 'invalid_token' });
    const account = viewer.scopes.has('profile:read') ? await findAccount(runtime.em(), viewer.subject) : undefined;
    if (account === undefined) {
      const challenge = 'Bearer error="insufficient_scope", scope="profile:read"';
      return reply.code(403).header('www-authenticate', challenge).send({ error: 'insufficient_scope' });
    }
    return reply.send(await account.claims('userinfo', '', {}, []));
  };
  app.get(`${base}/me`, answer);
  app.post(`${base}/me`, answer);
}

function rejectAsStranger(error: unknown): undefined {
  if (error instanceof InvalidToken) return undefined;
  throw error;
}
