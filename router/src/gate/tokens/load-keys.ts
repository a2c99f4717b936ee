import { readFile } from 'node:fs/promises';
import { ConfigInvalid } from '@fleetgraph/kit/config/parse-env';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { request } from 'undici';

const TIMEOUT_MS = 3_000;

/** Loads keys from where the issuer publishes them. */
export const keysAt = (url: string) => async (): Promise<JSONWebKeySet> => {
  const options = { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS, headers: { accept: 'application/json' } };
  const { statusCode, body } = await request(url, options);
  const content = await body.json();
  if (statusCode !== 200) throw new Error(`The issuer answered ${statusCode}.`);
  return content as JSONWebKeySet; // checked by jose
};

/** Loads keys from a file. */
export const keysIn = (path: string) => async (): Promise<JSONWebKeySet> => JSON.parse(await readFile(path, 'utf8'));

/** Rejects when a file has no keys: a router that begins without them refuses everybody who has a token. */
export async function assertKeysIn(path: string): Promise<void> {
  try {
    createLocalJWKSet(await keysIn(path)());
  } catch (cause) {
    const fault = new ConfigInvalid([`authentication.jwksFile: ${path} is not a file with keys (JWKS)`]);
    throw Object.assign(fault, { cause });
  }
}
