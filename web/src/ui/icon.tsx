const PATHS = {
  find: 'M10.500 4a6.500 6.500 0 1 1 0 13a6.500 6.500 0 0 1 0-13ZM15.200 15.200 20 20',
  trips:
    'M6 20V5.500A1.500 1.500 0 0 1 7.500 4h9A1.500 1.500 0 0 1 18 5.500V20l-3-2-3 2-3-2-3 2ZM9.500 8.500h5M9.500 12.500h5',
  messages:
    'M4 6.500A1.500 1.500 0 0 1 5.500 5h13A1.500 1.500 0 0 1 20 6.500v8a1.500 1.500 0 0 1-1.500 1.500H11l-4.500 4v-4h-1A1.500 1.500 0 0 1 4 14.500Z',
  basket:
    'M4 9h16l-1.600 9.700a1.500 1.500 0 0 1-1.500 1.300H7.100a1.500 1.500 0 0 1-1.500-1.300ZM8.500 9 11 4M15.500 9 13 4',
  account: 'M12 4a4 4 0 1 1 0 8a4 4 0 0 1 0-8ZM4.500 20c.800-3.600 3.800-5.500 7.500-5.500s6.700 1.900 7.500 5.500',
  arrow: 'M4 12h15M13 6l6 6-6 6',
  swap: 'M7 4 3.500 7.500 7 11M3.500 7.500H18M17 13l3.500 3.500L17 20M20.500 16.500H6',
  check: 'm5 12.500 4.500 4.500L19 7',
  cross: 'M6 6l12 12M18 6 6 18',
  warn: 'M12 4 21 19.500H3ZM12 10v4.500M12 17v.500',
  info: 'M12 3.500a8.500 8.500 0 1 1 0 17a8.500 8.500 0 0 1 0-17ZM12 11v5.500M12 7.500V8',
  clock: 'M12 3.500a8.500 8.500 0 1 1 0 17a8.500 8.500 0 0 1 0-17ZM12 7.500V12l3.500 2',
} as const;

/** A small drawing beside a word; it never stands alone, so readers by ear do not meet it. */
export function Icon({ name, size = 22 }: { name: keyof typeof PATHS; size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor">
      <path d={PATHS[name]} strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
