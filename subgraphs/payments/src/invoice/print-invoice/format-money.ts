/** An amount as people read it, exact for every size and every currency: `€1,234.50`, `¥1,234`, `KWD 1.234`. */
export function formatMoney(amountMinor: bigint, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const decimal = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  // Intl formats decimal strings exactly; a number would round large amounts.
  return format.format(`${amountMinor < 0n ? '-' : ''}${decimal}` as `${number}`);
}
