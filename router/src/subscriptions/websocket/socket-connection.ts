import type { Duplex } from 'node:stream';
import { CloseCode, type ConnectionInitMessage, MessageType, type SubscribeMessage } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Caller } from '../../gate/authenticate.js';
import { readParameters } from '../../gate/read-request.js';
import { RequestRefused } from '../../gate/request-refused.js';
import { routerError } from '../../router-error.js';
import { type ClientProgram, programOf, type Visitor } from '../../telemetry/visitor.js';
import { identityOf } from '../client-identity.js';
import { PerSecond } from '../client-quota.js';
import { Outlet } from '../outlet.js';
import type { Session } from '../session.js';
import { StandingCaller } from '../standing-caller.js';
import type { Appointment } from '../timer-wheel.js';
import { ACKNOWLEDGED, messageOf, PING, textFrame } from './frames.js';
import { tokenIn } from './greeting-token.js';
import { SocketClose } from './socket-close.js';
import { SocketOperation } from './socket-operation.js';
import type { WebSocketOptions } from './websocket-server.js';

/** Where a socket comes from. */
export interface SocketClient {
  readonly address: string;
  /** Those that are handed on. */
  readonly headers: Readonly<Record<string, string>>;
  readonly program: ClientProgram;
}

/** The server's side of one socket: graphql-transport-ws, message by message. */
export class SocketConnection {
  readonly outlet: Outlet;
  readonly #operations = new Map<string, SocketOperation>();
  readonly #rate = new PerSecond();
  #session: Session | undefined;
  #caller: StandingCaller | undefined;
  #isInitialised = false;
  #isAlive = true;
  #leaving: { readonly code: number; readonly reason: string } | undefined;
  /** `connection_init` must come; later: the end of the token. */
  #limit: Appointment;
  #heartbeat: Appointment;
  #giveBack: () => void = () => {};

