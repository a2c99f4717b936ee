import { setPriority } from 'node:os';
import { RawClient } from './raw-client.js';

/** What the parent wants of the clients. */
export type ClientsCommand = { readonly open: number; readonly port: number } | { readonly close: true };
/** What the clients tell: how many are subscribed, how many have had one event, how many were closed by the router. */
export interface ClientsReport {
  readonly kind: 'subscribed' | 'event' | 'closed';
  readonly sockets: number;
}

const AT_ONCE = 100;

/** The sockets of the benchmark, in a process of their own, which gives way to whoever shares its processor. */
setPriority(19);
const clients = new Set<RawClient>();
let heard = 0;
let lost = 0;

function send(report: ClientsReport): void {
  process.send?.(report);
}

/** When as many events as clients have come: whether each of them has had one. */
function hear(): void {
  if (++heard < clients.size) return;
  heard = 0;
  let once = 0;
  for (const client of clients) {
    if (client.events === 1) once++;
    client.events = 0;
  }
  send({ kind: 'event', sockets: once });
}

async function open(count: number, port: number): Promise<void> {
  for (let opened = 0; opened < count; opened += AT_ONCE) {
    const batch = Array.from(
      { length: Math.min(AT_ONCE, count - opened) },
      () => new Promise<void>((resolve) => add(port, resolve)),
    );
    await Promise.all(batch);
  }
  send({ kind: 'subscribed', sockets: clients.size });
}

function add(port: number, onSubscribed: () => void): void {
  const client: RawClient = new RawClient(
    { port },
    {
      onSubscribed,
      onEvent: hear,
      onClosed: () => {
        if (clients.delete(client)) lost++;
      },
    },
  );
  clients.add(client);
}

process.on('message', (command: ClientsCommand) => {
  if ('open' in command) void open(command.open, command.port);
  else {
    send({ kind: 'closed', sockets: lost });
    for (const client of clients) {
      clients.delete(client);
      client.close();
    }
  }
});
process.on('disconnect', () => process.exit(0));
