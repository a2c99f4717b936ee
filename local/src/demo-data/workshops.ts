/** What stands and works in a workshop, and what it offers. */
export interface DemoWorkshop {
  place: string;
  bays: readonly { name: string; capabilities: readonly string[] }[];
  technicians: readonly (readonly string[])[];
  services: readonly {
    title: string;
    durationMinutes: number;
    bayCapability: string;
    skill: string;
    priceMinor: string;
  }[];
}

const oilChange = {
  title: 'Oil change',
  durationMinutes: 45,
  bayCapability: 'LIFT',
  skill: 'MECHANIC',
  priceMinor: '8900',
};
const inspection = {
  title: 'Inspection',
  durationMinutes: 120,
  bayCapability: 'LIFT',
  skill: 'MECHANIC',
  priceMinor: '24900',
};
const tyres = {
  title: 'Tyre change, four wheels',
  durationMinutes: 60,
  bayCapability: 'LIFT',
  skill: 'MECHANIC',
  priceMinor: '7900',
};
const brakes = {
  title: 'Brake check',
  durationMinutes: 30,
  bayCapability: 'LIFT',
  skill: 'MECHANIC',
  priceMinor: '3900',
};
const battery = {
  title: 'High-voltage battery check',
  durationMinutes: 90,
  bayCapability: 'EV',
  skill: 'HIGH_VOLTAGE',
  priceMinor: '14900',
};
const alignment = {
  title: 'Wheel alignment',
  durationMinutes: 60,
  bayCapability: 'ALIGNMENT',
  skill: 'MECHANIC',
  priceMinor: '9900',
};

/** Two workshops. */
export const WORKSHOPS: readonly DemoWorkshop[] = [
  {
    place: 'altona',
    bays: [
      { name: 'Bay 1', capabilities: ['LIFT'] },
      { name: 'Bay 2', capabilities: ['LIFT', 'ALIGNMENT'] },
      { name: 'Bay 3', capabilities: ['LIFT', 'EV'] },
    ],
    technicians: [['MECHANIC', 'HIGH_VOLTAGE'], ['MECHANIC'], ['MECHANIC'], ['MECHANIC', 'HIGH_VOLTAGE']],
    services: [oilChange, inspection, tyres, brakes, battery, alignment],
  },
  {
    place: 'alcantara',
    bays: [
      { name: 'Box A', capabilities: ['LIFT'] },
      { name: 'Box B', capabilities: ['LIFT', 'EV'] },
    ],
    technicians: [['MECHANIC'], ['MECHANIC', 'HIGH_VOLTAGE']],
    services: [oilChange, inspection, tyres, battery],
  },
];
