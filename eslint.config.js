import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Forbids imports that would turn the one-way flow exporter → pipeline → viewer, bench around. */
const forbid = (files, patterns, message) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: [{ regex: patterns, message }] },
    ],
  },
});

export default defineConfig(
  // The kernels are AssemblyScript, which its own compiler checks; the snippets have places to be filled.
  {
    ignores: [
      'node_modules/',
      'artifacts/',
      'pipeline/tsne/kernels/',
      'pipeline/modelCard/snippets/',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Typed-array arithmetic reads better with plain loops and `!` than with guards that cannot fire.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // node:test returns promises that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'describe', 'it'], package: 'node:test' },
          ],
        },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  forbid(
    ['exporter/**'],
    '(pipeline|viewer|bench)/|^node:|onnxruntime',
    'exporter/ knows ONNX and mathematics only',
  ),
  forbid(
    ['pipeline/**'],
    '(viewer|bench)/',
    'pipeline/ reads viewer/ as source files and knows nothing of bench/; it imports neither',
  ),
  forbid(
    ['viewer/**'],
    '(exporter|bench)/|^node:|pipeline/(?!contract|tsne/placing)',
    'viewer/ imports only the artifact contract and the placing of new points, which is free of Node',
  ),
  { files: ['*.config.js'], extends: [tseslint.configs.disableTypeChecked] },
);
