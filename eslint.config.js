import eslint from '@eslint/js'
import tseslint from 'typescript-eslint'

/** Rooms that are pure: they get data and return data, so they may not reach for the system or the clock. */
const PURE = ['agent/judge/**/*.ts', 'agent/report/**/*.ts', 'agent/rules/**/*.ts']

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.tap/', 'coverage/', 'tap-snapshots/'] },
  eslint.configs.recommended,
  { files: ['**/*.ts'], extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked] },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // We write types, not interfaces: they are data.
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      // Numbers in messages are what messages are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // noPropertyAccessFromIndexSignature of the compiler says the opposite.
      '@typescript-eslint/dot-notation': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // tap's t.test returns a promise that tap itself awaits.
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['probes/**/*.ts'], rules: { 'no-restricted-imports': ['error', { patterns: ['**/agent/*'] }] } },
  {
    files: PURE,
    rules: {
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
      'no-restricted-globals': ['error', 'process', 'performance', 'setTimeout', 'setInterval', 'fetch'],
      'no-restricted-properties': ['error', { object: 'Date', property: 'now' }],
    },
  },
  {
    files: ['agent/**/*.ts', 'probes/**/*.ts'],
    ignores: ['agent/main.ts', 'agent/build/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only main.ts reads the environment.' },
        { object: 'Date', property: 'now', message: 'Time comes in as a Clock.' },
      ],
    },
  },
)
