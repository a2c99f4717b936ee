import type { FastifyRequest } from 'fastify';

/**
 * Network address of the browser. Each trusted proxy appends the address it was called from, so counting from the right
 * cannot be fooled by what the browser itself wrote into the header.
 */
export function clientAddress(request: FastifyRequest, trustedProxies: number): string {
  const header = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((hop) => hop.trim());
  const forwarded = trustedProxies === 0 ? undefined : hops.at(-trustedProxies);
  return forwarded || (request.socket.remoteAddress ?? 'unknown');
}
