import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane (the library's default algorithm is argon2id). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let ofNobody: Promise<string> | undefined;

/** Argon2id hash in PHC format. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Takes the same time whether there is a hash or not, so that the answer does not tell who exists. */
export async function isPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  ofNobody ??= hashPassword('nobody has this password');
  const isRight = await verify(passwordHash ?? (await ofNobody), password);
  return isRight && passwordHash != null;
}
