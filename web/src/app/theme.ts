import { Button, createTheme, Input, type MantineColorsTuple } from '@mantine/core';

/** One accent, petrol: readable on white and, lighter, on the dark paper. */
const petrol: MantineColorsTuple = [
  '#e6f6f7',
  '#cfe9eb',
  '#9fd3d7',
  '#6bbcc3',
  '#43a9b2',
  '#2699a4',
  '#0c7d89',
  '#00606b',
  '#004f58',
  '#003a41',
];

/** The colours of a button, from the tokens of global.css, so that they hold in light and dark alike. */
function paint(variant: string, color: unknown): Record<string, string> {
  if (variant === 'subtle') return { '--button-color': 'var(--accent)', '--button-hover': 'var(--accent-wash)' };
  if (variant === 'default') {
    return {
      '--button-bg': 'var(--paper)',
      '--button-hover': 'var(--sheet)',
      '--button-color': 'var(--ink)',
      '--button-bd': '1px solid var(--edge)',
    };
  }
  const ground = color === 'red' ? 'var(--bad)' : 'var(--accent)';
  return {
    '--button-bg': ground,
    '--button-hover': `color-mix(in srgb, ${ground} 85%, var(--ink))`,
    '--button-color': 'var(--paper)',
  };
}

/** How the component library looks here: system fonts, one accent, every control at least 44 px high. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  colors: { petrol },
  defaultRadius: 'sm',
  fontFamily: 'system-ui, "Liberation Sans", sans-serif',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: Button.extend({
      vars: (_, { variant = 'filled', color }) => ({
        root: { '--button-height': '2.75rem', ...paint(variant, color) },
      }),
    }),
    Input: Input.extend({
      vars: () => ({
        wrapper: {
          '--input-height': '2.75rem',
          '--input-fz': '1rem',
          '--input-bg': 'var(--paper)',
          '--input-bd': 'var(--edge)',
        },
      }),
    }),
  },
});