  constructor(
    readonly socket: WebSocket,
    /** The connection under the socket. Frames of ours go straight to it: ws holds none back, because nothing is packed. */
    stream: Duplex,
    readonly client: SocketClient,
    readonly options: WebSocketOptions,
  ) {
    const tooSlow = () => this.close(SocketClose.tryAgainLater, 'Too slow: connect again and resume');
    this.outlet = new Outlet(stream, options, tooSlow);
    this.#limit = options.wheel.after(options.initTimeoutMs, () =>
      this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'),
    );
    this.#heartbeat = options.wheel.after(options.keepAliveMs, () => this.#ping());
    this.#count(client.address);
  }

  /** Takes a message; what the client sends after its socket was closed is not read. */
  async receive(text: string): Promise<void> {
    this.#isAlive = true;
    if (!this.#isOpen) return;
    const { maxMessagesPerSecond: max } = this.options;
    if (!this.#rate.take(max)) return this.close(SocketClose.policyViolation, `More than ${max} messages in a second`);
    if (this.outlet.isFull) this.#waitForClient();
    const message = messageOf(text);
    switch (message?.type) {
      case MessageType.ConnectionInit:
        return this.#initialise(message);
      case MessageType.Ping:
        this.outlet.out.write(textFrame(JSON.stringify({ ...message, type: MessageType.Pong })));
        return;
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        return this.#subscribe(message);
      case MessageType.Complete:
        return this.#stop(message.id);
      default:
        return this.close(CloseCode.BadRequest, 'Invalid message received');
    }
  }

  /** The client has answered to a ping. */
  pong(): void {
    this.#isAlive = true;
  }

  /** Refuses new operations; closes when those that end by themselves have ended. */
  leave(code: number, reason: string): void {
    this.#leaving = { code, reason };
    this.#leaveWhenIdle();
  }

  close(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.socket.close(code, reason);
    this.outlet.close();
    this.#stopAll();
    // Who does not read does not hear of it either.
    this.#limit = this.options.wheel.after(this.options.closingMs, () => this.socket.terminate());
  }

  /** The socket has closed. */
  closed(): void {
    this.#stopAll();
  }

  release({ id }: SocketOperation): void {
    this.#operations.delete(id);
    this.#leaveWhenIdle();
  }

  get #isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  async #initialise({ payload }: ConnectionInitMessage): Promise<void> {
    if (this.#isInitialised)
      return this.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    this.#isInitialised = true;
    this.#limit.cancel();
    try {
      const caller = await this.options.authenticate(tokenIn(payload ?? {}), this.client.address);
      if (this.#isOpen) this.#greet(caller, payload ?? {});
    } catch (cause) {
      this.#refuseGreeting(cause);
    }
  }

  #refuseGreeting(cause: unknown): void {
    const { refused, onFault } = this.options;
    refused(cause, this.client.address);
    const code = cause instanceof RequestRefused ? cause.code : undefined;
    if (code === 'UNAUTHENTICATED') this.close(CloseCode.Forbidden, 'Forbidden');
    else this.close(SocketClose.tryAgainLater, 'Try again later');
    if (code === undefined || code === 'SUBGRAPH_UNAVAILABLE') onFault(cause);
  }

  /** From now on operations are taken, until the token expires. */
  #greet(caller: Caller, payload: Readonly<Record<string, unknown>>): void {
    const identity = identityOf(caller);
    if (identity !== undefined && !this.#count(identity)) return;
    if (caller.expiresAt !== undefined) {
      this.#limit = this.options.wheel.after(caller.expiresAt.getTime() - Date.now(), () =>
        this.close(CloseCode.Forbidden, 'The token has expired'),
      );
    }
    const { address, headers, program } = this.client;
    // Pages cannot give a socket headers: they say in the payload what they are.
    const said = programOf(payload);
    const visitor: Visitor = { transport: 'websocket', client: said.name === 'unknown' ? program : said };
    this.#caller = new StandingCaller(caller, address, this.options.authenticate);
    this.#session = this.options.openSession({ caller, address }, headers, visitor);
    this.outlet.out.write(ACKNOWLEDGED);
  }

  /** Counts the socket as one of a client's; false when that has too many, and the socket is closed. */
  #count(client: string): boolean {
    this.#giveBack();
    const taken = this.options.quota.take(client);
    this.#giveBack = taken ?? (() => {});
    if (taken === undefined) this.close(SocketClose.tryAgainLater, 'Too many connections of one client');
    return taken !== undefined;
  }

  async #subscribe({ id, payload }: SubscribeMessage): Promise<void> {
    if (this.#session === undefined) this.close(CloseCode.Unauthorized, 'Unauthorized');
    else if (this.#operations.has(id))
      this.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    else await this.#start(this.#session.goingOnWith(payload.extensions), { id, payload });
  }

  async #start(session: Session, { id, payload }: Pick<SubscribeMessage, 'id' | 'payload'>): Promise<void> {
    const operation = new SocketOperation(this, id);
    let isTaken = false;
    // The client may have completed it meanwhile, and begun another one with its id.
    const isWanted = () => this.#operations.get(id) === operation;
    await session.serve({
      read: () => {
        this.#assertRoom();
        this.#operations.set(id, operation);
        isTaken = true;
        return readParameters({ ...payload });
      },
      begin: (ready) => {
        const answered = isWanted() ? operation.start(session, ready) : undefined;
        this.#leaveWhenIdle(); // now that it is known whether it ends by itself
        return answered;
      },
      refuse: (errors) => {
        if (isWanted() || !isTaken) operation.error(errors);
      },
    });
  }

  #assertRoom(): void {
    if (this.#leaving !== undefined) throw routerError('SERVER_STOPPING', 'Connect again.', RETRYABLE);
    const { maxSubscriptionsPerSocket: max } = this.options;
    if (this.#operations.size < max) return;
    const message = `More than ${max} operations at once on one connection.`;
    throw routerError('LIMIT_EXCEEDED', message, { extensions: { limit: 'subscriptionsPerSocket', max } });
  }

  #stop(id: string): void {
    const operation = this.#operations.get(id);
    if (operation === undefined) return; // both ends may complete at once
    operation.stop();
    this.outlet.forget(operation);
    this.release(operation);
  }

  #stopAll(): void {
    this.#limit.cancel();
    this.#heartbeat.cancel();
    this.#giveBack();
    for (const operation of this.#operations.values()) operation.stop();
    this.#operations.clear();
  }

  #leaveWhenIdle(): void {
    if (this.#leaving === undefined) return;
    const isIdle = [...this.#operations.values()].every(({ isStream }) => isStream);
    if (isIdle) this.close(this.#leaving.code, this.#leaving.reason);
  }

  /** Who does not take its answers is not asked for more questions. */
  #waitForClient(): void {
    if (this.socket.isPaused) return;
    this.socket.pause();
    this.outlet.whenDrained(() => this.socket.resume());
  }

  #ping(): void {
    if (!this.#isAlive) {
      this.socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#caller?.recheck(() => this.close(CloseCode.Forbidden, 'The token counts no more'));
    this.outlet.out.write(PING);
    this.#heartbeat = this.options.wheel.after(this.options.keepAliveMs, () => this.#ping());
  }
}

const RETRYABLE = { extensions: { retryable: true } };
