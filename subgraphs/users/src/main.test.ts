import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { createTestDatabase, type TestDatabase } from '@fleetgraph/kit/testing/test-database';
import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PageBrowser } from './testing/page-browser.js';
import { signInByPages } from './testing/sign-in-by-pages.js';
import { discover } from './testing/start-test-provider.js';

const email = 'secretive.person@example.org';
const password = 'these words stay secret';
const wrong = 'these words are wrong';
const secrets = 'a secret of tests that is long enough for everybody';
let [database, eventLog]: TestDatabase[] = [];
let users: ChildProcess;
let log = '';
let origin = '';
let client: pg.Client;
let environment: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  eventLog = await createTestDatabase();
  const [port = 0] = await claimPorts(1);
  origin = `http://127.0.0.1:${port}`;
  environment = {
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    EVENT_LOG_URL: eventLog.url,
    OIDC_ISSUER: `${origin}/oidc`,
    OIDC_JWKS_URL: `${origin}/oidc/jwks`,
    OIDC_AUDIENCE: `${origin}/graphql`,
    ROUTER_SIGNATURE_SECRETS: secrets,
    USERS_SECRETS: secrets,
    LOG_LEVEL: 'trace',
  };
  users = spawn(process.execPath, [fileURLToPath(new URL('./main.js', import.meta.url))], {
    env: environment,
  });
  const keep = (chunk: Buffer) => {
    log += chunk.toString();
  };
  users.stdout?.on('data', keep);
  users.stderr?.on('data', keep);
  const isReady = async () => (await fetch(`${origin}/health/ready`).catch(() => undefined))?.ok ?? false;
  await until(async () => users.exitCode !== null || (await isReady()), 90_000).catch((cause) => {
    throw new Error(log, { cause });
  });
  if (users.exitCode !== null) throw new Error(`Ended with ${users.exitCode}:\n${log}`);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `insert into api_client (id, kind, name, scopes, redirect_uris) values ('web', 'WEB', 'Web', '{profile:read}', $1)`,
    [[`${origin}/auth/callback`]],
  );
});

afterAll(async () => {
  await client?.end();
  const ended = once(users, 'exit');
  if (users.kill('SIGTERM')) await ended;
  await database?.close();
  await eventLog?.close();
});

describe('a users process of its own', () => {
  it('writes no address, password or token into logs, events or the tables of sessions', async () => {
    const web = await discover(`${origin}/oidc`, 'web');
    const browser = new PageBrowser(`${origin}/auth/callback`);
    await browser.open(`${origin}/oidc/register`);
    await browser.submit('/register', { name: 'Secretive', email, password });
    const request = {
      callback: `${origin}/auth/callback`,
      scope: 'openid email profile:read',
      parameters: { login_hint: email },
    };
    await expect(signInByPages(web, { email, password: wrong }, request)).rejects.toThrow();
    const tokens = await signInByPages(web, { email, password }, { ...request, browser });
    await fetch(`${origin}/oidc/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    await browser.open(`${origin}/oidc/reset-password`);
    await browser.submit('/reset-password', { email });
    await fetch(`${origin}/oidc/verify-email?token=${tokens.access_token}`);
    await until(async () => (await client.query('select 1 from outbox where published_at is null')).rowCount === 0);

    const tables = ['outbox', 'oidc_record', 'throttle', 'api_client_secret'];
    const dumps: unknown[] = [];
    for (const table of tables) dumps.push((await client.query(`select t::text from ${table} t`)).rows);
    const outbox = await client.query("select string_agg(encode(data, 'escape'), '') as text from outbox");
    const [{ password_hash: hash }] = (await client.query('select password_hash from person')).rows;
    const session = browser.cookie('fleetgraph_session') ?? '';
    expect(session).toMatch(/^[\w-]{20,}$/);
    expect(hash).toMatch(/^\$argon2id\$/);
    expect(log).toContain('"ready"');
    const written = log + JSON.stringify(dumps) + outbox.rows[0].text;
    for (const secret of [password, wrong, hash, tokens.access_token, tokens.id_token ?? 'none', session, secrets]) {
      expect(written).not.toContain(secret);
    }
    // An unfinished sign-in keeps what the app sent along; logs and events never do.
    expect(log + outbox.rows[0].text).not.toContain(email);
  });

  it('rotates its keys by a command', async () => {
    const rotate = () => {
      const script = fileURLToPath(new URL('./provider/signing-keys/rotate-now.js', import.meta.url));
      return spawnSync(process.execPath, [script], { env: environment, encoding: 'utf8' }).stdout;
    };
    expect(rotate()).toContain('less than 15 minutes');
    await client.query(`update signing_key set created_at = now() - interval '1 hour'`);
    expect(rotate()).toContain('Rotated');
  });

  it('stops when it is told to', async () => {
    users.kill('SIGTERM');
    const [code] = await once(users, 'exit');
    expect(code).toBe(0);
  });
});
