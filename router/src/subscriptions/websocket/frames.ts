import { type Message, MessageType, parseMessage } from 'graphql-ws';

const FINAL_TEXT = 0x81;
const LENGTH_IN_16_BITS = 126;
const LENGTH_IN_64_BITS = 127;

/** A text message of a server as one frame that is neither masked nor packed (RFC 6455, section 5.2). */
export function textFrame(message: string): Buffer {
  const bytes = Buffer.from(message);
  const frame = Buffer.allocUnsafe(headLength(bytes.length) + bytes.length);
  writeHead(frame, 0, bytes.length);
  frame.set(bytes, headLength(bytes.length));
  return frame;
}

/** Frames whose messages differ only in how they begin: the rest is written once, and each beginning in front of it. */
export class SharedFrames {
  #buffer: Buffer | undefined;

  constructor(
    readonly rest: Buffer,
    /** Longest beginning. */
    readonly room: number,
  ) {}

  /** The frame of a message that begins so, in so many bytes. It is overwritten by the next one, unless it is kept. */
  frame(beginning: string, bytes: number): Buffer {
    const restAt = MAX_HEAD + this.room;
    this.#buffer ??= this.#make(restAt);
    const length = bytes + this.rest.length;
    const messageAt = restAt - bytes;
    const frameAt = messageAt - headLength(length);
    this.#buffer.write(beginning, messageAt);
    writeHead(this.#buffer, frameAt, length);
    return this.#buffer.subarray(frameAt);
  }

  /** Somebody still needs the last frame: it is left alone. */
  keep(): void {
    this.#buffer = undefined;
  }

  #make(restAt: number): Buffer {
    const buffer = Buffer.allocUnsafeSlow(restAt + this.rest.length);
    buffer.set(this.rest, restAt);
    return buffer;
  }
}

const MAX_HEAD = 10;

const headLength = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : MAX_HEAD);

function writeHead(frame: Buffer, at: number, length: number): void {
  frame[at] = FINAL_TEXT;
  if (length < 126) frame[at + 1] = length;
  else if (length < 65_536) {
    frame[at + 1] = LENGTH_IN_16_BITS;
    frame.writeUInt16BE(length, at + 2);
  } else {
    frame[at + 1] = LENGTH_IN_64_BITS;
    frame.writeBigUInt64BE(BigInt(length), at + 2);
  }
}

/** What answers `connection_init`. */
export const ACKNOWLEDGED = textFrame(JSON.stringify({ type: MessageType.ConnectionAck }));
/** RFC 6455, section 5.5.2: a control frame without content. */
export const PING = Buffer.from([0x89, 0x00]);

/** Reads a message; undefined when it is none of graphql-transport-ws. */
export function messageOf(text: string): Message | undefined {
  try {
    return parseMessage(text);
  } catch {
    return undefined; // told by the caller with the protocol's code
  }
}
