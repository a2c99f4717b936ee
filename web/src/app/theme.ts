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

/** How the component library looks here: system fonts, one accent, every control at least 44 px high. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  colors: { petrol },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' }, vars: () => ({ root: { '--button-height': '2.75rem' } }) }),
    Input: Input.extend({ vars: () => ({ wrapper: { '--input-height': '2.75rem', '--input-fz': '1rem' } }) }),
  },
});
