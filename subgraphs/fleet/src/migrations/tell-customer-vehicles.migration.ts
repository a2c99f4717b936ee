import { describeEvent, encodePayload } from '@fleetgraph/kit/events/cloud-event';
import { CustomerVehicleChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { topicOf } from '@fleetgraph/schema/topics';
import { Migration } from '@mikro-orm/migrations';

/** Tells of the customers' vehicles that were registered before anybody was told of them. */
export class TellCustomerVehicles extends Migration {
  override name = 'fleet-0004-tell-customer-vehicles';

  override async up(): Promise<void> {
    const rows = await this.execute(
      'select id, version, owner_id, retired_at is null as is_active from customer_vehicle',
    );
    const { type, dataschema } = describeEvent(CustomerVehicleChangedSchema);
    for (const { id, version, owner_id: ownerId, is_active: active } of rows) {
      const data = encodePayload(CustomerVehicleChangedSchema, { vehicleId: id, version, ownerId, active });
      await this.execute('insert into outbox (topic, key, type, dataschema, data) values (?, ?, ?, ?, ?)', [
        topicOf(CustomerVehicleChangedSchema),
        id,
        type,
        dataschema,
        Buffer.from(data),
      ]);
    }
  }
}
