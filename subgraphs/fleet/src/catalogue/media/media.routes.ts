import type { Subgraph } from '@fleetgraph/kit/graphql/subgraph';
import { drawPicture } from './draw-picture.js';

const ONE_DAY_SECONDS = 86_400;

/** Serves the drawings that `Media.url` names: `/media/<kind>/<key>.svg`. */
export const mediaRoutes: NonNullable<Subgraph['routes']> = (app) => {
  app.get<{ Params: { kind: string; key: string } }>(
    '/media/:kind/:key(^[a-z0-9-]{1,80}).svg',
    async ({ params: { kind, key } }, reply) => {
      const drawing = drawPicture(kind, key);
      if (drawing === undefined) return reply.code(404).send({ message: 'There is no such picture.' });
      return reply
        .type('image/svg+xml')
        .header('cache-control', `public, max-age=${ONE_DAY_SECONDS}`)
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'")
        .send(drawing);
    },
  );
};
