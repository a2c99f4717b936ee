import '@mantine/core/styles/ColorSwatch.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';

const COLOURS = ['var(--accent)', '#d97a1f', '#9b5fc0', '#4a9a5b', '#4a7fc1', '#8a8f94'];

interface Props {
  groups: readonly string[];
  rows: readonly Record<string, string | number | null>[];
}

/** The bars; the table beside them says the same to those who cannot see them. */
export default function SeriesChart({ groups, rows }: Props) {
  return (
    <div aria-hidden="true">
      <BarChart
        h={320}
        data={[...rows]}
        dataKey="from"
        type="stacked"
        withLegend={groups.length > 1}
        series={groups.map((name, index) => ({ name, color: COLOURS[index % COLOURS.length] ?? 'var(--quiet)' }))}
        barProps={{ maxBarSize: 72 }}
        barChartProps={{ accessibilityLayer: false }}
      />
    </div>
  );
}
