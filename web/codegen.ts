import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: { '../schema/supergraph.graphql': { loader: './codegen/load-api-schema.mjs' } },
  documents: ['src/**/*.graphql'],
  generates: {
    'src/graphql/__generated__/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: {
          BigInt: 'string | number',
          ID: 'string',
          CountryCode: 'string',
          CurrencyCode: 'string',
          Date: 'string',
          DateTime: 'string',
          EmailAddress: 'string',
          LocalDateTime: 'string',
          Locale: 'string',
          PhoneNumber: 'string',
          TimeZone: 'string',
          URL: 'string',
        },
      },
    },
    'src/graphql/__generated__/persisted-operations.json': { plugins: ['./codegen/persisted-manifest.mjs'] },
    'src/graphql/__generated__/persisted-ids.ts': { plugins: ['./codegen/persisted-ids.mjs'] },
    'src/graphql/__generated__/possible-types.ts': { plugins: ['./codegen/possible-types.mjs'] },
  },
};

export default config;
