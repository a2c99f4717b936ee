/**
 * A text in UTF-8, or a copy of bytes, in memory of its own, for what is kept: Node puts short ones into blocks that they
 * share (64 KB, `Buffer.poolSize`), and a block lives as long as any of them.
 */
export function ownBytes(content: string | Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(content));
  if (typeof content === 'string') bytes.write(content);
  else bytes.set(content);
  return bytes;
}
