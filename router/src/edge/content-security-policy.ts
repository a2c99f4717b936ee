/** Directives with their sources. */
export type ContentSecurityPolicy = Readonly<Record<string, readonly string[]>>;

/** Everything from the own origin; styles inline, because component libraries set them at run time. */
const OWN_ORIGIN: ContentSecurityPolicy = {
  'default-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'", 'data:'],
  'worker-src': ["'self'", 'blob:'],
  'object-src': ["'none'"],
  'base-uri': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

/** The own-origin policy with further sources added to it. */
export function policyHeader(additions: ContentSecurityPolicy): string {
  const names = new Set([...Object.keys(OWN_ORIGIN), ...Object.keys(additions)]);
  return [...names]
    .map((name) => [name, ...(OWN_ORIGIN[name] ?? ["'self'"]), ...(additions[name] ?? [])].join(' '))
    .join('; ');
}
