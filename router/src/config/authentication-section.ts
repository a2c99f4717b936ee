import { z } from 'zod';
import { names, whole } from './values.js';

/** Signatures by a key pair: with the others whoever can check a token can make one. */
const ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'EdDSA',
  'Ed25519',
] as const;

/** One week: a timer takes no more than some. */
const LONGEST_MS = 604_800_000;

/** Which tokens count, and what is read from them. */
export const authenticationSection = z
  .strictObject({
    issuer: z.string().min(1).describe('`iss` of tokens'),
    jwksUrl: z.url().optional().describe('Where the keys of the issuer are'),
    jwksFile: z.string().optional().describe('A file with the keys instead (JWKS)'),
    keys: z
      .strictObject({
        refreshMs: whole(10, LONGEST_MS)
          .default(300_000)
          .describe(
            'How often keys are read again, also when no new ones show: for so long a key that was taken out still counts, in ms',
          ),
        maxAgeMs: whole(10, LONGEST_MS)
          .default(3_600_000)
          .describe(
            'For how long keys count when they cannot be read again; then nobody is believed until they can, in ms',
          ),
      })
      .prefault({}),
    audience: names(z.string().min(1)).describe('`aud` of tokens; one of several is enough'),
    algorithms: names(z.enum(ALGORITHMS))
      .default(['ES256', 'RS256', 'PS256', 'EdDSA'])
      .describe('Signatures that count; never HS* or none'),
    tokenTypes: names(z.string())
      .default(['at+jwt'])
      .describe('`typ` of tokens (RFC 9068); many issuers write `JWT`, which also stands for none; an empty list: any'),
    leewaySeconds: whole(0, 300).default(5).describe("How far the issuer's clock may differ"),
    claims: z
      .strictObject({
        scopes: names(z.string())
          .default(['scope', 'scp'])
          .describe('Claims with scopes: text with blanks, or a list; the first that is there'),
        policies: names(z.string()).default(['policies']).describe('Claims with the policies that their holder meets'),
        clientId: names(z.string()).default(['client_id', 'azp']).describe('Claims with the client'),
      })
      .prefault({}),
  })
  .refine(({ jwksUrl, jwksFile }) => (jwksUrl === undefined) !== (jwksFile === undefined), {
    message: 'needs one of jwksUrl and jwksFile',
  });

/** Rules for tokens, defaults filled in. */
export type AuthenticationRules = z.output<typeof authenticationSection>;
