#!/usr/bin/env node
import { runCommand } from '../dist/command-line.js';

await runCommand(process.argv.slice(2));
