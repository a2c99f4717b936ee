import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const TIMEOUT_MS = 240_000;

interface Line {
  readonly step: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail: string;
}

describe('the demo', () => {
  it(
    'tells the whole story on a system of its own, each step as one object a line',
    async () => {
      const { exitCode, lines } = await runDemo();
      expect(lines.filter(({ ok }) => !ok)).toEqual([]);
      expect(lines.map(({ step }) => step)).toEqual(
        expect.arrayContaining([
          'confirm by the link in the mail',
          'the second customer is refused, with alternatives',
          'download its PDF',
          'the late payment is voided',
          'every invariant holds',
        ]),
      );
      expect(exitCode).toBe(0);
    },
    TIMEOUT_MS,
  );
});

function runDemo(): Promise<{ exitCode: number | string; lines: Line[] }> {
  const args = [MAIN, '--json'];
  return new Promise((resolve) =>
    execFile(process.execPath, args, (error, output) => {
      const lines = output.split('\n').filter((line) => line !== '');
      resolve({ exitCode: error?.code ?? 0, lines: lines.map((line): Line => JSON.parse(line)) });
    }),
  );
}
