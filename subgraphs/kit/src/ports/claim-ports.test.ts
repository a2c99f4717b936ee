import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { claimBlock, claimPorts } from './claim-ports.js';

const MODULE = fileURLToPath(new URL('./claim-ports.js', import.meta.url));
const rivals: ChildProcess[] = [];

interface Rival {
  readonly ports: readonly number[];
  end(): Promise<void>;
}

/** Another process that claims as often as it is told, answers what it got, and lives on. */
async function claimElsewhere(times: number): Promise<Rival> {
  const code = `
    const { claimPorts } = await import(${JSON.stringify(MODULE)});
    const claims = await Promise.all(Array.from({ length: ${times} }, () => claimPorts(3)));
    console.log(JSON.stringify(claims.flat()));
    setInterval(() => {}, 1_000);`;
  const rival = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  rivals.push(rival);
  const [line] = await once(createInterface(rival.stdout), 'line');
  return { ports: JSON.parse(line), end: () => end(rival) };
}

async function end(rival: ChildProcess): Promise<void> {
  const ended = once(rival, 'exit');
  if (rival.kill('SIGKILL')) await ended;
}

afterEach(() => Promise.all(rivals.splice(0).map(end)));

describe('claimPorts', () => {
  it('gives no port to two processes, also when nothing listens yet', async () => {
    const claims = await Promise.all([claimElsewhere(40), claimElsewhere(40), claimElsewhere(40)]);
    const ports = claims.flatMap((claim) => claim.ports);
    expect(new Set(ports).size).toBe(3 * 40 * 3);
  });

  it('stays below the ports that the system gives to connections', async () => {
    expect(Math.max(...(await claimPorts(15)))).toBeLessThan(32_768);
  });

  it('leaves a block alone in which somebody listens, and one that another process has, until that one ends', async () => {
    const rival = await claimElsewhere(1);
    const [first = 0, second = 0] = rival.ports;
    const base = first - 1;
    expect(await claimBlock(base, 3)).toBeUndefined();
    await rival.end();
    const stranger = createServer().listen(second, '127.0.0.1');
    await once(stranger, 'listening');
    expect(await claimBlock(base, 3)).toBeUndefined();
    stranger.close();
    await once(stranger, 'close');
    expect(await claimBlock(base, 3)).toEqual(rival.ports);
  });

  it('refuses more than a block has', async () => {
    await expect(claimPorts(16)).rejects.toThrow('At most 15');
  });
});
