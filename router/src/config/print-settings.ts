import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeSettings } from './describe-settings.js';

/** Writes `router/SETTINGS.md` from the schema; `--check` only tells whether it is up to date. */
const file = fileURLToPath(new URL('../../SETTINGS.md', import.meta.url));

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const rows = describeSettings().map(({ name, type, byDefault, description }) => {
  const defaults = byDefault === undefined ? '' : `\`${cell(byDefault)}\``;
  return `| \`${name}\` | ${cell(type)} | ${defaults} | ${cell(description)} |`;
});
const text = `# Settings of the router

Each stands in the YAML file of \`--config\`, behind \`--set NAME=VALUE\`, or in the options of \`startRouter\`; \`*\` is a name of
yours. Written by \`node router/dist/config/print-settings.js\` from [the schema](src/config/config-schema.ts).

| setting | type | default | meaning |
| --- | --- | --- | --- |
${rows.join('\n')}
`;

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(
    'router/SETTINGS.md is not what the schema says: run node router/dist/config/print-settings.js\n',
  );
  process.exitCode = 1;
}
