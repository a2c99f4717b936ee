const BODIES = {
  small: 'M34 66V56c0-3 2-5 6-6l12-3 13-15c2-2 4-3 7-3h26c4 0 7 1 9 5l8 14 12 4c4 1 6 4 6 8v6Z',
  saloon: 'M18 66V57c0-3 2-5 6-6l18-3 17-15c2-2 5-3 8-3h30c4 0 6 1 9 4l13 13 20 4c5 1 7 4 7 8v7Z',
  estate: 'M18 66V57c0-3 2-5 6-6l18-3 17-15c2-2 5-3 8-3h48c5 0 8 2 10 6l6 12 9 4c3 1 4 4 4 7v7Z',
  tall: 'M20 66V53c0-3 2-5 6-6l18-3 13-18c2-3 4-4 8-4h52c5 0 8 2 10 6l6 15 9 4c3 1 4 4 4 7v12Z',
  van: 'M16 66V50c0-3 2-5 5-6l16-4 12-18c2-3 5-4 9-4h74c6 0 9 3 9 8v40Z',
} as const;

const WINDOWS = {
  small: 'M59 47 70 35h12v12ZM87 35h10c3 0 5 1 6 3l5 9H87Z',
  saloon: 'M54 48 67 36h15v12ZM87 36h10c2 0 4 1 5 2l10 10H87Z',
  estate: 'M54 48 67 36h15v12ZM87 36h27c3 0 5 1 6 3l4 9H87Z',
  tall: 'M54 44 64 29h18v15ZM87 29h27c3 0 5 1 6 4l4 11H87Z',
  van: 'M47 42 58 25h17v17ZM81 25h22v17H81Z',
} as const;

/** A car by its ACRISS category and body letters. */
export function CarDrawing({ category, body, paint }: { category: string; body: string; paint: string }) {
  const shape = shapeOf(category, body);
  return (
    <>
      <path d="M10 78h140" stroke="#8a98a1" strokeWidth="1.500" />
      <path d={BODIES[shape]} fill={paint} />
      <path d={WINDOWS[shape]} fill="#dfe9ee" opacity="0.900" />
      {[50, 116].map((x) => (
        <g key={x}>
          <circle cx={x} cy="67" r="11" fill="#26323a" />
          <circle cx={x} cy="67" r="5" fill="#c9d3d8" />
        </g>
      ))}
    </>
  );
}

function shapeOf(category: string, body: string): keyof typeof BODIES {
  if (body === 'V' || body === 'K' || body === 'M') return 'van';
  if (body === 'F' || body === 'J' || body === 'G') return 'tall';
  if (body === 'W') return 'estate';
  return 'MNEH'.includes(category) ? 'small' : 'saloon';
}
