import { createHash } from 'node:crypto';
import { sqlAll, sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';

interface OidcRecord {
  readonly payload: AdapterPayload;
  readonly consumed_epoch: number | null;
}

/** What the provider remembers of one model (Session, Grant, RefreshToken …), as rows of `oidc_record`. */
export class OidcRecordAdapter implements Adapter {
  constructor(
    private readonly em: () => EntityManager,
    private readonly model: string,
  ) {}

  /** Writes a record; its id, which is the secret that a browser or client holds, is kept as a digest only. */
  async upsert(id: string, payload: AdapterPayload, expiresInS?: number): Promise<void> {
    const { jti: _, ...kept } = payload;
    await sqlRun(
      this.em(),
      `insert into oidc_record (model, id_digest, payload, grant_id, uid, user_code, account_id, expires_at)
       values ($1, $2, $3::jsonb, $4, $5, $6, $7, now() + make_interval(secs => $8))
       on conflict (model, id_digest) do update set payload = excluded.payload, grant_id = excluded.grant_id,
         uid = excluded.uid, user_code = excluded.user_code, account_id = excluded.account_id, expires_at = excluded.expires_at`,
      [
        this.model,
        digest(id),
        JSON.stringify(kept),
        payload.grantId,
        payload.uid,
        payload.userCode,
        payload.accountId,
        expiresInS,
      ],
    );
  }

  /** By the id that a browser or client holds. */
  async find(id: string): Promise<AdapterPayload | undefined> {
    const payload = await this.findWhere('id_digest = $2', digest(id));
    return payload === undefined ? undefined : { ...payload, jti: id };
  }

  /** By the id that the provider itself refers to a session with. */
  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.findWhere('uid = $2', uid);
  }

  /** By the code that a person types on another device. */
  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.findWhere('user_code = $2', userCode);
  }

  /** Forgets one record. */
  async destroy(id: string): Promise<void> {
    await sqlRun(this.em(), 'delete from oidc_record where model = $1 and id_digest = $2', [this.model, digest(id)]);
  }

  /**
   * Uses a code or refresh token up. Of two rivals one wins; the other is a reuse, and the whole family is revoked: the
   * provider's own look at `consumed` happened before, so only this statement can tell.
   */
  async consume(id: string): Promise<void> {
    const isReused = await transact(this.em(), async (tx) => {
      const params = [this.model, digest(id)];
      const consumed = await sqlRun(
        tx,
        'update oidc_record set consumed_at = now() where model = $1 and id_digest = $2 and consumed_at is null',
        params,
      );
      if (consumed === 1) return false;
      await sqlRun(
        tx,
        `with family as (select grant_id from oidc_record where model = $1 and id_digest = $2)
         delete from oidc_record using family
          where oidc_record.grant_id = family.grant_id
             or oidc_record.model = 'Grant' and oidc_record.id_digest = encode(sha256(convert_to(family.grant_id, 'UTF8')), 'hex')`,
        params,
      );
      return true;
    });
    if (isReused) throw new errors.InvalidGrant('already used');
  }

  /** Forgets everything of this model that one consent led to. */
  async revokeByGrantId(grantId: string): Promise<void> {
    await sqlRun(this.em(), 'delete from oidc_record where model = $1 and grant_id = $2', [this.model, grantId]);
  }

  private async findWhere(condition: string, value: string): Promise<AdapterPayload | undefined> {
    const row = await sqlOne<OidcRecord>(
      this.em(),
      `select payload, extract(epoch from consumed_at)::float8 as consumed_epoch from oidc_record
        where model = $1 and ${condition} and (expires_at is null or expires_at > now())`,
      [this.model, value],
    );
    if (row === undefined) return undefined;
    return row.consumed_epoch === null ? row.payload : { ...row.payload, consumed: Math.floor(row.consumed_epoch) };
  }
}

/** Deletes what ran out; answers how many rows. */
export async function purgeExpiredRecords(em: EntityManager): Promise<number> {
  const [purged] = await sqlAll<{ records: number }>(
    em,
    `with records as (delete from oidc_record where expires_at < now() - interval '1 minute' returning 1),
          throttles as (delete from throttle where expire < extract(epoch from now()) * 1000 returning 1),
          verifications as (delete from email_verification where expires_at < now() - interval '30 days' returning 1),
          resets as (delete from password_reset where expires_at < now() - interval '30 days' returning 1)
     select (select count(*) from records)::int as records`,
  );
  return purged?.records ?? 0;
}

const digest = (id: string): string => createHash('sha256').update(id).digest('hex');
