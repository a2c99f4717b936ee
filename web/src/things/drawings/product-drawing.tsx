/** Goods: a child seat, a helmet, a tyre, or a box with its label. */
export function ProductDrawing({ title, paint }: { title: string; paint: string }) {
  const name = title.toLowerCase();
  if (/seat|sitz/.test(name)) return <Seat paint={paint} />;
  if (/helmet|helm/.test(name)) return <Helmet paint={paint} />;
  if (/ty?re|reifen|wheel/.test(name)) return <Tyre paint={paint} />;
  return <Box paint={paint} />;
}

function Seat({ paint }: { paint: string }) {
  return (
    <>
      <path d="M58 16h26c6 0 10 4 10 10l2 34H58l-10-34c-2-6 4-10 10-10Z" fill={paint} />
      <path d="M50 60h58c5 0 8 4 8 9s-3 9-8 9H58c-6 0-9-4-9-9Z" fill={paint} opacity="0.750" />
      <path d="M66 20v38M80 20v38" stroke="#26323a" strokeWidth="4" />
      <rect x="66" y="54" width="15" height="12" rx="3" fill="#26323a" />
      <path d="M46 84h72" stroke="#43525c" strokeWidth="6" strokeLinecap="round" />
    </>
  );
}

function Helmet({ paint }: { paint: string }) {
  return (
    <>
      <path d="M40 62c0-26 18-42 42-42 22 0 38 14 40 34 1 5-2 8-7 8Z" fill={paint} />
      <path
        d="M54 54c4-14 12-22 24-25M76 54c2-12 8-20 18-24M98 54c1-8 4-13 9-17"
        stroke="#fff"
        strokeWidth="4"
        fill="none"
        opacity="0.700"
      />
      <path d="M44 62c6 16 16 22 30 24M112 62c-6 14-20 22-38 24" stroke="#43525c" strokeWidth="3.500" fill="none" />
    </>
  );
}

function Tyre({ paint }: { paint: string }) {
  return (
    <>
      <circle cx="80" cy="50" r="36" fill="#26323a" />
      <circle cx="80" cy="50" r="21" fill={paint} />
      <path d="M80 30v40M60 50h40M66 36l28 28M94 36 66 64" stroke="#fff" strokeWidth="2.500" opacity="0.600" />
      <circle cx="80" cy="50" r="6" fill="#dfe9ee" />
    </>
  );
}

function Box({ paint }: { paint: string }) {
  return (
    <>
      <path d="m80 12 40 16v42L80 88 40 70V28Z" fill="#c9a97a" />
      <path d="M40 28 80 44l40-16-40-16Z" fill="#dcc197" />
      <path d="M80 44v44l40-18V28Z" fill="#b08f60" />
      <path d="m58 20 40 16v12l-8 3V40L50 24Z" fill={paint} opacity="0.850" />
      <rect x="48" y="52" width="18" height="10" fill="#fff" opacity="0.900" transform="skewY(22) translate(0 -20)" />
    </>
  );
}
