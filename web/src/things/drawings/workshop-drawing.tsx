/** A car on a lift. */
export function WorkshopDrawing({ paint }: { paint: string }) {
  return (
    <>
      <path d="M10 88h140" stroke="#8a98a1" strokeWidth="1.500" />
      <path d="M28 88V14h6v74M126 88V14h6v74" fill="#43525c" />
      <path d="M34 56h22M104 56h22" stroke="#43525c" strokeWidth="5" />
      <path d="M42 50v-7c0-3 2-5 5-5l10-2 9-10c2-2 4-3 6-3h18c3 0 5 1 7 3l8 10 9 3c3 1 4 3 4 6v5Z" fill={paint} />
      <path d="m63 36 7-8h9v8ZM83 28h7c2 0 3 0 4 2l5 6H83Z" fill="#dfe9ee" />
      <circle cx="60" cy="52" r="7.500" fill="#26323a" />
      <circle cx="101" cy="52" r="7.500" fill="#26323a" />
      <path d="m74 84 12-12" stroke="#8a98a1" strokeWidth="5" strokeLinecap="round" />
      <circle cx="89" cy="69" r="5.500" fill="none" stroke="#8a98a1" strokeWidth="4" />
    </>
  );
}
