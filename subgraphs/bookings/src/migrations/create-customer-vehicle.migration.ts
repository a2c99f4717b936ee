import { Migration } from '@mikro-orm/migrations';

/** Customers' vehicles as fleet told of them: whose a vehicle is decides who may bring it to a workshop. */
export class CreateCustomerVehicle extends Migration {
  override name = 'bookings-0004-create-customer-vehicle';

  override up(): void {
    this.addSql(`
      create table customer_vehicle (
        id text not null,
        version int not null,
        owner_id text not null,
        is_active boolean not null,
        constraint customer_vehicle_pkey primary key (id)
      )`);
  }
}
