import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: { '../schema/supergraph.graphql': { loader: '../web/codegen/load-api-schema.mjs' } },
  documents: ['src/**/*.graphql'],
  generates: {
    'src/client/__generated__/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        emitLegacyCommonJSImports: false,
        scalars: {
          BigInt: { input: 'string | number', output: 'string' },
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
  },
};

export default config;
