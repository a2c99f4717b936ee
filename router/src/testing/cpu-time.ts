import { parse } from 'graphql';

const ROUNDS = 5;
const TEXT = `{ ${'field(argument: 1) { field } '.repeat(2_000)} }`;
const READS = 25;
/** CPU that so many reads of this text took on the machine on which bounds were chosen, in ms. */
const USUAL_MS = 35;

/**
 * CPU of the thread that works, in ms, without those that collect the garbage of all tests before. The least of some rounds,
 * because nothing but the work itself can make all of them slow.
 */
export async function leastCpuMs(work: (round: number) => unknown): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.threadCpuUsage();
    await work(round);
    const { user, system } = process.threadCpuUsage(before);
    rounds.push((user + system) / 1_000);
  }
  return Math.min(...rounds);
}

/** How many times slower than that this machine is; 1 when it is quicker. */
export async function slowness(): Promise<number> {
  const read = () => {
    for (let count = 0; count < READS; count++) parse(TEXT);
  };
  await leastCpuMs(read); // compiled
  return Math.max(1, (await leastCpuMs(read)) / USUAL_MS);
}
